"""Working time on a business calendar: pure, and held against a minute-by-minute oracle by test.

Time counts while the calendar is open and no pause lies over it. A pause that has no end yet lasts
for ever; under one, a target that was not reached before is never due.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from chalicelib.calendars.model import Calendar, Stretch, Why
from chalicelib.core.values import Value, replace

# A target that lies further ahead is not due at all: a bound for the work of looking.
HORIZON = timedelta(days=3653)
FOREVER = datetime.max.replace(tzinfo=UTC)


class Reason(StrEnum):
    """Why time counts or does not."""

    OPEN = "open"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    OWN_DAY = "own_day"
    PENDING = "pending"
    RESOLVED = "resolved"


class Pause(Value, frozen=True):
    start: datetime
    end: datetime | None = None
    reason: Reason = Reason.PENDING

    @property
    def until(self) -> datetime:
        return self.end or FOREVER


class Span(Value, frozen=True):
    """Time of one kind; `name` is that of the holiday or own day that closes it."""

    start: datetime
    end: datetime
    reason: Reason
    name: str = ""

    @property
    def counted(self) -> bool:
        return self.reason is Reason.OPEN


def due(
    calendar: Calendar, start: datetime, target: timedelta, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The first instant at which the target's time has passed; None while a pause stands before it."""
    left = target
    for span in _spans(calendar, start, pauses):
        if span.end is FOREVER or span.start - start > HORIZON:
            return None
        if not span.counted:
            continue
        if span.end - span.start >= left:
            return span.start + left
        left -= span.end - span.start
    raise AssertionError("time does not end")


def elapsed(
    calendar: Calendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()
) -> timedelta:
    """The time that counts between two instants."""
    counted = (each for each in spans(calendar, start, end, pauses) if each.counted)
    return sum((each.end - each.start for each in counted), timedelta())


def spans(
    calendar: Calendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()
) -> list[Span]:
    """All time between two instants, counted or not, with the reason; neighbours of a kind are one."""
    merged: list[Span] = []
    for span in takewhile(lambda each: each.start < end, _spans(calendar, start, pauses)):
        last, until = merged[-1] if merged else None, min(span.end, end)
        if last and (last.reason, last.name) == (span.reason, span.name):
            merged[-1] = replace(last, end=until)
        else:
            merged.append(replace(span, end=until))
    return merged


def _spans(calendar: Calendar, start: datetime, pauses: Sequence[Pause]) -> Iterator[Span]:
    """The calendar's stretches from `start` on, cut where pauses begin and end."""
    at = start
    for pause in _in_order(start, pauses):
        if at < pause.start:
            yield from _between(calendar, at, pause.start)
        yield Span(max(at, pause.start), pause.until, pause.reason)
        at = pause.until
        if at is FOREVER:
            return
    yield from map(_span, calendar.stretches(at))


def _in_order(start: datetime, pauses: Sequence[Pause]) -> Iterator[Pause]:
    """Pauses that lie after `start`, one after another; of two that overlap the first goes on."""
    at = start
    for pause in sorted(pauses, key=lambda each: each.start):
        if at < pause.until:
            yield replace(pause, start=max(at, pause.start))
            at = pause.until


def _between(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Span]:
    for stretch in calendar.stretches(start):
        if stretch.end >= end:
            yield _span(replace(stretch, end=end))
            return
        yield _span(stretch)


_CLOSED = {Why.HOLIDAY: Reason.HOLIDAY, Why.OWN_DAY: Reason.OWN_DAY}


def _span(stretch: Stretch) -> Span:
    if stretch.open:
        return Span(stretch.start, stretch.end, Reason.OPEN)
    reason = _CLOSED.get(stretch.why, Reason.CLOSED)
    name = stretch.name if reason is not Reason.CLOSED else ""
    return Span(stretch.start, stretch.end, reason, name)
