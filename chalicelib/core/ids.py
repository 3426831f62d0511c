"""Identifiers: ULIDs (48 bits of milliseconds, 80 random bits), 26 characters of Crockford base 32.

Ids are minted by the server and sort by time; a client's id never orders anything.
"""

import os
import time
from functools import lru_cache
from typing import NewType

MerchantId = NewType("MerchantId", str)
PersonId = NewType("PersonId", str)
CustomerId = NewType("CustomerId", str)
ConversationId = NewType("ConversationId", str)
TicketId = NewType("TicketId", str)
MessageId = NewType("MessageId", str)
ConnectionId = NewType("ConnectionId", str)
SendingSession = NewType("SendingSession", str)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_CHARACTERS = frozenset(ALPHABET)
_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_TICK_MS = 16
ID_BYTES = 16


def _encode(value: int, length: int) -> str:
    """Two characters at a time."""
    pairs = [_PAIRS[(value >> shift) & 1023] for shift in range(5 * length - 10, -1, -10)]
    return "".join(pairs)


def new_id(*, at_ms: int | None = None) -> str:
    """A ULID for the given time in milliseconds since 1970, now by default."""
    moment = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    return _encode((moment << 80) | int.from_bytes(os.urandom(10)), LENGTH)


def new_sending_session(*, at_ms: int | None = None) -> SendingSession:
    """Sixteen characters, unguessable: names one sender's own numbering in the conversations.

    Half of it is time, in ticks of 16 ms, so that a conversation can tell an older session from a
    newer one without remembering either.
    """
    moment = time.time_ns() // 1_000_000 if at_ms is None else at_ms
    chance = _encode(int.from_bytes(os.urandom(5)), 8)
    return SendingSession(_encode(moment // _TICK_MS, 8) + chance)


def minted_ms(session: str) -> int:
    """When a sending session was minted; anything at all for one that we have not made."""
    ticks = 0
    for character in session[:8]:
        ticks = ticks * 32 + max(0, ALPHABET.find(character))
    return ticks * _TICK_MS


def derived_id(digest: str) -> str:
    """An id that stands for what a keyed hash (in hexadecimal) was made of; sorts before minted ones."""
    return _encode(int(digest[:20], 16), LENGTH)


@lru_cache(maxsize=4_096)
def id_bytes(text: str) -> bytes:
    """An id in its 16 bytes."""
    value = 0
    for character in text:
        value = value << 5 | ALPHABET.index(character)
    return value.to_bytes(ID_BYTES)


@lru_cache(maxsize=4_096)
def id_of_bytes(raw: bytes) -> str:
    return _encode(int.from_bytes(raw), LENGTH)


def is_id(text: str) -> bool:
    return len(text) == LENGTH and _CHARACTERS.issuperset(text)
