"""Where we may send to: public addresses of the internet, by TLS, and nowhere in our own network.

A name is resolved once, every address it has is judged, and the connection goes to the very address that
was judged; so a name that answers otherwise the second time gains nothing.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from chalicelib.core.errors import Invalid
from chalicelib.core.values import Value

MOST_CHARACTERS = 2_048
Address = IPv4Address | IPv6Address
# What the standard library calls global and is none of the internet's hosts.
SPECIAL = (
    IPv4Network("100.64.0.0/10"),  # carriers' own
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),  # old relays of IPv6
    IPv4Network("198.18.0.0/15"),  # benchmarks
    IPv6Network("64:ff9b::/96"),  # IPv4 behind a translator
    IPv6Network("64:ff9b:1::/48"),
    IPv6Network("2002::/16"),  # IPv4 within IPv6
    IPv6Network("2001::/32"),
    IPv6Network("fec0::/10"),
)
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$)(?!0x)[a-z0-9-]{{2,63}}")
_INWARD = ("localhost", ".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa")


class Destination(Value, frozen=True):
    """`path`: with its query."""

    host: str
    port: int
    path: str
    tls: bool = True

    @property
    def origin(self) -> str:
        """One breaker and one limit for all that goes there."""
        return f"{self.host}:{self.port}"


def destination(url: str, *, inward: frozenset[str] = frozenset()) -> Destination:
    """Of an address that a merchant has given. `inward`: origins of the local stack that may be reached.

    Refused are numbers for hosts, other schemes and ports, names and passwords, and what is unclear.
    """
    if len(url) > MOST_CHARACTERS or not url.isascii() or not url.isprintable() or " " in url:
        raise _refused("An address is at most 2,048 printable ASCII characters.")
    parts, port = _split(url)
    host = (parts.hostname or "").lower()
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    if f"{host}:{port}" in inward:
        return Destination(host, port, path, tls=parts.scheme == "https")
    if parts.scheme != "https" or port != 443:  # noqa: PLR2004 - of TLS
        raise _refused("Only https on its own port is sent to.")
    if parts.username is not None or parts.password is not None or "\\" in url or parts.fragment:
        raise _refused("An address holds no user name, no password and no fragment.")
    if not _HOST.fullmatch(host) or host.endswith(_INWARD):
        raise _refused("The host has to be a public name.")
    return Destination(host, port, path)


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused("The address cannot be read.") from error
    return parts, port or (443 if parts.scheme == "https" else 80)


def judged(addresses: Iterable[str]) -> str:
    """The one to connect to. One that leads inwards spoils all: a name that has both means no good."""
    found = [ip_address(each) for each in addresses]
    if not found:
        raise _refused("The host has no address.")
    if any(not is_public(each) for each in found):
        raise _refused("The host leads into a network that is not sent to.")
    return str(found[0])


def is_public(address: Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        return is_public(inner)
    plain = address.is_global and not address.is_multicast and not address.is_reserved
    return plain and not any(address in each for each in SPECIAL if each.version == address.version)


def _refused(detail: str) -> Invalid:
    return Invalid(detail, pointer="/url", rule="destination")
