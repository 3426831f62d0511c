"""The room that measures working time: business calendars."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.talking import Talking

if TYPE_CHECKING:
    from chalicelib.calendars.service import CalendarsService


class Timing(Talking):
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
