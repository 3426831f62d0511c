"""What every channel's messages become, and what goes out through any: one shape for all providers.

Times are aware UTC, sizes bytes, durations milliseconds, phones E.164, languages BCP-47, ids strings: some
are numbers beyond what JavaScript can count. The merchant and the inbox come from the address that was
called, never from what was sent.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.core.values import Value, field


class Channel(StrEnum):
    WEBHOOK = "webhook"
    FORM = "form"
    EMAIL = "email"


class Kind(StrEnum):
    MESSAGE = "message"
    EDIT = "edit"
    DELETE = "delete"
    RECEIPT = "receipt"
    CALL = "call"
    UNSUPPORTED = "unsupported"


class PartKind(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    LINK = "link"
    CHOICE = "choice"
    UNSUPPORTED = "unsupported"


class Reached(StrEnum):
    """How far a message of ours has come; each state stands above those before it."""

    PENDING = "pending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"  # it left, and nobody knows whether it came: never sent again by itself


MOST_TEXT = 8_000
MOST_PARTS = 20
MOST_EVENTS = 1_000  # of one request
# A sender's clock that is off by more orders nothing.
AHEAD, BEHIND = timedelta(minutes=5), timedelta(days=7)


class Sender(Value, frozen=True):
    """`id`: by which the provider knows them for ever; an address or a number may change."""

    id: str
    name: str = ""
    email: str = ""
    phone: str = ""
    locale: str = ""
    is_machine: bool = False


class Media(Value, frozen=True):
    """Where the bytes of a part are: at an address, by a provider's id, or in the mail itself."""

    url: str = ""
    id: str = ""
    name: str = ""
    about: str = ""  # what the sender says it is
    size: int = 0
    data: bytes = b""


class Part(Value, frozen=True):
    kind: PartKind
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    media: Media | None = None


class Inbound(Value, frozen=True):
    """`id`: the provider's own, under which it may come again; `thread`, `follows`: as far as it says so.

    `automatic`: why no person wrote it. `about`: the message that is edited, deleted or has arrived.
    """

    kind: Kind
    id: str
    sender: Sender
    parts: Sequence[Part] = ()
    thread: str = ""
    follows: str = ""
    about: str = ""
    subject: str = ""
    occurred_at: datetime | None = None
    automatic: str = ""
    reached: Reached | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts if part.text)


class Outbound(Value, frozen=True):
    """`key`: the same for every attempt at the same message, for providers that know it again."""

    key: str
    conversation: str
    to: str
    parts: Sequence[Part]
    at: datetime
    follows: str = ""
    author: str = ""
    subject: str = ""


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"  # as it is, for ever
    RETRY = "retry"
    UNKNOWN = "unknown"
    GONE = "gone"  # the receiver wants nothing any more


class Sent(Value, frozen=True):
    """What became of one attempt. `code`: ours, for people; `detail`: the provider's, in its words."""

    outcome: Outcome
    id: str = ""
    code: str = ""
    detail: str = ""
    retry_after: float = 0


class Unit(StrEnum):
    """In what a channel counts how long a text is."""

    CHARACTERS = "characters"
    BYTES = "bytes"
    UTF16 = "utf16"


class Capabilities(Value, frozen=True):
    """What a channel carries; the rest is told in words or not offered."""

    most_text: int
    unit: Unit = Unit.CHARACTERS
    files: bool = False
    edits: bool = False
    deletes: bool = False
    receipts: bool = False
    first_word: bool = False  # the desk may write first


def plain(text: str, most: int = MOST_TEXT) -> str:
    """As it may be kept: one form, one line end, no control; what joins and turns letters stays."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = "".join(
        each for each in text if each in "\n\t" or unicodedata.category(each) not in _NONE
    )
    return unicodedata.normalize("NFC", whole)[:most].strip()


_NONE = frozenset({"Cc", "Cs"})


def trusted(said: datetime | None, received: datetime) -> datetime | None:
    """The sender's time, if its clock can be right."""
    if said is None or not received - BEHIND <= said <= received + AHEAD:
        return None
    return said


def size_of(text: str, unit: Unit) -> int:
    match unit:
        case Unit.BYTES:
            return len(text.encode())
        case Unit.UTF16:
            return len(text.encode("utf-16-le")) // 2
        case _:
            return len(text)
