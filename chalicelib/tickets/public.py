"""What a customer reaches by a mailed link: their ticket once, and for an hour by a grant."""

from datetime import timedelta
from typing import Any

from chalicelib.core import signed
from chalicelib.core.caller import system
from chalicelib.core.clock import Clock, to_wire
from chalicelib.core.errors import Gone, Unauthenticated
from chalicelib.core.ids import MerchantId, is_id
from chalicelib.customers.service import CustomersService
from chalicelib.links.model import Composed, Letter, Link, Purpose
from chalicelib.links.service import LinksService
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.tickets.reading import Reading
from chalicelib.vault.data_keys import MissingKey
from chalicelib.vault.seal import Vault

GRANT_LIFE = timedelta(hours=1)


class TicketLinks:
    def __init__(
        self,
        *,
        tickets: Reading,
        links: LinksService,
        customers: CustomersService,
        merchants: MerchantsService,
        vault: Vault,
        clock: Clock,
    ) -> None:
        self._tickets = tickets
        self._links = links
        self._customers = customers
        self._merchants = merchants
        self._vault = vault
        self._clock = clock

    def posting(self, desk: Desk, *, ticket: str, about: str) -> writes.Operation:
        """The letter that tells of a ticket: `about` is opened or resolved."""
        return self._links.posting(desk, Purpose.TICKET, {"ticket": ticket, "about": about})

    def compose(self, letter: Letter) -> Composed | None:
        """The mail; none where no address is known any more."""
        desk = _desk(letter.owner)
        ticket = self._tickets.get(desk, ticket=letter.facts["ticket"])
        customer = self._customers.known(desk, customer_id=ticket.customer)
        if not customer.email:
            return None
        return Composed(
            to=customer.email,
            locale=customer.locale,
            link={"ticket": ticket.id},
            name=self._merchants.merchant(desk).name,
            text=f"ticket_{letter.facts['about']}",
            number=ticket.number,
        )

    def open(self, *, token: str, user: str = "") -> dict[str, Any]:
        """Spends the link; `user` may ask once more, for the answer may be lost on its way."""
        link = self._links.get(token, purpose=Purpose.TICKET, user=user)
        desk = _desk(link.owner)
        with desk.open(front=True):
            ticket = self._links.facts(link)["ticket"]
            shown = self._tickets.public(desk, ticket=ticket)
            if not link.used:
                self._spend(link, user)
            until = self._clock() + GRANT_LIFE
            claims = {"t": "ticket", "m": link.owner, "k": ticket, "x": int(until.timestamp())}
            grant = signed.sign(self._secret(desk), claims)
        return {"ticket": shown, "grant": grant, "expires_at": to_wire(until)}

    def _spend(self, link: Link, user: str) -> None:
        try:
            writes.transact(self._links.using(link, user=user))
        except writes.ConditionFailed as error:
            raise Gone("The link was used already or has expired.") from error

    def read(self, *, bearer: str) -> dict[str, Any]:
        """The one ticket that a grant names."""
        scheme, _, grant = bearer.partition(" ")
        merchant = str(signed.peek(grant.strip()).get("m", ""))
        if scheme.lower() != "bearer" or not is_id(merchant):
            raise Unauthenticated("Open the link of the mail.")
        desk = _desk(merchant)
        with desk.open():
            try:
                claims = signed.verify(self._secret(desk), grant.strip())
            except MissingKey:
                claims = None
            if (
                claims is None
                or claims.get("t") != "ticket"
                or self._clock().timestamp() >= claims["x"]
            ):
                raise Unauthenticated("The grant is not valid any more.")
            return self._tickets.public(desk, ticket=claims["k"])

    def _secret(self, desk: Desk) -> bytes:
        return self._vault.secret(desk.merchant, "ticket_link")


def _desk(merchant: str) -> Desk:
    return Desk(MerchantId(merchant), system("ticket_link"))
