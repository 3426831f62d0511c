import threading
from typing import Any

import pytest

from chalicelib.core.errors import Invalid, NotFound, Stale
from chalicelib.core.ids import MerchantId
from chalicelib.merchants.model import new_widget_key
from chalicelib.table import guard, keys
from chalicelib.wiring import House
from tests.desk.standing import ORIGIN, NewMerchant, desk_of


def test_a_new_merchant_has_settings_and_a_closed_widget(
    house: House, merchant: MerchantId
) -> None:
    desk = desk_of(merchant)
    with desk.open():
        made, widget = house.merchants.merchant(desk), house.merchants.widget(desk)

    assert (made.name, made.locale, made.time_zone, made.version) == (
        "青竹里",
        "zh",
        "Asia/Shanghai",
        1,
    )
    assert set(made.greeting) == {"zh", "en"}
    assert widget.allowed_origins == ()
    assert widget.wire(origin=ORIGIN)["snippet"] == (
        f'<script async src="https://desk.example/v1.js" data-key="{widget.key}"></script>'
    )


def test_settings_change_field_by_field_and_say_so(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        values: dict[str, Any] = {
            "branding": {"accent": "#ABCDEF"},
            "greeting": {"en": "Welcome to Bamboo Lane"},
        }
        changed = house.merchants.change(desk, version=1, values=values)
        entry = house.audit.page(desk).items[0]

    assert (changed.accent, changed.version, changed.name) == ("#abcdef", 2, "青竹里")
    assert changed.greeting["en"] == "Welcome to Bamboo Lane"
    assert changed.greeting["zh"] != ""
    assert (entry.action, entry.detail) == ("merchant.changed", {"fields": "branding,greeting"})


def test_a_stale_change_is_refused_and_leaves_no_entry(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        house.merchants.change(desk, version=1, values={"name": "One"})
        with pytest.raises(Stale):
            house.merchants.change(desk, version=1, values={"name": "Two"})

        assert house.merchants.merchant(desk).name == "One"
        assert house.audit.verify(desk) == (2, [])


def test_of_many_changes_of_one_version_one_lands(house: House, merchant: MerchantId) -> None:
    desk, outcomes = desk_of(merchant), []

    def change(name: str) -> None:
        with desk.open():
            try:
                house.merchants.change(desk, version=1, values={"name": name})
                outcomes.append("changed")
            except Stale:
                outcomes.append("stale")

    threads = [threading.Thread(target=change, args=(f"n{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["changed", "stale", "stale", "stale"]


def test_an_unknown_time_zone_is_invalid_and_changes_nothing(
    house: House, merchant: MerchantId
) -> None:
    desk = desk_of(merchant)
    with desk.open():
        with pytest.raises(Invalid) as refused:
            house.merchants.change(desk, version=1, values={"time_zone": "Mars/Base"})

        assert refused.value.extra["pointer"] == "/time_zone"
        assert house.merchants.merchant(desk).version == 1


def test_nothing_of_a_merchants_words_lies_in_clear(
    house: House, merchant: MerchantId, dynamodb: Any
) -> None:
    desk = desk_of(merchant)
    with desk.open():
        values = {"name": "canary-name", "greeting": {"en": "canary-greeting"}}
        house.merchants.change(desk, version=1, values=values)

    assert "canary" not in str(dynamodb.scan(TableName="ledger")["Items"])


def test_a_widget_is_found_by_its_key_and_only_then(
    house: House, new_merchant: NewMerchant
) -> None:
    one, two = new_merchant(), new_merchant()
    with desk_of(one).open():
        changed = house.merchants.change_widget(
            desk_of(one), version=1, allowed_origins=["https://shop.example"]
        )

    with guard.scope(front=True):
        owner, widget = house.merchants.widget_by_key(changed.key)
        for unknown in ("", "wk_", new_widget_key(), changed.key.swapcase(), f"{changed.key}#"):
            with pytest.raises(NotFound):
                house.merchants.widget_by_key(unknown)
    assert (owner, widget.allowed_origins, widget.version) == (one, ("https://shop.example",), 2)
    assert owner != two


def test_a_renewed_key_takes_the_place_of_the_old_one_at_once(
    house: House, merchant: MerchantId, dynamodb: Any
) -> None:
    desk = desk_of(merchant)
    with desk.open(front=True):
        old = house.merchants.widget(desk)
        new = house.merchants.renew_widget_key(desk)
        with pytest.raises(NotFound):
            house.merchants.widget_by_key(old.key)
        assert house.merchants.widget_by_key(new.key)[0] == merchant

    assert new.version == old.version + 1
    place = keys.widget_name(old.key)
    stored = dynamodb.get_item(
        TableName="ledger", Key={"pk": {"S": place.pk}, "sk": {"S": place.sk}}
    )
    assert "Item" not in stored


def test_a_stale_change_of_origins_is_refused(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        house.merchants.change_widget(desk, version=1, allowed_origins=["https://a.example"])
        with pytest.raises(Stale):
            house.merchants.change_widget(desk, version=1, allowed_origins=["https://b.example"])
