"""A mail's headers as text: folded, encoded in words, raw in any charset, too long."""

import binascii
import quopri
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

from chalicelib.channels.email.charsets import decoded

MOST_CHARACTERS = 8_192  # of one header's value
MOST_WORDS = 100  # encoded ones, in one header; the rest stays as it came
_WORD = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_GAP = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?)")
_CONTROLS = dict.fromkeys((*range(32), 127, 8232, 8233), " ")


def raw_values(message: Message, name: str) -> list[str]:
    """As they came: bytes beyond ASCII stand in them as lone surrogates."""
    return [str(said) for header, said in message.raw_items() if header.lower() == name]


def value(message: Message, name: str) -> str:
    """The first header of the name (in small letters), on one line; empty if there is none."""
    return next(iter(values(message, name)), "")


def values(message: Message, name: str) -> list[str]:
    return [text(each, charset_of(message, each)) for each in raw_values(message, name)]


def charset_of(message: Message, raw: str) -> str:
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
            pieces.append(plain(before, charset))
        said, data = found[1].lower(), _bytes_of(found[2], found[3])
        last = pieces[-1] if pieces else ""
        if isinstance(last, tuple) and last[0] == said:
            pieces[-1] = (said, last[1] + data)
        else:
            pieces.append((said, data))
        at = found.end()
    pieces.append(plain(raw[at:], charset))
    return "".join(each if isinstance(each, str) else decoded(each[1], each[0]) for each in pieces)


def plain(piece: str, charset: str) -> str:
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


def moment(message: Message) -> datetime | None:
    """What the sender's clock says, if anything."""
    try:
        said = parsedate_to_datetime(value(message, "date"))
    except (ValueError, TypeError, OverflowError):
        return None
    return (said if said.tzinfo else said.replace(tzinfo=UTC)).astimezone(UTC)
