import pytest

from chalicelib.access.model import cookie, token_of
from chalicelib.core.errors import Invalid
from chalicelib.merchants.model import check_time_zone, is_widget_key, new_widget_key
from chalicelib.people.model import normalised


@pytest.mark.parametrize(
    ("typed", "one"),
    [
        (" Owner@Shop.Example ", "owner@shop.example"),
        ("owner@ｓｈｏｐ.example", "owner@shop.example"),
        ("\u212aelvin@shop.example", "kelvin@shop.example"),
    ],
)
def test_spellings_of_one_address_become_one(typed: str, one: str) -> None:
    assert normalised(typed) == one


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("__Host-desk=abc", "abc"),
        ("a=1; __Host-desk=abc; b=2", "abc"),
        ("__Host-desk=abc; __Host-desk=def", None),
        ("__host-desk=abc", None),
        ("", None),
    ],
)
def test_the_session_is_read_from_one_cookie_alone(header: str, token: str | None) -> None:
    assert token_of(header) == token


def test_the_cookie_is_closed_to_scripts_and_other_sites() -> None:
    assert cookie("t") == "__Host-desk=t; Path=/; Secure; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize("zone", ["Asia", "Nowhere/Land", "../etc/passwd", "/etc/passwd", ""])
def test_a_time_zone_is_one_of_the_database(zone: str) -> None:
    with pytest.raises(Invalid):
        check_time_zone(zone)


def test_known_zones_pass() -> None:
    for zone in ("Asia/Shanghai", "Europe/Berlin", "UTC"):
        check_time_zone(zone)


def test_a_widget_key_has_its_form() -> None:
    assert is_widget_key(new_widget_key())
    for other in ("wk_", "wk_" + "a" * 31, "mk_" + "a" * 32, "wk_" + "#" * 32):
        assert not is_widget_key(other)
