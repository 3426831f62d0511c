"""What a calendar must be to be kept: every target measured on it comes to an end."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from chalicelib.calendars.model import WEEKDAYS, Calendar, Intervals, OwnDay, to_intervals
from chalicelib.calendars.public_days import countries
from chalicelib.core.errors import Invalid
from chalicelib.core.values import replace
from chalicelib.merchants.model import check_time_zone

# With less, a target of a month would lie decades ahead.
LEAST_OPEN_MINUTES = 60


def changed(calendar: Calendar, values: Mapping[str, Any]) -> Calendar:
    """The calendar with what the contract `change_calendar` names, checked as a whole."""
    after = replace(calendar, **{name: _read(name, value) for name, value in values.items()})
    check_time_zone(after.time_zone)
    for name in WEEKDAYS:
        _check(after.week.get(name, ()), f"/week/{name}")
    for n, own in enumerate(values.get("own_days", ())):
        _check(to_intervals(own["intervals"]), f"/own_days/{n}/intervals")
    if after.holidays is not None and after.holidays not in countries():
        raise Invalid(
            "No public holidays are known of that country.", pointer="/holidays", rule="country"
        )
    _check_opens(after)
    return after


def _read(name: str, value: Any) -> Any:
    if name == "week":
        return {day: to_intervals(intervals) for day, intervals in value.items()}
    return _own_days(value) if name == "own_days" else value


def _own_days(values: Iterable[Mapping[str, Any]]) -> dict[date, OwnDay]:
    found: dict[date, OwnDay] = {}
    for n, value in enumerate(values):
        day = read_date(value["date"], f"/own_days/{n}/date")
        if day in found:
            raise Invalid("A date stands there twice.", pointer=f"/own_days/{n}/date", rule="twice")
        found[day] = OwnDay(day, to_intervals(value["intervals"]), value.get("name", ""))
    return found


def read_date(text: str, pointer: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("There is no such date.", pointer=pointer, rule="date") from error


def _check(intervals: Intervals, pointer: str) -> None:
    if any(start >= end for start, end in intervals):
        raise Invalid("An interval ends before it begins.", pointer=pointer, rule="interval")
    if any(end > start for (_, end), (start, _) in pairwise(intervals)):
        raise Invalid("Intervals follow each other in order.", pointer=pointer, rule="overlap")


def _check_opens(calendar: Calendar) -> None:
    minutes = sum(end - start for day in calendar.week.values() for start, end in day)
    if minutes < LEAST_OPEN_MINUTES:
        raise Invalid(
            "A week needs an open hour at the least, or no target would ever be reached.",
            pointer="/week",
            rule="open_hours",
        )
