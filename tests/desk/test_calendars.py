"""A merchant's calendar as it is kept."""

from datetime import date
from typing import Any

import pytest

from chalicelib.core.errors import Stale
from chalicelib.core.ids import MerchantId
from chalicelib.table import keys
from chalicelib.wiring import House
from tests.desk.standing import NewMerchant, desk_of

CLOSING = {"own_days": [{"date": "2026-03-03", "intervals": [], "name": "Grandmother's birthday"}]}


def test_a_new_merchant_is_always_open_in_its_own_time_zone(
    house: House, merchant: MerchantId
) -> None:
    desk = desk_of(merchant)
    with desk.open():
        calendar = house.calendars.calendar(desk)

    assert (calendar.time_zone, calendar.version) == ("Asia/Shanghai", 1)
    assert calendar.is_open(house.clock())


def test_a_calendar_is_changed_part_by_part_and_audited(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        first = house.calendars.change(desk, version=1, values={"holidays": "CN"})
        second = house.calendars.change(desk, version=2, values=CLOSING)
        third = house.calendars.change(desk, version=3, values={"holidays": None})
        entry = house.audit.page(desk).items[0]

    assert (first.holidays, first.version) == ("CN", 2)
    assert (second.holidays, second.own_days[date(2026, 3, 3)].intervals) == ("CN", ())
    assert (third.holidays, third.own_days, third.version) == (None, second.own_days, 4)
    assert (entry.action, entry.detail) == ("calendar.changed", {"fields": "holidays"})


@pytest.mark.parametrize("version", [1, 3])
def test_a_stale_change_is_refused(house: House, merchant: MerchantId, version: int) -> None:
    desk = desk_of(merchant)
    with desk.open():
        house.calendars.change(desk, version=1, values={"holidays": "CN"})
        with pytest.raises(Stale):
            house.calendars.change(desk, version=version, values={"holidays": "US"})

        assert house.calendars.calendar(desk).holidays == "CN"


def test_names_of_own_days_lie_sealed(house: House, merchant: MerchantId, dynamodb: Any) -> None:
    desk = desk_of(merchant)
    with desk.open():
        house.calendars.change(desk, version=1, values=CLOSING)
        key = keys.calendar(desk)
    found = dynamodb.get_item(TableName="ledger", Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}})

    assert "Grandmother" not in str(found["Item"])


def test_calendars_are_each_merchants_own(house: House, new_merchant: NewMerchant) -> None:
    one, two = desk_of(new_merchant()), desk_of(new_merchant())
    with one.open():
        house.calendars.change(one, version=1, values=CLOSING)
    with two.open():
        assert house.calendars.calendar(two).own_days == {}


def test_a_preview_says_of_each_day_why(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        house.calendars.change(desk, version=1, values={"holidays": "CN", **CLOSING})
        _, now, today = house.calendars.preview(desk, first=None, days=2, locale="en")
        _, _, golden = house.calendars.preview(desk, first=date(2026, 9, 30), days=2, locale="en")
        _, _, last = house.calendars.preview(desk, first=date.max, days=9, locale="en")

    assert now == house.clock()
    assert [(day.date.day, str(day.why)) for day in today] == [(2, "weekday"), (3, "own_day")]
    assert [(str(day.why), day.name) for day in golden] == [
        ("weekday", ""),
        ("holiday", "National Day"),
    ]
    assert len(last) == 9
