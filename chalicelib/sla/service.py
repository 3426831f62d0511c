"""A merchant's targets, and how a ticket's clocks stand against them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.calendars.model import Calendar
from chalicelib.calendars.service import CalendarsService
from chalicelib.core.clock import Clock as Now
from chalicelib.core.clock import to_wire
from chalicelib.core.errors import Stale
from chalicelib.core.values import replace
from chalicelib.sla.calculator import Span, spans
from chalicelib.sla.model import Clock, Clocks, Policy, to_targets
from chalicelib.sla.store import SlaStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.tickets.service import TicketsService

# Of a ticket that lasts for years, the latest are told.
MOST_SPANS = 200


class SlaService:
    def __init__(
        self,
        *,
        store: SlaStore,
        tickets: TicketsService,
        calendars: CalendarsService,
        audit: Audit,
        clock: Now,
    ) -> None:
        self._store = store
        self._tickets = tickets
        self._calendars = calendars
        self._audit = audit
        self._clock = clock

    def policy(self, desk: Desk) -> Policy:
        return self._store.policy(desk)

    def change(self, desk: Desk, *, version: int, values: Mapping[str, Any]) -> Policy:
        """`values` as the contract `change_sla` has them; a priority that is not named stays."""
        before = self._store.policy(desk, consistent=True)
        if before.version != version:
            raise Stale("It was changed in the meantime.")
        targets = {**before.targets, **to_targets(values.get("targets", {}))}
        percent = values.get("warn_percent", before.warn_percent)
        keeping = self._store.keeping(desk, replace(before, targets=targets, warn_percent=percent))
        detail = {"fields": ",".join(sorted(values))}
        try:
            self._audit.write(desk, keeping, action="sla.changed", on=desk.merchant, detail=detail)
        except writes.ConditionFailed as error:
            raise Stale("It was changed in the meantime.") from error
        return self._store.policy(desk, consistent=True)

    def clocks(self, desk: Desk, *, ticket: str) -> list[dict[str, Any]]:
        """Each of a ticket's clocks with the time that it counted, and why the rest does not count."""
        found = self._tickets.get(desk, ticket=ticket)
        clocks = self._store.clocks(desk, found.id)
        calendar = self._calendars.calendar(desk)
        return [
            self._wire(clock, clocks, calendar)
            for clock in clocks.clocks.values()
            if clock.minutes is not None
        ]

    def _wire(self, clock: Clock, clocks: Clocks, calendar: Calendar) -> dict[str, Any]:
        until = clock.met or max(self._clock(), clock.started)
        told = spans(calendar, clock.started, until, clocks.pauses)
        counted = sum((each.end - each.start for each in told if each.counted), timedelta())
        return {
            "target": str(clock.target),
            "state": str(clock.state(paused=clocks.paused)),
            "warned": clock.warned is not None,
            "met": clock.met is not None,
            "due_at": _time(clock.due),
            "warn_at": _time(clock.warn),
            "started_at": to_wire(clock.started),
            "met_at": _time(clock.met),
            "warned_at": _time(clock.warned),
            "breached_at": _time(clock.breached),
            "target_min": clock.minutes,
            "counted_s": int(counted.total_seconds()),
            "spans": [
                _span(each, running=_runs(each, clock, until)) for each in told[-MOST_SPANS:]
            ],
            "more": len(told) > MOST_SPANS,
        }


def _runs(span: Span, clock: Clock, until: datetime) -> bool:
    return clock.met is None and span.end == until


def _span(span: Span, *, running: bool) -> dict[str, Any]:
    return {
        "from": to_wire(span.start),
        "to": None if running else to_wire(span.end),
        "counted": span.counted,
        "reason": str(span.reason),
        "name": span.name or None,
    }


def _time(at: datetime | None) -> str | None:
    return to_wire(at) if at else None
