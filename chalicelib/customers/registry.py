"""Identities as they lie: whose each one is, and each customer's own list of them."""

from datetime import datetime

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.errors import Conflict
from chalicelib.core.values import Value
from chalicelib.customers.identities import MOST, Identity, Kind, Standing, known_by
from chalicelib.customers.items import CustomerIdentityItem, IdentityItem, UndeliverableItem
from chalicelib.customers.model import Customer
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import every
from chalicelib.vault.seal import Place, Vault

FORMS = ((Kind.EMAIL, "email"), (Kind.PHONE, "phone"))


class Held(Value, frozen=True):
    """One of a customer's identities."""

    digest: str
    standing: Standing
    identity: Identity


class Registry:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def digest(self, desk: Desk, identity: Identity) -> str:
        parts = (str(identity.kind), identity.space, identity.normalised)
        return self._vault.lookup(desk.merchant, "identity", "\x1f".join(parts))

    # --- whose

    def holder(self, desk: Desk, identity: Identity) -> str:
        """The customer's id; empty where it is nobody's."""
        key = keys.identity(desk, self.digest(desk, identity), proved=identity.verified)
        item = IdentityItem.find(key, consistent=True)
        return item.customer if item else ""

    def claiming(
        self, desk: Desk, customer_id: str, identity: Identity, at: datetime
    ) -> writes.Put:
        """It becomes theirs; the label `identity` fails where it is somebody's already."""
        key = keys.identity(desk, self.digest(desk, identity), proved=identity.verified)
        item = IdentityItem.at(key, customer=customer_id, known_at=to_wire(at))
        return writes.Put(item, label="identity")

    def releasing(self, desk: Desk, customer_id: str, held: Held) -> list[writes.Operation]:
        """Everything that tells of it; who comes with it next is new."""
        listed = CustomerIdentityItem.at(keys.customer_identity(desk, customer_id, held.digest))
        gone: list[writes.Operation] = [writes.Remove(listed, label="listed")]
        if held.standing is not Standing.TYPED:
            gone.append(self.giving_up(desk, customer_id, held))
        return gone

    def giving_up(self, desk: Desk, customer_id: str, held: Held) -> writes.Remove:
        proved = held.standing is Standing.PROVED
        item = IdentityItem.at(keys.identity(desk, held.digest, proved=proved))
        return writes.Remove(item, IdentityItem.customer == customer_id, label="identity")

    # --- a customer's own list

    def of(self, desk: Desk, customer_id: str) -> list[Held]:
        probe = keys.customer_identity(desk, customer_id, "X")
        found = [
            CustomerIdentityItem.from_raw_data(raw) for raw in every(CustomerIdentityItem, probe)
        ]
        return [self._held(desk, item) for item in found]

    def listing(
        self, desk: Desk, customer_id: str, identity: Identity, standing: Standing, at: datetime
    ) -> writes.Put:
        digest = self.digest(desk, identity)
        key = keys.customer_identity(desk, customer_id, digest)
        place = Place(desk.merchant, key, "value", customer_id)
        item = CustomerIdentityItem.at(
            key,
            of=str(identity.kind),
            space=identity.space or None,
            standing=str(standing),
            known_at=to_wire(at),
            value=self._vault.seal(place, identity.normalised),
            recent_pk=keys.customers_known_by(desk, digest),
            recent_sk=keys.moment(to_wire(at), customer_id),
        )
        return writes.Put(item, label="listed")

    def rising(self, desk: Desk, customer_id: str, digest: str) -> writes.Change:
        """From claimed to proved."""
        item = CustomerIdentityItem.at(keys.customer_identity(desk, customer_id, digest))
        standing = CustomerIdentityItem.standing
        return writes.Change(item, [standing.set(str(Standing.PROVED))], label="listed")

    def following(
        self, desk: Desk, before: Customer | None, after: Customer, at: datetime
    ) -> list[writes.Operation]:
        """What a record's own address and number change in the list; all of it under its version."""
        held = self.of(desk, before.id) if before else []
        known, kept = {each.digest: each for each in held}, set()
        operations: list[writes.Operation] = []
        for kind, name in FORMS:
            typed = known_by(kind, getattr(after, name))
            if typed is None:
                continue
            kept.add(digest := self.digest(desk, typed))
            if digest not in known:
                operations.append(self.listing(desk, after.id, typed, Standing.TYPED, at))
        left = [h for h in held if h.standing is Standing.TYPED and h.digest not in kept]
        if len(held) - len(left) + len(operations) > MOST:
            raise full()
        return [*operations, *(op for each in left for op in self.releasing(desk, after.id, each))]

    def _held(self, desk: Desk, item: CustomerIdentityItem) -> Held:
        standing = Standing(item.standing)
        identity = Identity(
            Kind(item.of),
            item.space or "",
            self._vault.open(Place(desk.merchant, item.key, "value"), item.value),
            verified=standing is Standing.PROVED,
            at=from_wire(item.known_at),
        )
        return Held(keys.last_of(item.sk), standing, identity)

    # --- whether anything reaches it

    def reasons(self, desk: Desk, digests: list[str]) -> dict[str, str]:
        """Why nothing reaches them, for those of which that is known."""
        places = [keys.undeliverable(desk, digest) for digest in digests]
        items = UndeliverableItem.batch_get([(key.pk, key.sk) for key in places]) if places else ()
        return {keys.subject_of(item.pk): item.reason for item in items}

    def mark(self, desk: Desk, identity: Identity, reason: str, at: datetime) -> None:
        item = UndeliverableItem.at(keys.undeliverable(desk, self.digest(desk, identity)))
        if reason:
            values = {"reason": reason, "known_at": to_wire(at)}
            writes.transact(writes.Upsert(item, writes.setting(UndeliverableItem, values)))
            return
        try:
            writes.transact(writes.Remove(item))
        except writes.ConditionFailed:
            return


def full() -> Conflict:
    return Conflict(f"At most {MOST} addresses of one customer.", rule="identities")
