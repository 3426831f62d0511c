"""Who is it that writes? From an address that a channel tells to the customer who has it."""

from datetime import datetime

from chalicelib.core.clock import Clock, to_the_ms
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.values import replace
from chalicelib.customers.identities import MOST, Identity, Kind, Standing
from chalicelib.customers.model import Customer
from chalicelib.customers.registry import Held, Registry, full
from chalicelib.customers.service import CustomersService
from chalicelib.customers.store import CustomerStore
from chalicelib.table import writes
from chalicelib.table.attempts import until_uncontended
from chalicelib.table.desk import Desk

LONGEST_REASON = 40


class Recognising:
    """Callers say with `verified` whether anybody vouches for an identity, and nothing else does."""

    def __init__(
        self,
        *,
        store: CustomerStore,
        registry: Registry,
        customers: CustomersService,
        clock: Clock,
    ) -> None:
        self._store = store
        self._registry = registry
        self._customers = customers
        self._clock = clock

    def recognise(self, desk: Desk, *, identity: Identity) -> Customer | None:
        """The customer whose it is, or the one whom they are a part of by now; None for a stranger."""
        holder = self._registry.holder(desk, identity)
        if not holder:
            return None
        found = self._store.get(desk, holder, consistent=True)
        if found.merged_into:
            found = self._store.get(desk, found.merged_into, consistent=True)
        return None if found.erased_at else found

    def arriving(
        self, desk: Desk, *, identity: Identity, name: str = "", locale: str = ""
    ) -> tuple[Customer, list[writes.Operation]]:
        """A newcomer, for the transaction of their first message.

        Where two of one identity arrive at once, the label `identity` fails for the second: recognise
        it again.
        """
        newcomer = self._customers.newcomer(desk, name=name, locale=locale)
        value = identity.normalised
        if identity.kind is Kind.EMAIL:
            newcomer = replace(newcomer, email=value)
        elif identity.kind is Kind.PHONE:
            newcomer = replace(newcomer, phone=value)
        standing = Standing.PROVED if identity.verified else Standing.UNPROVED
        at = newcomer.created_at
        return newcomer, [
            self._store.creating_key(desk, newcomer.id),
            self._store.creating(desk, newcomer),
            self._registry.claiming(desk, newcomer.id, identity, at),
            self._registry.listing(desk, newcomer.id, identity, standing, at),
        ]

    def prove(self, desk: Desk, *, customer_id: str, identity: Identity) -> None:
        """A customer whom we know has shown that it is theirs, as by a link that was mailed there.

        A Conflict of the rule `identity` where it is somebody else's: agents may merge the two.
        """
        proved = replace(identity, verified=True)
        until_uncontended(
            lambda: self._prove(desk, customer_id, proved),
            own=frozenset({"customer", "identity", "listed"}),
        )

    def _prove(self, desk: Desk, customer_id: str, identity: Identity) -> None:
        customer = self._store.get(desk, customer_id, consistent=True)
        if customer.erased_at:
            raise NotFound("There is no such customer.")
        holder = self._registry.holder(desk, identity)
        if holder == customer.id:
            return
        if holder:
            raise Conflict("Somebody else has it.", rule="identity")
        writes.transact(
            self._store.changing(desk, customer, customer),
            self._registry.claiming(desk, customer.id, identity, self._now()),
            *self._risen(desk, customer, identity),
        )

    def _risen(self, desk: Desk, customer: Customer, identity: Identity) -> list[writes.Operation]:
        """Listed as proved; what comes under the address without proof is nobody's from now on."""
        held = self._registry.of(desk, customer.id)
        digest = self._registry.digest(desk, identity)
        known = next((each for each in held if each.digest == digest), None)
        if known is None:
            if len(held) >= MOST:
                raise full()
            listing = self._registry.listing
            return [listing(desk, customer.id, identity, Standing.PROVED, self._now())]
        rising: list[writes.Operation] = [self._registry.rising(desk, customer.id, digest)]
        if known.standing is Standing.UNPROVED:
            rising.append(self._registry.giving_up(desk, customer.id, known))
        return rising

    def undeliverable(self, desk: Desk, *, identity: Identity, reason: str) -> None:
        """Of the address, whoever has it. `reason`: a word, as bounced or complained; none ends it."""
        if len(reason) > LONGEST_REASON or not (reason.isidentifier() or not reason):
            raise ValueError("a reason is one short word")
        self._registry.mark(desk, identity, reason, self._now())

    def reason_of(self, desk: Desk, *, identity: Identity) -> str:
        """Why nothing reaches it; empty where nothing speaks against sending."""
        digest = self._registry.digest(desk, identity)
        return self._registry.reasons(desk, [digest]).get(digest, "")

    def of(self, desk: Desk, *, customer_id: str) -> list[Identity]:
        """One customer's own, and whether anything reaches them."""
        held = self._registry.of(desk, customer_id)
        reasons = self._registry.reasons(desk, [each.digest for each in held])
        return [_told(each, reasons) for each in held]

    def _now(self) -> datetime:
        return to_the_ms(self._clock())


def _told(held: Held, reasons: dict[str, str]) -> Identity:
    return replace(held.identity, undeliverable=reasons.get(held.digest, ""))
