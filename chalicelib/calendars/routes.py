from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.calendars.model import Day, preview_wire
from chalicelib.calendars.rules import read_date
from chalicelib.core.errors import Invalid
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Routes, versioned

if TYPE_CHECKING:
    from chalicelib.calendars.service import CalendarsService

routes: Routes[CalendarsService] = Routes("calendars")
MOST_DAYS = 92


@routes.get("/calendar", who=Right.READ)
def read_calendar(calendars: CalendarsService, asked: Asked) -> Answer:
    return versioned(calendars.calendar(asked.desk).wire())


@routes.patch("/calendar", who=Right.SETTINGS, body="change_calendar")
def change_calendar(calendars: CalendarsService, asked: Asked) -> Answer:
    changed = calendars.change(asked.desk, version=asked.version, values=asked.body)
    return versioned(changed.wire())


@routes.get("/calendar/preview", who=Right.READ, query=("from", "days", "locale"))
def preview_calendar(calendars: CalendarsService, asked: Asked) -> Answer:
    """Each day's hours and why they are so; `from` is today where it is left out."""
    first = asked.query.get("from")
    calendar, now, days = calendars.preview(
        asked.desk,
        first=read_date(first, "/query/from") if first else None,
        days=_days(asked.query.get("days", "14")),
        locale=asked.query.get("locale", ""),
    )
    return Answer({**preview_wire(calendar, now), "items": [Day.wire(day) for day in days]})


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_DAYS):
        raise Invalid(f"1 to {MOST_DAYS}.", pointer="/query/days", rule="range")
    return int(text)
