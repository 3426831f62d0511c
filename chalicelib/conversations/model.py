"""A conversation: one thread with one customer. Its states, its messages, who may see and say what.

The head holds the last sequence number and, per sending session, the last counter it accepted: a
message is stored once and in order, or refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.core.caller import Caller
from chalicelib.core.clock import to_wire
from chalicelib.core.ids import ConversationId, CustomerId, MessageId, PersonId


class Status(StrEnum):
    BOT = "bot"
    QUEUED = "queued"
    ACTIVE = "active"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Event(StrEnum):
    TAKEN = "taken"
    RELEASED = "released"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class MessageKind(StrEnum):
    MESSAGE = "message"
    NOTE = "note"
    EVENT = "event"
    HIDDEN = "hidden"


class AuthorKind(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


TRANSITIONS: Mapping[tuple[Status, Event], Status] = {
    (Status.QUEUED, Event.TAKEN): Status.ACTIVE,
    (Status.ACTIVE, Event.TAKEN): Status.ACTIVE,
    (Status.ACTIVE, Event.RELEASED): Status.QUEUED,
    (Status.QUEUED, Event.RESOLVED): Status.RESOLVED,
    (Status.ACTIVE, Event.RESOLVED): Status.RESOLVED,
    (Status.RESOLVED, Event.REOPENED): Status.QUEUED,
}


@dataclass(frozen=True, slots=True)
class Author:
    kind: AuthorKind
    id: str
    name: str = ""

    def wire(self) -> dict[str, str]:
        found = {"kind": str(self.kind), "id": self.id}
        return {**found, "name": self.name} if self.name else found


@dataclass(frozen=True, slots=True)
class Assignee:
    id: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Last:
    """What a list shows of the last message that a person wrote."""

    seq: int
    kind: MessageKind
    author_kind: AuthorKind
    preview: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    id: MessageId
    conversation: ConversationId
    seq: int
    at: datetime
    kind: MessageKind
    author: Author
    text: str = ""
    event: str = ""
    session: str = ""
    n: int = 0
    line: str = ""  # the socket it was said on

    def wire(self, reader: Caller) -> dict[str, Any]:
        """A note reaches a visitor as its number alone, so that the sequence stays dense."""
        base = {"conversation": self.conversation, "seq": self.seq, "at": to_wire(self.at)}
        if reader.is_visitor and self.kind is MessageKind.NOTE:
            return {**base, "kind": str(MessageKind.HIDDEN)}
        whole = {
            **base,
            "id": self.id,
            "kind": str(self.kind),
            "author": self.author.wire(),
            "parts": [{"type": "text", "text": self.text}] if self.text else [],
        }
        if self.event:
            whole["event"] = {"name": self.event, "by": self.author.wire()}
        if self.session and reader.id == self.author.id:
            whole |= {"session": self.session, "n": self.n}
        return whole


Senders = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Head:
    """`senders`: sending session → (its last counter, the seq that counter got)."""

    id: ConversationId
    status: Status
    customer: CustomerId
    customer_name: str
    locale: str
    seq: int
    version: int
    created_at: datetime
    updated_at: datetime
    touched_at: datetime
    assignee: Assignee | None = None
    waiting_since: datetime | None = None
    last: Last | None = None
    seen_customer: int = 0
    seen_agent: int = 0
    senders: Senders = field(default_factory=dict)

    def wire(self) -> dict[str, Any]:
        """As agents see it."""
        return {
            "id": self.id,
            "status": str(self.status),
            "assignee": {"id": self.assignee.id, "name": self.assignee.name}
            if self.assignee
            else None,
            "customer": {"id": self.customer, "name": self.customer_name},
            "locale": self.locale,
            "seq": self.seq,
            "seen": {"customer": self.seen_customer, "agent": self.seen_agent},
            "last": _last_wire(self.last),
            "waiting_since": to_wire(self.waiting_since) if self.waiting_since else None,
            "created_at": to_wire(self.created_at),
            "updated_at": to_wire(self.updated_at),
            "version": self.version,
        }

    def wire_for_visitor(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "status": str(self.status),
            "seq": self.seq,
            "seen": {"customer": self.seen_customer, "agent": self.seen_agent},
            "assignee_name": self.assignee.name if self.assignee else None,
        }


def _last_wire(last: Last | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {
        "seq": last.seq,
        "kind": str(last.kind),
        "author_kind": str(last.author_kind),
        "preview": last.preview,
        "at": to_wire(last.at),
    }
