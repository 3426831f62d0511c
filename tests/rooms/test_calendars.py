"""A business calendar: what is open, why, and what is refused."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.calendars.model import WEEKDAYS, Calendar, OwnDay, Why, always_open
from chalicelib.calendars.public_days import countries, public_days
from chalicelib.calendars.rules import changed
from chalicelib.core.errors import Invalid

OFFICE = [["09:00", "12:00"], ["13:30", "18:00"]]
CLOSED: list[list[str]] = []
WEEK = {name: OFFICE if name not in {"sat", "sun"} else CLOSED for name in WEEKDAYS}


def office(**values: Any) -> Calendar:
    plain = {"time_zone": "Asia/Shanghai", "week": WEEK, "holidays": "CN"}
    return changed(always_open("UTC"), {**plain, **values})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


def why(calendar: Calendar, text: str) -> tuple[Why, bool]:
    day = calendar.day(date.fromisoformat(text))
    return day.why, bool(day.intervals)


def test_china_works_on_the_weekends_that_make_up_for_its_holidays() -> None:
    calendar = office()

    assert why(calendar, "2026-10-01") == (Why.HOLIDAY, False)
    assert why(calendar, "2026-09-20") == (Why.MAKE_UP, True)  # a Sunday
    assert why(calendar, "2026-10-10") == (Why.MAKE_UP, True)  # a Saturday
    assert why(calendar, "2026-10-11") == (Why.WEEKDAY, False)
    assert why(office(holidays=None), "2026-10-10") == (Why.WEEKDAY, False)


def test_a_make_up_day_has_the_hours_of_the_weekday_that_is_named() -> None:
    short = office(week={**WEEK, "fri": [["09:00", "11:00"]]}, makeup_as="fri")

    assert short.day(date(2026, 10, 10)).intervals == ((540, 660),)


def test_an_own_day_goes_before_holiday_and_make_up_day() -> None:
    own = [
        {"date": "2026-10-01", "intervals": OFFICE, "name": "Open all the same"},
        {"date": "2026-10-10", "intervals": []},
    ]
    calendar = office(own_days=own)

    assert why(calendar, "2026-10-01") == (Why.OWN_DAY, True)
    assert why(calendar, "2026-10-10") == (Why.OWN_DAY, False)


def test_what_is_open_now_and_when_it_opens_next() -> None:
    calendar = office()

    assert calendar.is_open(at("2026-03-02T09:00"))
    assert not calendar.is_open(at("2026-03-02T12:00"))
    assert calendar.next_open(at("2026-03-02T12:00")) == at("2026-03-02T13:30")
    assert calendar.next_open(at("2026-03-02T13:45")) == at("2026-03-02T13:45")
    # Golden week: from the evening before to the Thursday after.
    assert calendar.next_open(at("2026-09-30T18:00")) == at("2026-10-08T09:00")


def test_who_is_closed_for_a_year_opens_at_no_time_that_can_be_told() -> None:
    first = date(2026, 3, 2)
    days = [first + timedelta(days=n) for n in range(400)]
    closed = Calendar("UTC", {"mon": ((0, 60),)}, own_days={day: OwnDay(day, ()) for day in days})

    assert closed.next_open(at("2026-03-02T09:00")) is None


def test_names_of_holidays_come_in_the_language_asked_for_or_the_countrys_own() -> None:
    first = date(2026, 10, 1)

    assert public_days("CN", 2026, "zh").holidays[first] == "国庆节"
    assert public_days("CN", 2026, "en").holidays[first] == "National Day"
    assert public_days("US", 2026, "zh").holidays[date(2026, 12, 25)] == "Christmas Day"
    assert {"CN", "US", "DE", "JP"} <= countries()


@pytest.mark.parametrize("country", ["CN", "US", "BN", "ID", "SA"])
def test_years_that_nobody_knows_have_no_holidays_and_no_fault(country: str) -> None:
    for year in (1, 1800, 2200, 9999):
        assert public_days(country, year, "en").made_up == frozenset()


@pytest.mark.parametrize(
    ("values", "pointer", "rule"),
    [
        ({"week": dict.fromkeys(WEEKDAYS, CLOSED)}, "/week", "open_hours"),
        ({"week": {**dict.fromkeys(WEEKDAYS, CLOSED), "mon": [["09:00", "09:59"]]}}, "/week", "open_hours"),
        ({"week": {**WEEK, "tue": [["12:00", "09:00"]]}}, "/week/tue", "interval"),
        ({"week": {**WEEK, "tue": [["09:00", "09:00"]]}}, "/week/tue", "interval"),
        ({"week": {**WEEK, "tue": [["09:00", "12:00"], ["11:59", "18:00"]]}}, "/week/tue", "overlap"),
        ({"week": {**WEEK, "tue": [["13:00", "18:00"], ["09:00", "12:00"]]}}, "/week/tue", "overlap"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone", "zone"),
        ({"holidays": "ZZ"}, "/holidays", "country"),
        ({"own_days": [{"date": "2026-02-30", "intervals": []}]}, "/own_days/0/date", "date"),
        ({"own_days": [{"date": "2026-02-03", "intervals": []}] * 2}, "/own_days/1/date", "twice"),
        (
            {"own_days": [{"date": "2026-02-03", "intervals": [["24:00", "24:00"]]}]},
            "/own_days/0/intervals",
            "interval",
        ),
    ],
)  # fmt: skip
def test_a_calendar_that_makes_no_sense_is_refused(
    values: dict[str, Any], pointer: str, rule: str
) -> None:
    with pytest.raises(Invalid) as refused:
        office(**values)

    assert refused.value.extra == {"pointer": pointer, "rule": rule}


def test_a_calendar_reads_as_it_was_written() -> None:
    own = [{"date": "2026-12-31", "intervals": [["09:00", "24:00"]], "name": "年终盘点"}]
    calendar = office(own_days=own)

    assert (calendar.wire()["week"], calendar.wire()["own_days"]) == (WEEK, own)
