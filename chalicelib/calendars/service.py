"""A merchant's business calendar: always open until its people say otherwise."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.calendars.model import Calendar, Day, always_open
from chalicelib.calendars.rules import changed
from chalicelib.calendars.store import CalendarStore
from chalicelib.core.clock import Clock, zone_of
from chalicelib.core.errors import Stale
from chalicelib.core.values import replace
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class CalendarsService:
    def __init__(
        self, *, store: CalendarStore, merchants: MerchantsService, audit: Audit, clock: Clock
    ) -> None:
        self._store = store
        self._merchants = merchants
        self._audit = audit
        self._clock = clock

    def calendar(self, desk: Desk, *, consistent: bool = False) -> Calendar:
        found = self._store.find(desk, consistent=consistent)
        return found or always_open(self._merchants.merchant(desk).time_zone)

    def change(self, desk: Desk, *, version: int, values: Mapping[str, Any]) -> Calendar:
        """`values` as the contract `change_calendar` has them; what is not named stays."""
        before = self.calendar(desk, consistent=True)
        if before.version != version:
            raise Stale("It was changed in the meantime.")
        keeping = self._store.keeping(desk, changed(before, values))
        detail = {"fields": ",".join(sorted(values))}
        try:
            self._audit.write(
                desk, keeping, action="calendar.changed", on=desk.merchant, detail=detail
            )
        except writes.ConditionFailed as error:
            raise Stale("It was changed in the meantime.") from error
        return self.calendar(desk, consistent=True)

    def preview(
        self, desk: Desk, *, first: date | None, days: int, locale: str
    ) -> tuple[Calendar, datetime, list[Day]]:
        """What is open on each day and why, and the moment that it was asked at."""
        calendar = replace(self.calendar(desk), locale=locale)
        now = self._clock()
        first = first or now.astimezone(zone_of(calendar.time_zone)).date()
        last = min(first, date.max - timedelta(days=days))
        return (
            calendar,
            now.astimezone(UTC),
            [calendar.day(last + timedelta(days=n)) for n in range(days)],
        )
