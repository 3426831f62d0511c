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

from chalicelib.attachments.model import File
from chalicelib.conversations.model import Reached
from chalicelib.core.values import Value, field


class Kind(StrEnum):
    MESSAGE = "message"
    EDIT = "edit"
    DELETE = "delete"
    RECEIPT = "receipt"
    CALL = "call"
    TEST = "test"
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
    """`id`: the provider's own, under which it may come again.

    `thread`: what it says it belongs to; `follows`: messages that it says it answers, by their
    senders' ids, the nearest first; `conversation`: ours, where its sender has proved to know it, and
    `number` that of a ticket, where it is merely named. `automatic`: why no person wrote it. `about`:
    the message that is edited, deleted or has arrived. `vouched`: its sender is who it says. `files`:
    ours already, uploaded to us for this message; those that are still to be had are parts.
    """

    kind: Kind
    id: str
    sender: Sender
    parts: Sequence[Part] = ()
    thread: str = ""
    follows: tuple[str, ...] = ()
    conversation: str = ""
    number: int = 0
    vouched: bool = True
    about: str = ""
    subject: str = ""
    occurred_at: datetime | None = None
    automatic: str = ""
    reached: Reached | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[File, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(part.text for part in self.parts if part.text)


class Outbound(Value, frozen=True):
    """`key`: the same for every attempt at the same message, for providers that know it again.

    `kind`: a message, or what became of the one that `about` names.
    """

    key: str
    conversation: str
    to: str
    parts: Sequence[Part]
    at: datetime
    kind: Kind = Kind.MESSAGE
    about: str = ""
    follows: str = ""
    author: str = ""
    subject: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


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
    status: int = 0
    took: int = 0  # milliseconds


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
    letters: bool = False  # each message is a letter, which says what it answers
    knows_again: bool = False  # what is sent twice under one key is taken once


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


class Attempt(Value, frozen=True):
    """One attempt at sending, as its merchant may look it up. `took`: milliseconds."""

    conversation: str
    seq: int
    n: int
    outcome: str
    code: str = ""
    status: int = 0
    took: int = 0
    detail: str = ""

    def lying(self) -> list[Any]:
        return [
            self.conversation,
            self.seq,
            self.n,
            self.outcome,
            self.code,
            self.status,
            self.took,
        ]

    @classmethod
    def of(cls, lying: Sequence[Any], detail: str) -> "Attempt":
        conversation, seq, n, outcome, code, status, took = lying
        return cls(conversation, seq, n, outcome, code, status, took, detail)

    def wire(self) -> dict[str, Any]:
        return {
            "conversation": self.conversation,
            "seq": self.seq,
            "attempt": self.n,
            "outcome": self.outcome,
            "code": self.code or None,
            "status": self.status or None,
            "took_ms": self.took,
            "detail": self.detail or None,
        }
