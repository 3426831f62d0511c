"""What is known of a customer, for agents: the record, read and changed."""

from collections.abc import Mapping
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock, to_the_ms
from chalicelib.core.errors import Invalid
from chalicelib.core.values import replace
from chalicelib.customers.identities import phone
from chalicelib.customers.model import Customer, Tier
from chalicelib.customers.recognising import Recognising
from chalicelib.customers.records import Records, stale
from chalicelib.customers.registry import Registry
from chalicelib.table.desk import Desk


class Profiles:
    def __init__(
        self,
        *,
        records: Records,
        registry: Registry,
        identities: Recognising,
        audit: Audit,
        clock: Clock,
    ) -> None:
        self._records = records
        self._store = records.store
        self._registry = registry
        self._identities = identities
        self._audit = audit
        self._clock = clock

    def get(self, desk: Desk, *, customer_id: str) -> Customer:
        """Opening a customer's record leaves an audit entry, whoever the caller is."""
        customer = self._store.get(desk, customer_id)
        self._audit.write(desk, action="customer.read", on=customer_id)
        return customer

    def whole(self, desk: Desk, customer: Customer) -> dict[str, Any]:
        """On the wire, with the identities of this customer and of those that are a part of them."""
        known = [
            {**identity.wire(), "customer": each}
            for each in (customer.id, *customer.merged)
            for identity in self._identities.of(desk, customer_id=each)
        ]
        return {**customer.wire(), "identities": known}

    def change(
        self, desk: Desk, *, customer_id: str, version: int, values: Mapping[str, Any]
    ) -> Customer:
        """`values` as the contract `change_customer` has them."""
        before = self._records.there(desk, customer_id)
        if before.version != version:
            raise stale()
        after = replace(before, **_given(values))
        moved = self._registry.following(desk, before, after, to_the_ms(self._clock()))
        detail = {"fields": ",".join(sorted(values))}
        return self._records.write(desk, (before, after), what="changed", detail=detail, also=moved)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the record has it. Each name of an attribute stands once."""
    given = dict(values)
    if "email" in given:
        given["email"] = given["email"].lower()
    if given.get("phone"):
        given["phone"] = phone(given["phone"])
    if "tier" in given:
        given["tier"] = Tier(given["tier"])
    if "attributes" in given:
        listed = given["attributes"]
        given["attributes"] = {each["name"]: each["value"] for each in listed}
        if len(given["attributes"]) < len(listed):
            raise Invalid("A name stands twice.", pointer="/attributes", rule="uniqueItems")
    return given
