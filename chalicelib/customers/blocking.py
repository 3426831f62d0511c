"""Who may not write any more, with all that are a part of them, until somebody lifts it."""

from collections.abc import Callable

from chalicelib.core.clock import Clock, to_the_ms
from chalicelib.core.errors import Conflict
from chalicelib.core.values import replace
from chalicelib.customers.model import Customer
from chalicelib.customers.records import Records
from chalicelib.table.desk import Desk


class Blocking:
    def __init__(self, *, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    def block(self, desk: Desk, *, customer_id: str, reason: str) -> list[Customer]:
        """Asked again it does what was left undone."""
        at = to_the_ms(self._clock())

        def step(now: Customer) -> Customer:
            return now if now.blocked_at else replace(now, blocked_at=at, blocked_reason=reason)

        return self._each(desk, customer_id, "blocked", step)

    def unblock(self, desk: Desk, *, customer_id: str) -> list[Customer]:
        def step(now: Customer) -> Customer:
            return replace(now, blocked_at=None, blocked_reason="")

        return self._each(desk, customer_id, "unblocked", step)

    def _each(
        self, desk: Desk, customer_id: str, what: str, step: Callable[[Customer], Customer]
    ) -> list[Customer]:
        first = self._records.there(desk, customer_id)
        if first.merged_into:
            raise Conflict("They are a part of another customer.", rule="merged")
        rest = [self._records.store.get(desk, each, consistent=True) for each in first.merged]
        return [self._one(desk, before, what, step) for before in (first, *rest)]

    def _one(
        self, desk: Desk, before: Customer, what: str, step: Callable[[Customer], Customer]
    ) -> Customer:
        after = before if before.erased_at else step(before)
        if after == before:
            return before
        return self._records.write(desk, (before, after), what=what, detail={}, also=[])
