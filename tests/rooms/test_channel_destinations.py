from ipaddress import ip_address

import pytest

from chalicelib.channels.destinations import Destination, destination, is_public, judged
from chalicelib.core.errors import Invalid


@pytest.mark.parametrize(
    ("url", "to"),
    [
        ("https://hooks.shop.example/a/b?c=d", Destination("hooks.shop.example", 443, "/a/b?c=d")),
        ("https://SHOP.example", Destination("shop.example", 443, "/")),
        ("https://shop.example:443/", Destination("shop.example", 443, "/")),
        ("https://xn--fiq228c.example/", Destination("xn--fiq228c.example", 443, "/")),
    ],
)
def test_a_public_address_is_sent_to(url: str, to: Destination) -> None:
    assert destination(url) == to


@pytest.mark.attack("A9")
@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://0/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0x7f000001/",
        "https://1.2.3.4.5/",
        "https://8.8.8.8/",
        "https://user@shop.example/",
        "https://user:word@shop.example/",
        "https://shop.example@127.0.0.1/",
        "https://shop.example\\@127.0.0.1/",
        "https://shop.example:25/",
        "https://shop.example:6379/",
        "https://shop.example:99999/",
        "https://shop.example./",
        "https://shop。example/",
        "https://ｓhop.example/",
        "https://localhost/",
        "https://a.localhost/",
        "https://metadata.google.internal/",
        "https://printer.local/",
        "https://shop/",
        "https://-shop.example/",
        "https://shop..example/",
        "https:///path",
        "https://",
        "https:shop.example",
        "//shop.example/",
        "gopher://shop.example/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "ftp://shop.example/",
        "https://shop.example/#fragment",
        "https://shop.example/a b",
        "https://shop.example/\r\nX: y",
        "https://shop.example/" + "a" * 3_000,
        "",
        "https://[::1",
    ],
)
def test_what_leads_elsewhere_is_refused_before_anything_is_resolved(url: str) -> None:
    with pytest.raises(Invalid):
        destination(url)


def test_the_local_stack_may_name_origins_of_its_own() -> None:
    inward = frozenset({"127.0.0.1:9000"})
    assert destination("http://127.0.0.1:9000/x", inward=inward) == Destination(
        "127.0.0.1", 9000, "/x", tls=False
    )
    with pytest.raises(Invalid):
        destination("http://127.0.0.1:9001/x", inward=inward)


@pytest.mark.attack("A9")
@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.0.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1"),  # noqa: S104 - refused
        *("100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::ffff:10.0.0.1", "fc00::1", "fe80::1", "fec0::1", "ff02::1"),
        *("64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "2001::1", "fd00:ec2::254"),
    ],
)
def test_an_address_of_a_network_of_its_own_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(Invalid):
        judged(["93.184.215.14", address])


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert judged([address]) == address


def test_a_name_without_an_address_is_not_sent_to() -> None:
    with pytest.raises(Invalid):
        judged([])
