"""Erasing a customer: their own key is destroyed, and with it all that was sealed under it.

Those who are a part of them go first, one after the other: where it breaks off, asking again goes on.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Conflict, Stale
from chalicelib.customers.model import RECOVERABLE_FOR, Customer
from chalicelib.customers.registry import Registry
from chalicelib.customers.store import CustomerStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class Erasure:
    def __init__(
        self,
        clock: Clock,
        audit: Audit,
        store: CustomerStore,
        registry: Registry,
        close_sockets: Callable[[Desk, str], None],
    ) -> None:
        """`close_sockets` closes what a customer has open at a desk."""
        self._clock = clock
        self._audit = audit
        self._store = store
        self._registry = registry
        self._close_sockets = close_sockets

    def erase(self, desk: Desk, *, customer_id: str) -> dict[str, Any]:
        """For good, and once: asked again it answers the same."""
        customer = self._store.get(desk, customer_id, consistent=True)
        for part in customer.merged:
            self._erase(desk, self._store.get(desk, part, consistent=True))
        at = self._erase(desk, customer)
        return {
            "customer": customer_id,
            "erased_at": to_wire(at),
            "irrecoverable_from": to_wire(at + RECOVERABLE_FOR),
        }

    def _erase(self, desk: Desk, customer: Customer) -> datetime:
        at = customer.erased_at or from_wire(to_wire(self._clock()))
        if customer.erased_at is None:
            operations = [*self._store.erasing(desk, customer, at), *self._nameless(desk, customer)]
            try:
                self._audit.write(desk, *operations, action="customer.erased", on=customer.id)
            except writes.ConditionFailed as error:
                raise _refusal(error.labels) from error
        self._store.forget_key(desk, customer.id)
        self._close_sockets(desk, customer.id)
        return at

    def _nameless(self, desk: Desk, customer: Customer) -> list[writes.Operation]:
        """By nothing that they were known by is anybody found."""
        held = self._registry.of(desk, customer.id)
        return [op for each in held for op in self._registry.releasing(desk, customer.id, each)]


def _refusal(labels: tuple[str, ...]) -> Conflict | Stale:
    if "customer_key" in labels:
        detail = "This customer is from before customers had keys of their own."
        return Conflict(detail, rule="before_keys")
    return Stale("The customer was changed in the meantime.")
