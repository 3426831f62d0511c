"""Which names can be sending domains at all."""

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.senders.names import domain_of, ensure_not_ours, name_of

OURS = ("in.desk.example", "desk.example")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Shop.Example", "shop.example"),
        (" shop.example. ", "shop.example"),
        ("a.b.c.shop.co.uk", "a.b.c.shop.co.uk"),
        ("青竹里.中国", "xn--2uzl18bf2d.xn--fiqs8s"),
        ("shop。example", "shop.example"),
    ],
)
def test_one_name_is_written_in_one_way(said: str, name: str) -> None:
    assert name_of(said) == name
    assert domain_of(f"help@{said}".strip()) == name


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        *(
            (wrong, "domain")
            for wrong in ("", ".", "a..b", "-a.example", "a-.example", "a b.example")
        ),
        *((wrong, "domain") for wrong in ("a_b.example", "127.0.0.1", "[::1]", "x@shop.example")),
        *((wrong, "domain") for wrong in (f"{'a' * 64}.example", ".".join(["abcdefgh"] * 30))),
        *((wrong, "domain") for wrong in ("https://shop.example/", "shop.example:25", "*.example")),
        *((wrong, "domain") for wrong in ("shop\n.example", "shop\x00.example", "a\u200b.b\ud800")),
        *((wrong, "public_suffix") for wrong in ("com", "com.cn", "co.uk", "desk.internal")),
        *((wrong, "public_mail") for wrong in ("gmail.com", "QQ.com", "163.com")),
    ],
)
def test_what_nobody_can_have_is_refused(said: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        name_of(said)

    assert refused.value.extra == {"pointer": "/domain", "rule": rule}
    assert domain_of(f"help@{said}") == ""


@pytest.mark.parametrize("name", ["desk.example", "in.desk.example", "x.in.desk.example"])
def test_the_desks_own_domains_are_nobodys(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        ensure_not_ours(name, OURS)

    assert refused.value.extra["rule"] == "ours"
    for free in ("mydesk.example", "shop.example"):
        ensure_not_ours(free, OURS)
    with pytest.raises(Invalid):
        ensure_not_ours("b.example", ("a.b.example",))
