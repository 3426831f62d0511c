import json
from datetime import datetime
from typing import Any

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import ConversationId, CustomerId, is_id
from chalicelib.core.values import Value
from chalicelib.customers.items import CustomerItem
from chalicelib.customers.model import Customer, Tier
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Position, query
from chalicelib.vault.seal import Place, Vault

SEALED = ("name", "email", "phone", "company", "attributes", "blocked_reason")


class Listing(Value, frozen=True):
    """A list, as a partition of an index."""

    index: str
    pk: str


class CustomerStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def get(self, desk: Desk, customer_id: str, *, consistent: bool = False) -> Customer:
        item = (
            CustomerItem.find(keys.customer(desk, customer_id), consistent=consistent)
            if is_id(customer_id)
            else None
        )
        if item is None:
            raise NotFound("There is no such customer.")
        return self._customer(desk, item)

    def rows(
        self, of: Listing, *, after: Position | None, limit: int
    ) -> tuple[list[str], Position | None]:
        """Ids, newest first."""
        raw, last = query(
            CustomerItem,
            of.pk,
            pk_name=f"{of.index}_pk",
            sk_name=f"{of.index}_sk",
            index=of.index,
            after=after,
            limit=limit,
            newest_first=True,
        )
        return [keys.subject_of(item["pk"]["S"]) for item in raw], last

    def some(self, desk: Desk, ids: list[str]) -> list[Customer]:
        """Those that are there, in the order asked for."""
        places = [keys.customer(desk, each) for each in ids]
        items = CustomerItem.batch_get([(key.pk, key.sk) for key in places]) if places else ()
        found = {item.pk: self._customer(desk, item) for item in items}
        return [found[key.pk] for key in places if key.pk in found]

    def create(self, desk: Desk, customer: Customer) -> None:
        writes.create(self.creating(desk, customer).item)

    def creating_key(self, desk: Desk, customer_id: str) -> writes.Put:
        """A new customer's own key; made before anything of theirs is sealed."""
        return self._vault.customers.creating(desk.merchant, customer_id)

    def erasing(self, desk: Desk, customer: Customer, at: datetime) -> list[writes.Operation]:
        """What takes away the record's own texts and the key of all others: labels customer, customer_key."""
        gone = dict.fromkeys((*SEALED, "tier", *_places(desk, customer)))
        return [
            self._moving(desk, customer, {"erased_at": to_wire(at), **gone}),
            self._vault.customers.destroying(desk.merchant, customer.id, at),
        ]

    def forget_key(self, desk: Desk, customer_id: str) -> None:
        """In this process, at once; others do so within the time for which they keep keys."""
        self._vault.customers.forget(desk.merchant, customer_id)

    def creating(self, desk: Desk, customer: Customer) -> writes.Put:
        item = CustomerItem.at(
            keys.customer(desk, customer.id),
            version=customer.version,
            created_at=to_wire(customer.created_at),
            **_plain(customer),
            **_places(desk, customer),
            **self._sealed(desk, customer, _secret(customer)),
        )
        return writes.Put(item, label="customer")

    def changing(self, desk: Desk, before: Customer, after: Customer) -> writes.Change:
        """What differs, where the record is still as it was read; and its places in the lists."""
        old, was, texts = _plain(before), _secret(before), _secret(after)
        plain = {name: value for name, value in _plain(after).items() if value != old[name]}
        differing = {name: text for name, text in texts.items() if text != was[name]}
        sealed = self._sealed(desk, after, differing)
        return self._moving(desk, before, {**plain, **_places(desk, after), **sealed})

    def _moving(self, desk: Desk, before: Customer, values: dict[str, Any]) -> writes.Change:
        return writes.Change(
            CustomerItem.at(keys.customer(desk, before.id)),
            [*writes.setting(CustomerItem, values), CustomerItem.version.add(1)],
            CustomerItem.version == before.version,
            label="customer",
        )

    def starting(
        self, desk: Desk, customer: Customer, conversation: ConversationId
    ) -> writes.Change:
        """The operation that makes a conversation the customer's current one, once."""
        item = CustomerItem.at(keys.customer(desk, customer.id))
        unmoved = (
            CustomerItem.current.does_not_exist()
            if customer.current is None
            else CustomerItem.current == customer.current
        )
        allowed = unmoved & CustomerItem.blocked_at.does_not_exist()
        return writes.Change(
            item, [CustomerItem.current.set(conversation)], allowed, label="customer"
        )

    def _sealed(
        self, desk: Desk, customer: Customer, texts: dict[str, str]
    ) -> dict[str, bytes | None]:
        key = keys.customer(desk, customer.id)
        return {
            name: self._vault.seal(Place(desk.merchant, key, name, customer.id), text)
            if text
            else None
            for name, text in texts.items()
        }

    def _customer(self, desk: Desk, item: CustomerItem) -> Customer:
        opened = {
            name: self._vault.open(Place(desk.merchant, item.key, name), blob)
            if (blob := getattr(item, name))
            else ""
            for name in SEALED
        }
        attributes = opened.pop("attributes")
        return Customer(
            id=CustomerId(keys.subject_of(item.pk)),
            locale=item.locale,
            created_at=from_wire(item.created_at),
            version=int(item.version),
            current=ConversationId(item.current) if item.current else None,
            erased_at=from_wire(item.erased_at) if item.erased_at else None,
            origin=item.origin or "",
            tier=Tier(item.tier or Tier.NONE),
            attributes=json.loads(attributes) if attributes else {},
            blocked_at=from_wire(item.blocked_at) if item.blocked_at else None,
            merged_into=item.merged_into or "",
            merged=tuple(item.merged or ()),
            **opened,
        )


def _plain(customer: Customer) -> dict[str, Any]:
    """What lies in the clear."""
    return {
        "locale": customer.locale,
        "origin": customer.origin or None,
        "tier": None if customer.tier is Tier.NONE else str(customer.tier),
        "blocked_at": to_wire(customer.blocked_at) if customer.blocked_at else None,
        "merged_into": customer.merged_into or None,
        "merged": list(customer.merged) or None,
    }


def _places(desk: Desk, customer: Customer) -> dict[str, str | None]:
    """Where lists find it: by the time of their coming, for good; who is blocked by that of the block."""
    came, blocked = customer.created_at, customer.blocked_at
    special = customer.listed and customer.tier is not Tier.NONE
    return {
        **_place("recent", keys.customers_recent(desk), customer.id, came, customer.listed),
        **_place("held", keys.customers_blocked(desk), customer.id, blocked, customer.listed),
        **_place(
            "by_status", keys.customers_of_tier(desk, customer.tier), customer.id, came, special
        ),
    }


def _place(
    index: str, pk: str, customer: str, at: datetime | None, there: bool
) -> dict[str, str | None]:
    found = at if there else None
    return {
        f"{index}_pk": pk if found else None,
        f"{index}_sk": keys.moment(to_wire(found), customer) if found else None,
    }


def _secret(customer: Customer) -> dict[str, str]:
    """What is sealed, in the clear."""
    given = dict(customer.attributes)
    return {
        "name": customer.name,
        "email": customer.email,
        "phone": customer.phone,
        "company": customer.company,
        "attributes": json.dumps(given, ensure_ascii=False) if given else "",
        "blocked_reason": customer.blocked_reason,
    }
