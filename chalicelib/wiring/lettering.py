"""What goes out by mail of inboxes and for them: talks that go on, and notices to a merchant's people."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.arriving import Arriving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.channels.continuing import Continuing
    from chalicelib.channels.transcribing import Transcribing
    from chalicelib.conversations.reminding import ByMail
    from chalicelib.inboxes.model import Inbox
    from chalicelib.inboxes.noticing import Noticing
    from chalicelib.links.model import Composed, Letter, Origin
    from chalicelib.table.desk import Desk
    from chalicelib.table.writes import Operation


class Lettering(Arriving):
    def by_mail(self) -> ByMail:
        return self._continuing

    @cached_property
    def _continuing(self) -> Continuing:
        from chalicelib.channels.continuing import Continuing

        return Continuing(
            inboxes=self.inboxes,
            adapters=self.adapters,
            account=self.account_out,
            letters=self.letters,
            reason_of=self.identities.reason_of,
            store=self.channel_store,
        )

    def letter_left(self, merchant: str, origin: Origin, name: str) -> None:
        from chalicelib.core.caller import system
        from chalicelib.core.ids import MerchantId
        from chalicelib.table.desk import Desk

        self._continuing.left(Desk(MerchantId(merchant), system("reply")), origin, name)

    @cached_property
    def _transcribing(self) -> Transcribing:
        from chalicelib.channels.transcribing import Transcribing

        return Transcribing(
            inboxes=self.inboxes,
            conversations=self.conversations,
            adapters=self.adapters,
            account=self.account_out,
            clock=self.clock,
        )

    def compose_transcript(self, letter: Letter) -> Composed | None:
        from chalicelib.core.caller import system
        from chalicelib.core.ids import MerchantId
        from chalicelib.table.desk import Desk

        plain = super().compose_transcript(letter)
        desk = Desk(MerchantId(letter.owner), system("transcript"))
        facts = letter.facts
        return self._transcribing.branded(desk, facts["conversation"], plain) if plain else None

    @cached_property
    def _noticing(self) -> Noticing:
        from chalicelib.inboxes.noticing import Noticing
        from chalicelib.inboxes.store import InboxStore

        return Noticing(
            store=InboxStore(vault=self.vault),
            people=self.people,
            merchants=self.merchants,
            links=self.links,
            desk_origin=self.config.desk_origin,
        )

    def tell_of_inbox(self, desk: Desk, inbox: Inbox, why: str) -> Sequence[Operation]:
        return self._noticing.telling(desk, inbox, why)

    def compose_inbox(self, letter: Letter) -> Composed | None:
        return self._noticing.compose(letter)
