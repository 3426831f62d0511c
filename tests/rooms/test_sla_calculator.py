"""The calculator against an oracle that walks minute by minute and knows nothing of intervals' ends.

The oracle asks of every minute: what does the clock on the wall show, is it within the day's hours,
does a pause lie over it? Zones are chosen for what they do to clocks; each case lies near one of
their changes, a holiday or a make-up day.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from chalicelib.calendars.model import WEEKDAYS, Calendar, Intervals, OwnDay, always_open
from chalicelib.sla.calculator import Pause, Reason, due, elapsed, spans

CASES = 10_000
MS, MINUTE, HOUR = timedelta(milliseconds=1), timedelta(minutes=1), timedelta(hours=1)
BEFORE, AFTER, HORIZON = 36 * 60, 12 * 60, 3 * 24 * 60
# Zone → days on which something happens there (or near).
ZONES = {
    "Asia/Shanghai": ["2026-02-14", "2026-02-28", "2026-05-01", "2026-09-20", "2026-10-10"],
    "Europe/Berlin": ["2026-03-29", "2026-10-25", "2026-12-25"],
    "America/New_York": ["2026-03-08", "2026-11-01", "2026-07-04"],
    "Australia/Lord_Howe": ["2026-04-05", "2026-10-04"],  # by half an hour
    "America/Havana": ["2026-03-08", "2026-11-01"],  # at midnight, forward
    "Africa/Cairo": ["2026-04-24", "2026-10-30"],  # at midnight, both ways
    "America/Santiago": ["2026-04-05", "2026-09-06"],  # at midnight, the day before repeats an hour
    "Asia/Kathmandu": ["2026-01-01"],  # a quarter of an hour off
    "Pacific/Apia": ["2011-12-30"],  # a day that never was
    "America/Caracas": ["2016-05-01"],  # by half an hour, once
}
COUNTRIES = {"Asia/Shanghai": "CN", "Europe/Berlin": "DE", "America/New_York": "US"}
Case = tuple[Calendar, datetime, list[Pause], int, str]


@cache
def walls(zone: str, day: str) -> list[tuple[date, int]]:
    """What the clocks of a zone show, minute by minute, around a day: date and minute of the day."""
    noon, known = noon_of(day), ZoneInfo(zone)
    shown = ((noon + n * MINUTE).astimezone(known) for n in range(-BEFORE, HORIZON + AFTER))
    return [(wall.date(), wall.hour * 60 + wall.minute) for wall in shown]


def noon_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), UTC)


@cache
def minutes_of(intervals: Intervals) -> list[bool]:
    return [any(first <= n < last for first, last in intervals) for n in range(1440)]


def oracle(case: Case) -> tuple[datetime | None, int]:
    """The end of the minute that reaches the target, if within the horizon; and minutes counted."""
    calendar, start, pauses, target, day = case
    first = BEFORE + (start - noon_of(day)) // MINUTE
    opens: dict[date, list[bool]] = {}
    counted = 0
    for n, (wall, minute) in enumerate(walls(calendar.time_zone, day)[first : first + HORIZON]):
        if wall not in opens:
            opens[wall] = minutes_of(calendar.day(wall).intervals)
        if opens[wall][minute] and not (pauses and paused(pauses, start + n * MINUTE)):
            counted += 1
            if counted == target:
                return start + (n + 1) * MINUTE, counted
    return None, counted


def paused(pauses: list[Pause], at: datetime) -> bool:
    return any(pause.start <= at < pause.until for pause in pauses)


def some_intervals(chance: random.Random) -> Intervals:
    """Among them days without any, around the clock, touching ones and ones about midnight."""
    edges = sorted(
        chance.sample(range(0, 1441, chance.choice((1, 15, 60))), 2 * chance.randint(1, 3))
    )
    made = tuple(zip(edges[::2], edges[1::2], strict=True))
    return chance.choice(
        ((), ((0, 1440),), ((0, 90), (90, 180)), ((1380, 1440),), made, made, made)
    )


def some_calendar(chance: random.Random, zone: str, day: date) -> Calendar:
    week = {name: some_intervals(chance) for name in WEEKDAYS}
    week[chance.choice(WEEKDAYS)] = ((540, 720), (780, 1080))
    own = {}
    for _ in range(chance.randint(0, 2)):
        when = day + timedelta(days=chance.randint(-1, 4))
        own[when] = OwnDay(when, some_intervals(chance), "own")
    country = COUNTRIES.get(zone) if chance.random() < 0.7 else None
    return Calendar(zone, week, country, chance.choice(WEEKDAYS), own)


def some_pauses(chance: random.Random, start: datetime) -> list[Pause]:
    pauses = []
    for _ in range(chance.choice((0, 0, 1, 2, 3))):
        begin = start + chance.randint(-120, 3 * 24 * 60) * MINUTE
        end = begin + chance.randint(0, 2000) * MINUTE
        pauses.append(Pause(begin, None if chance.random() < 0.1 else end))
    return pauses


def some_cases(count: int) -> Iterator[Case]:
    chance = random.Random(20260302)  # noqa: S311 - the same cases each time
    for _ in range(count):
        zone = chance.choice(list(ZONES))
        day = chance.choice(ZONES[zone])
        start = noon_of(day) + chance.randint(-BEFORE, AFTER) * MINUTE
        calendar = some_calendar(chance, zone, date.fromisoformat(day))
        target = chance.choice((1, 15, chance.randint(1, 300), chance.randint(300, 1500)))
        yield calendar, start, some_pauses(chance, start), target, day


def test_due_and_elapsed_agree_with_the_oracle_in_ten_thousand_cases() -> None:
    reached = 0
    for case in some_cases(CASES):
        calendar, start, pauses, target, _ = case
        found = due(calendar, start, target * MINUTE, pauses)
        expected, counted = oracle(case)
        end = expected or start + HORIZON * MINUTE
        reached += expected is not None

        assert found == expected or (expected is None and found is not None and found > end), case
        assert elapsed(calendar, start, end, pauses) == counted * MINUTE, case
    assert reached > CASES / 2


def test_spans_tell_of_all_time_without_gaps_and_sum_up_to_what_elapsed() -> None:
    for calendar, start, pauses, _, _ in some_cases(300):
        end = start + HORIZON * MINUTE
        told = spans(calendar, start, end, pauses)

        assert (told[0].start, told[-1].end) == (start, end)
        assert all(one.end == two.start for one, two in pairwise(told))
        assert all((a.reason, a.name) != (b.reason, b.name) for a, b in pairwise(told))
        counted = sum((each.end - each.start for each in told if each.counted), timedelta())
        assert counted == elapsed(calendar, start, end, pauses)


def test_due_is_exact_to_the_millisecond_and_the_earliest_instant() -> None:
    chance = random.Random(7)  # noqa: S311
    for calendar, start, pauses, target, _ in some_cases(1_000):
        odd, wanted = start + chance.randint(0, 59_999) * MS, target * MINUTE + MS
        found = due(calendar, odd, wanted, pauses)
        if found is not None:
            assert elapsed(calendar, odd, found, pauses) == wanted
            assert elapsed(calendar, odd, found - MS, pauses) == wanted - MS


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def hours(zone: str, *days: str, country: str | None = None) -> Calendar:
    week = {name: ((540, 720), (810, 1080)) if name in days else () for name in WEEKDAYS}
    return Calendar(zone, week, country)


WORKING = ("mon", "tue", "wed", "thu", "fri")


def test_lunch_nights_and_weekends_do_not_count() -> None:
    calendar = hours("Asia/Shanghai", *WORKING)

    # Friday 11:30: half an hour, the afternoon's four and a half, and three on Monday.
    assert due(calendar, at("2026-03-06T11:30+08:00"), 8 * HOUR) == at("2026-03-09T12:00+08:00")


def test_a_saturday_that_is_made_up_counts_and_the_holiday_does_not() -> None:
    calendar = hours("Asia/Shanghai", *WORKING, country="CN")
    # The Spring Festival of 2026 runs to Monday the 23rd, and is worked for on Saturday the 28th.
    friday = at("2026-02-27T17:00+08:00")

    assert due(calendar, friday, 2 * HOUR) == at("2026-02-28T10:00+08:00")
    holiday = spans(calendar, at("2026-02-16T09:00+08:00"), at("2026-02-16T18:00+08:00"))
    assert [(each.reason, each.name != "") for each in holiday] == [(Reason.HOLIDAY, True)]


@pytest.mark.parametrize(
    ("zone", "day", "worked"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("Africa/Cairo", "2026-04-24", 23),
        ("America/Santiago", "2026-04-04", 25),
        ("Asia/Shanghai", "2026-03-29", 24),
    ],
)
def test_a_day_around_the_clock_is_as_long_as_it_was(zone: str, day: str, worked: float) -> None:
    known, first = ZoneInfo(zone), date.fromisoformat(day)
    calendar = Calendar(zone, {WEEKDAYS[first.weekday()]: ((0, 1440),)})
    noon = datetime.combine(first, time(12), known).astimezone(UTC)

    assert elapsed(calendar, noon - 30 * HOUR, noon + 30 * HOUR) == worked * HOUR


def test_a_pause_without_an_end_leaves_nothing_due_unless_it_was_reached_before() -> None:
    start = at("2026-03-02T08:00+00:00")
    calendar, pause = always_open("UTC"), [Pause(start + HOUR)]

    assert due(calendar, start, HOUR, pause) == start + HOUR
    assert due(calendar, start, HOUR + MS, pause) is None
    assert elapsed(calendar, start, start + 99 * HOUR, pause) == HOUR


def test_pauses_that_overlap_are_taken_out_once() -> None:
    start = at("2026-03-02T08:00+00:00")
    pauses = [Pause(start + HOUR, start + 4 * HOUR), Pause(start + 2 * HOUR, start + 3 * HOUR)]

    assert due(always_open("UTC"), start, 2 * HOUR, pauses) == start + 5 * HOUR
