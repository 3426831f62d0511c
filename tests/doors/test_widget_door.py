"""What a merchant's page may ask, and read, from another origin."""

import pytest

from chalicelib.core.caller import system
from chalicelib.core.ids import MerchantId
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.doors.front import Caller

PAGE = "https://shop.example"


def widget_key(house: House, merchant: MerchantId) -> str:
    desk = Desk(merchant=merchant, caller=system("test"))
    with desk.open(front=True):
        widget = house.merchants.change_widget(desk, version=1, allowed_origins=[PAGE])
    return widget.key


def test_an_allowed_page_gets_a_grant_and_what_the_widget_looks_like(
    house: House, merchant: MerchantId, caller: Caller
) -> None:
    got = caller.call("GET", f"/widgets/{widget_key(house, merchant)}", origin=PAGE)

    assert (got.status, got.headers["Access-Control-Allow-Origin"]) == (200, PAGE)
    assert set(got.body) == {"grant", "merchant", "branding", "greeting", "locale"}


def test_a_page_that_is_refused_may_read_why(
    house: House, merchant: MerchantId, caller: Caller
) -> None:
    key = widget_key(house, merchant)
    elsewhere = "https://elsewhere.example"
    foreign = caller.call("GET", f"/widgets/{key}", origin=elsewhere)
    unknown = caller.call("GET", f"/widgets/wk_{'x' * 32}", origin=PAGE)

    assert (foreign.code, unknown.code) == ("forbidden", "not_found")
    assert foreign.headers["Access-Control-Allow-Origin"] == elsewhere
    assert unknown.headers["Access-Control-Allow-Origin"] == PAGE
    assert foreign.headers["Vary"] == "Origin"


def test_no_other_route_lets_a_foreign_page_read(
    house: House, merchant: MerchantId, caller: Caller
) -> None:
    for path in ("/session", "/conversations", "/health"):
        got = caller.call("GET", path, origin=PAGE)
        assert "Access-Control-Allow-Origin" not in got.headers


def test_a_grant_of_one_widget_makes_no_visitor_of_another(
    house: House, merchant: MerchantId, caller: Caller
) -> None:
    key = widget_key(house, merchant)
    grant = caller.call("GET", f"/widgets/{key}", origin=PAGE).body["grant"]

    assert caller.call("POST", "/visitors", {"key": key, "grant": grant}).status == 201
    tampered = grant[:-2] + ("A" if grant[-2] != "A" else "B") + grant[-1]
    assert caller.call("POST", "/visitors", {"key": key, "grant": tampered}).code == "forbidden"


def test_made_up_viewers_addresses_do_not_get_past_the_limit(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last address is the gateway's own peer; what stands before it may be made up."""
    monkeypatch.setattr("chalicelib.edge.limits.SHARED_BY", 1 / 200)
    statuses = [
        caller.call(
            "GET", "/widgets/wk_unknown", x_forwarded_for=f"192.0.2.{n}, 198.51.100.7"
        ).status
        for n in range(5)
    ]

    assert statuses == [404, 404, 404, 429, 429]
