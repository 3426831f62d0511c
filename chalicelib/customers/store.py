from datetime import datetime

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import ConversationId, CustomerId, is_id
from chalicelib.customers.items import CustomerItem
from chalicelib.customers.model import Customer
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Place, Vault

SEALED = ("name", "email")


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
        return self._customer(desk, customer_id, item)

    def create(self, desk: Desk, customer: Customer) -> None:
        writes.create(self.creating(desk, customer).item)

    def creating_key(self, desk: Desk, customer_id: str) -> writes.Put:
        """A new customer's own key; made before anything of theirs is sealed."""
        return self._vault.customers.creating(desk.merchant, customer_id)

    def erasing(self, desk: Desk, customer: Customer, at: datetime) -> list[writes.Operation]:
        """What takes away the record's own texts and the key of all others: labels customer, customer_key."""
        actions = [CustomerItem.erased_at.set(to_wire(at)), CustomerItem.version.add(1)]
        gone = writes.setting(CustomerItem, dict.fromkeys(SEALED))
        item = CustomerItem.at(keys.customer(desk, customer.id))
        unmoved = CustomerItem.version == customer.version
        return [
            writes.Change(item, [*actions, *gone], unmoved, label="customer"),
            self._vault.customers.destroying(desk.merchant, customer.id, at),
        ]

    def forget_key(self, desk: Desk, customer_id: str) -> None:
        """In this process, at once; others do so within the time for which they keep keys."""
        self._vault.customers.forget(desk.merchant, customer_id)

    def creating(self, desk: Desk, customer: Customer) -> writes.Put:
        item = CustomerItem.at(
            keys.customer(desk, customer.id),
            locale=customer.locale,
            version=customer.version,
            created_at=to_wire(customer.created_at),
            origin=customer.origin or None,
            **self._sealed(desk, customer.id, {"name": customer.name, "email": customer.email}),
        )
        return writes.Put(item, label="customer")

    def changing(
        self, desk: Desk, customer_id: str, version: int, values: dict[str, str]
    ) -> writes.Change:
        """The operation that changes sealed fields, where the version is still the one read."""
        item = CustomerItem.at(keys.customer(desk, customer_id))
        sealed = self._sealed(desk, customer_id, values)
        actions = writes.setting(CustomerItem, sealed)
        return writes.Change(
            item,
            [*actions, CustomerItem.version.add(1)],
            CustomerItem.version == version,
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
        return writes.Change(
            item, [CustomerItem.current.set(conversation)], unmoved, label="customer"
        )

    def _sealed(self, desk: Desk, customer_id: str, values: dict[str, str]) -> dict[str, bytes]:
        key = keys.customer(desk, customer_id)
        return {
            name: self._vault.seal(Place(desk.merchant, key, name, customer_id), value)
            for name, value in values.items()
            if value
        }

    def _customer(self, desk: Desk, customer_id: str, item: CustomerItem) -> Customer:
        opened = {
            name: self._vault.open(Place(desk.merchant, item.key, name), blob)
            if (blob := getattr(item, name))
            else ""
            for name in SEALED
        }
        return Customer(
            id=CustomerId(customer_id),
            locale=item.locale,
            created_at=from_wire(item.created_at),
            version=int(item.version),
            name=opened["name"],
            email=opened["email"],
            current=ConversationId(item.current) if item.current else None,
            erased_at=from_wire(item.erased_at) if item.erased_at else None,
            origin=item.origin or "",
        )
