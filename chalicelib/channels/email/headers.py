"""A mail's headers as text: folded, encoded in words, raw in any charset, too long."""

import binascii
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

from chalicelib.channels.email.charsets import decoded
from chalicelib.core.values import Value

MOST_CHARACTERS = 8_192  # of one header's value
MOST_WORDS = 100  # encoded ones, in one header; the rest stays as it came
MOST_ADDRESSES = 200
MOST_IN_AN_ADDRESS = 254  # RFC 5321
_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_GAP = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?)")
# A quoted string, a comment, an address in brackets, what divides, and everything else.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)|<[^<>]*>|[,;]|[^",;<(]+|["<(]')
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS = dict.fromkeys((*range(32), 127, 8232, 8233), " ")


class Address(Value, frozen=True):
    email: str
    name: str = ""


def raw_values(message: Message, name: str) -> list[str]:
    """As they came: bytes beyond ASCII stand in them as lone surrogates."""
    return [str(said) for header, said in message.raw_items() if header.lower() == name]


def value(message: Message, name: str) -> str:
    """The first header of the name (in small letters), on one line; empty if there is none."""
    return next(iter(values(message, name)), "")


def values(message: Message, name: str) -> list[str]:
    return [text(each, _charset(message, each)) for each in raw_values(message, name)]


def _charset(message: Message, raw: str) -> str:
    """For a header of raw bytes: that of the first words of the mail."""
    part: Any = message
    while not raw.isascii() and part.is_multipart():
        part = part.get_payload(0)
    return "" if raw.isascii() else str(part.get_param("charset") or "")


def text(raw: str, charset: str = "") -> str:
    return " ".join(words(raw[:MOST_CHARACTERS], charset).translate(_CONTROLS).split())


def words(raw: str, charset: str = "") -> str:
    """Encoded words that follow each other are one run of bytes: a character may be cut between them."""
    pieces: list[str | tuple[str, bytes]] = []
    at = 0
    raw = _GAP.sub("", raw)
    for count, found in enumerate(_WORD.finditer(raw)):
        if count == MOST_WORDS:
            break
        if before := raw[at : found.start()]:
            pieces.append(_plain(before, charset))
        said, data = found[1].lower(), _bytes_of(found[2], found[3])
        last = pieces[-1] if pieces else ""
        if isinstance(last, tuple) and last[0] == said:
            pieces[-1] = (said, last[1] + data)
        else:
            pieces.append((said, data))
        at = found.end()
    pieces.append(_plain(raw[at:], charset))
    return "".join(each if isinstance(each, str) else decoded(each[1], each[0]) for each in pieces)


def _plain(piece: str, charset: str) -> str:
    """Bytes beyond ASCII, which no header may have and many have, come as lone surrogates."""
    if piece.isascii():
        return piece
    data = piece.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return decoded(data, charset)


def _bytes_of(how: str, coded: str) -> bytes:
    data = coded.encode("utf-8", "surrogateescape")
    if how in "qQ":
        return quopri.decodestring(data, header=True)
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4)) or data
    except binascii.Error:
        return data


def addresses(message: Message, *names: str) -> list[Address]:
    """Those of all these headers in their order, each once; what is no address is left out."""
    found: dict[str, Address] = {}
    for name in names:
        for raw in raw_values(message, name):
            for each in _mailboxes(raw[: MOST_CHARACTERS * 4], _charset(message, raw)):
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
    for token in [*_TOKEN.findall(raw), ","]:
        if token.startswith("<"):
            angle = token[1:-1]
        elif token not in {",", ";"}:
            said.append(_PAIR.sub(r"\1", token[1:-1]) if token.startswith('"') else token)
        else:
            email = _plain(angle or "".join(said), charset).strip().lower()
            name = text("".join(said), charset) if angle else ""
            if _is_address(email):
                yield Address(email, name)
            said, angle = [], ""


def _is_address(email: str) -> bool:
    local, at, domain = email.rpartition("@")
    written = local and at and "." in domain and " " not in email and email.isprintable()
    return bool(written) and len(email) <= MOST_IN_AN_ADDRESS


def moment(message: Message) -> datetime | None:
    """What the sender's clock says, if anything."""
    try:
        said = parsedate_to_datetime(value(message, "date"))
    except (ValueError, TypeError, OverflowError):
        return None
    return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
