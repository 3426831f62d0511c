"""The addresses in a mail's headers: whose they are is said by brackets, not by names."""

import re
import unicodedata
from collections.abc import Iterator
from email.message import Message

from chalicelib.channels.email.headers import (
    MOST_CHARACTERS,
    charset_of,
    plain,
    raw_values,
    text,
)
from chalicelib.core.values import Value

MOST_ADDRESSES = 200
MOST_IN_AN_ADDRESS = 254  # RFC 5321
# A quoted string, a comment, an address in brackets, what divides, and everything else.
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)|<[^<>]*>|[,;]|[^",;<(]+|["<(]')
_PAIR = re.compile(r"\\(.)", re.DOTALL)


class Address(Value, frozen=True):
    email: str
    name: str = ""


def addresses(message: Message, *names: str) -> list[Address]:
    """Those of all these headers in their order, each once; what is no address is left out."""
    found: dict[str, Address] = {}
    for name in names:
        for raw in raw_values(message, name):
            for each in _mailboxes(raw[: MOST_CHARACTERS * 4], charset_of(message, raw)):
                found.setdefault(each.email, each)
                if len(found) == MOST_ADDRESSES:
                    return list(found.values())
    return list(found.values())


def _mailboxes(raw: str, charset: str) -> Iterator[Address]:
    """What stands in angle brackets is the address, whatever address the name before it claims to be.

    Libraries take `care@shop.example <thief@else.example>` for the first of the two.
    """
    said: list[str] = []
    angle = ""
    for token in [*TOKEN.findall(raw), ","]:
        if token.startswith("<"):
            angle = token[1:-1]
        elif token not in {",", ";"}:
            said.append(_PAIR.sub(r"\1", token[1:-1]) if token.startswith('"') else token)
        else:
            email = kept(angle or "".join(said), charset).strip()
            name = text("".join(said), charset) if angle else ""
            if is_address(email):
                yield Address(email, name)
            said, angle = [], ""


def kept(written: str, charset: str) -> str:
    """In the one form in which addresses are compared."""
    return unicodedata.normalize("NFC", plain(written, charset)).lower()


def is_address(email: str) -> bool:
    local, at, domain = email.rpartition("@")
    written = local and at and "." in domain and " " not in email and email.isprintable()
    return bool(written) and len(email) <= MOST_IN_AN_ADDRESS
