"""Forms: shown to everybody, and taken in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.lettering import Lettering

if TYPE_CHECKING:
    from chalicelib.channels.form.confirming import Confirming
    from chalicelib.channels.forms import FormsService
    from chalicelib.links.model import Composed, Letter


class Forming(Lettering):
    @cached_property
    def forms(self) -> FormsService:
        from functools import partial

        from chalicelib.channels.form.store import FormStore
        from chalicelib.channels.form.uploads import FormUploads
        from chalicelib.channels.forms import FormsService
        from chalicelib.contracts.compiled import keeps

        store = FormStore(vault=self.vault)
        return FormsService(
            inboxes=self.inboxes,
            merchants=self.merchants,
            keep=self.ingesting.keep,
            store=store,
            uploads=FormUploads(attachments=self.attachments, store=store),
            confirming=self._confirming,
            secret=lambda merchant: self.vault.secret(merchant, "form"),
            is_address=partial(keeps, "rest", "email"),
            desk_origin=self.config.desk_origin,
            clock=self.clock,
        )

    @cached_property
    def _confirming(self) -> Confirming:
        from chalicelib.channels.form.confirming import Confirming

        return Confirming(
            merchants=self.merchants,
            links=self.links,
            reason_of=self.identities.reason_of,
            allowance=self.allowance,
        )

    def compose_form(self, letter: Letter) -> Composed | None:
        return self._confirming.compose(letter)
