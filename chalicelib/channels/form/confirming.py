"""A mail that says a form has come: few, in words of ours alone, so that it serves nobody to flood others."""

from collections.abc import Callable

from chalicelib.core.caller import system
from chalicelib.core.ids import MerchantId
from chalicelib.core.observe import logger
from chalicelib.customers.allowance import DAY, HOUR, Allowance, Quota
from chalicelib.customers.identities import Identity, Kind
from chalicelib.links.model import Composed, Letter, Purpose
from chalicelib.links.service import LinksService
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import windows, writes
from chalicelib.table.desk import Desk

# To one address from all merchants together, and by one form.
TO_ADDRESS, OF_FORM = Quota("form_address", 1, DAY), Quota("form_mails", 20, HOUR)


class Confirming:
    def __init__(
        self,
        *,
        merchants: MerchantsService,
        links: LinksService,
        reason_of: Callable[..., str],
        allowance: Allowance,
    ) -> None:
        """`reason_of`: why nothing reaches an identity; empty where nothing is known against it."""
        self._merchants = merchants
        self._links = links
        self._reason_of = reason_of
        self._allowance = allowance

    def confirm(self, desk: Desk, *, inbox: str, email: str, locale: str) -> None:
        """Where it is one too many it is left out: the page has told its sender already."""
        if self._reason_of(desk, identity=Identity(Kind.EMAIL, "", email)):
            return
        if self._is_few_enough(desk, inbox, email):
            facts = {"to": email, "locale": locale}
            writes.transact(self._links.posting(desk, Purpose.FORM, facts))

    def compose(self, letter: Letter) -> Composed:
        desk, facts = Desk(MerchantId(letter.owner), system("form")), letter.facts
        name = self._merchants.merchant(desk).name
        return Composed(to=facts["to"], locale=facts["locale"], link=None, name=name)

    def _is_few_enough(self, desk: Desk, inbox: str, email: str) -> bool:
        """Uncounted is too many: a mail that nobody waits for is no reason to let others through."""
        try:
            return not (
                self._allowance.wait_for(email, TO_ADDRESS)
                or self._allowance.wait(f"{desk.merchant}|{inbox}", OF_FORM)
            )
        except windows.NotCounted:
            logger.exception("confirmation not counted")
            return False
