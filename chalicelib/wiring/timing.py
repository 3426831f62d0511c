"""The rooms that measure time: business calendars, and what is due."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.rooms import Rooms

if TYPE_CHECKING:
    from chalicelib.calendars.service import CalendarsService
    from chalicelib.due.service import DueService


class Timing(Rooms):
    @cached_property
    def calendars(self) -> CalendarsService:
        from chalicelib.calendars.service import CalendarsService
        from chalicelib.calendars.store import CalendarStore

        return CalendarsService(
            store=CalendarStore(vault=self.vault),
            merchants=self.merchants,
            audit=self.audit,
            clock=self.clock,
        )

    @cached_property
    def due(self) -> DueService:
        from chalicelib.due.service import DueService
        from chalicelib.due.store import DueStore

        return DueService(store=DueStore(), clock=self.clock)
