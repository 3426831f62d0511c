"""A merchant's business calendar: when its people work, and why a day is as it is.

Open means that the clock on the wall shows a time within one of the day's intervals. So an hour that
daylight saving repeats counts twice, and one that it leaves out not at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from chalicelib.calendars.public_days import public_days
from chalicelib.core.clock import to_wire, zone_of
from chalicelib.core.values import Value, field

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60
LOOK_AHEAD = timedelta(days=366)
# The version of what nobody has set yet.
UNSET = 1
_DAY = timedelta(days=1)

# Minutes after midnight, the end not included; 1440 is the end of the day.
Interval = tuple[int, int]
Intervals = tuple[Interval, ...]


class Why(StrEnum):
    """What a day's hours come from."""

    WEEKDAY = "weekday"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    OWN_DAY = "own_day"


class OwnDay(Value, frozen=True):
    """The merchant's own word on a date; it overrides all else."""

    date: date
    intervals: Intervals
    name: str = ""

    def wire(self) -> dict[str, Any]:
        intervals = intervals_wire(self.intervals)
        return {"date": self.date.isoformat(), "intervals": intervals, "name": self.name}


class Day(Value, frozen=True):
    date: date
    intervals: Intervals
    why: Why
    name: str = ""

    def wire(self) -> dict[str, Any]:
        return {
            "date": self.date.isoformat(),
            "weekday": WEEKDAYS[self.date.weekday()],
            "intervals": intervals_wire(self.intervals),
            "reason": str(self.why),
            "name": self.name or None,
        }


class Stretch(Value, frozen=True):
    """Time of one kind: open, or closed, on a day that is as it is for one reason."""

    start: datetime
    end: datetime
    open: bool
    why: Why
    name: str = ""


class Calendar(Value, frozen=True):
    """`locale` is the language of public holidays' names; the calendar itself has none."""

    time_zone: str
    week: Mapping[str, Intervals]
    holidays: str | None = None
    makeup_as: str = "mon"
    own_days: Mapping[date, OwnDay] = field(default_factory=dict)
    version: int = UNSET
    locale: str = ""

    def day(self, date_: date) -> Day:
        """Own days go before public ones, and those before the week."""
        if own := self.own_days.get(date_):
            return Day(date_, own.intervals, Why.OWN_DAY, own.name)
        if self.holidays:
            public = public_days(self.holidays, date_.year, self.locale)
            if date_ in public.holidays:
                return Day(date_, (), Why.HOLIDAY, public.holidays[date_])
            if date_ in public.made_up:
                return Day(date_, self.week.get(self.makeup_as, ()), Why.MAKE_UP)
        return Day(date_, self.week.get(WEEKDAYS[date_.weekday()], ()), Why.WEEKDAY)

    def is_open(self, at: datetime) -> bool:
        return next(self.stretches(at)).open

    def next_open(self, at: datetime) -> datetime | None:
        """`at` itself where it is open then; None where nothing opens for a year."""
        for stretch in self.stretches(at):
            if stretch.open:
                return stretch.start
            if stretch.end - at > LOOK_AHEAD:
                return None
        raise AssertionError("time does not end")

    def stretches(self, start: datetime) -> Iterator[Stretch]:
        """All time from an instant on, without gaps, open and closed."""
        for low, high, offset in _steady(zone_of(self.time_zone), start.astimezone(UTC)):
            local, end = low + offset, high + offset
            while local < end:
                midnight = datetime.combine(local.date(), time.min, UTC)
                until = min(end, midnight + _DAY)
                for piece in _pieces(self.day(local.date()), midnight, local, until):
                    yield _moved(piece, offset)
                local = until

    def wire(self) -> dict[str, Any]:
        return {
            "time_zone": self.time_zone,
            "week": {name: intervals_wire(self.week.get(name, ())) for name in WEEKDAYS},
            "holidays": self.holidays,
            "makeup_as": self.makeup_as,
            "own_days": [self.own_days[day].wire() for day in sorted(self.own_days)],
            "version": self.version,
        }


def always_open(time_zone: str) -> Calendar:
    """A merchant's calendar before anybody has set one."""
    return Calendar(time_zone, dict.fromkeys(WEEKDAYS, ((0, MIDNIGHT),)))


def intervals_wire(intervals: Sequence[Interval]) -> list[list[str]]:
    return [[f"{at // 60:02d}:{at % 60:02d}" for at in interval] for interval in intervals]


def to_intervals(wire: Sequence[Sequence[str]]) -> Intervals:
    return tuple((_minutes(start), _minutes(end)) for start, end in wire)


def preview_wire(calendar: Calendar, at: datetime) -> dict[str, Any]:
    opens = calendar.next_open(at)
    return {"open": opens == at, "next_open": to_wire(opens) if opens else None}


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _steady(zone: tzinfo, start: datetime) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """Time cut into pieces of a day at most in which the zone's clocks are not changed."""
    while True:
        high = start + _DAY
        offset, after = _offset(zone, start), _offset(zone, high)
        if offset != after:
            high = _turn(zone, start, offset)
        yield start, high, offset
        start = high


def _offset(zone: tzinfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _turn(zone: tzinfo, start: datetime, offset: timedelta) -> datetime:
    """The second of the day after `start` from which another offset is in force."""
    base = start.replace(microsecond=0)
    low, high = 0, 86_401
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, base + timedelta(seconds=middle)) == offset:
            low = middle
        else:
            high = middle
    return base + timedelta(seconds=high)


def _pieces(day: Day, midnight: datetime, start: datetime, end: datetime) -> Iterator[Stretch]:
    """The part of a day from `start` to `end`, by its own clock."""
    at = start
    for first, last in day.intervals:
        opens = max(midnight + timedelta(minutes=first), start)
        closes = min(midnight + timedelta(minutes=last), end)
        if opens >= closes:
            continue
        if at < opens:
            yield Stretch(at, opens, open=False, why=day.why, name=day.name)
        yield Stretch(opens, closes, open=True, why=day.why, name=day.name)
        at = closes
    if at < end:
        yield Stretch(at, end, open=False, why=day.why, name=day.name)


def _moved(piece: Stretch, offset: timedelta) -> Stretch:
    start, end = piece.start - offset, piece.end - offset
    return Stretch(start, end, piece.open, piece.why, piece.name)
