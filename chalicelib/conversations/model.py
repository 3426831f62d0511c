"""A conversation: one thread with one customer. Its states, its messages, who may see and say what.

The head holds the last sequence number and, per sending session, the last counter it accepted: a
message is stored once and in order, or refused.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.conversations.marks import NO_MARKS, Marks, Work
from chalicelib.conversations.messages import (
    NO_EXTRA,
    Amended,
    Author,
    AuthorKind,
    Event,
    Extra,
    Message,
    MessageKind,
    preview,
)
from chalicelib.conversations.ways import (
    NO_TICKET,
    WIDGET,
    Arrival,
    Delivery,
    Reached,
    TicketRef,
    Told,
    Via,
)
from chalicelib.core.clock import to_wire
from chalicelib.core.ids import ConversationId, CustomerId, PersonId
from chalicelib.core.tombstone import mark
from chalicelib.core.values import Value, field

__all__ = [
    "NO_EXTRA",
    "NO_MARKS",
    "NO_TICKET",
    "Amended",
    "Arrival",
    "Assignee",
    "Assignment",
    "Author",
    "AuthorKind",
    "Delivery",
    "Event",
    "Extra",
    "Handoff",
    "HandoffReason",
    "Head",
    "Last",
    "Marks",
    "Message",
    "MessageKind",
    "Rating",
    "Reached",
    "Senders",
    "Status",
    "TicketRef",
    "Told",
    "Via",
    "Work",
    "preview",
]


class Status(StrEnum):
    BOT = "bot"
    QUEUED = "queued"
    ACTIVE = "active"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class HandoffReason(StrEnum):
    """Why the bot stepped aside."""

    ASKED = "asked"
    NO_ANSWER = "no_answer"
    NO_KNOWLEDGE = "no_knowledge"
    LOW_CONFIDENCE = "low_confidence"
    BOT_FAILED = "bot_failed"
    OFF = "off"
    DEADLINE = "deadline"


RATING_WINDOW = timedelta(hours=72)
# How long a customer may wait for the bot's word before somebody looks; and for how long after the
# last word a conversation with the bot is looked at again and again, at no cost to its messages.
BOT_SILENCE = timedelta(seconds=60)
BOT_WATCHED = timedelta(minutes=30)


class Assignee(Value, frozen=True):
    id: PersonId
    name: str

    def wire(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name}


class Handoff(Value, frozen=True):
    reason: HandoffReason
    at: datetime

    def wire(self) -> dict[str, str]:
        return {"reason": str(self.reason), "at": to_wire(self.at)}


class Assignment(Value, frozen=True):
    """Why the holder has it; `data` holds the numbers that decided (load, capacity)."""

    reason: str
    at: datetime
    data: Mapping[str, int] = field(default_factory=dict)

    def wire(self) -> dict[str, Any]:
        return {"reason": self.reason, "at": to_wire(self.at), "data": dict(self.data)}


class Rating(Value, frozen=True):
    """`at` is when it was first given; its words are the text of the event `rated`."""

    score: int
    at: datetime

    def wire(self) -> dict[str, Any]:
        return {"score": self.score, "at": to_wire(self.at)}


class Last(Value, frozen=True):
    """What a list shows of the last message that a person wrote."""

    seq: int
    kind: MessageKind
    author_kind: AuthorKind
    preview: str
    at: datetime

    def wire(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "kind": str(self.kind),
            "author_kind": str(self.author_kind),
            "preview": self.preview,
            "at": to_wire(self.at),
        }


Senders = Mapping[str, tuple[int, int]]


class Head(Value, frozen=True):
    """`senders`: sending session → (its last counter, the seq that counter got).

    `forgotten`: when the newest of those that had to make room was minted, in milliseconds.
    `sealed`: the attributes that its customer's texts were read from; none of a new one.
    """

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
    forgotten: int = 0
    team: str = ""
    queued_at: datetime | None = None
    handoff: Handoff | None = None
    assigned: Assignment | None = None
    ticket: TicketRef = NO_TICKET
    answered: int = 0  # what the bot has dealt with, up to this seq
    rating: Rating | None = None
    told: Told | None = None  # None where no address is known
    blocked: bool = False  # its customer may not write any more
    erased: bool = False  # the customer was: names and words cannot be opened any more
    via: Via | None = None  # None for the widget
    subject: str = ""
    sealed: tuple[str, ...] = ()

    def may_rate(self, now: datetime) -> bool:
        fresh = self.rating is None or now - self.rating.at <= RATING_WINDOW
        return self.status is Status.RESOLVED and fresh

    def wire(self) -> dict[str, Any]:
        """As agents see it."""
        return {
            "id": self.id,
            "status": str(self.status),
            "assignee": self.assignee.wire() if self.assignee else None,
            "customer": {"id": self.customer, "name": self.customer_name},
            "locale": self.locale,
            "channel": self.via.channel if self.via else WIDGET,
            "inbox": self.via.inbox if self.via else None,
            "subject": self.subject or None,
            "seq": self.seq,
            "seen": {"customer": self.seen_customer, "agent": self.seen_agent},
            "last": self.last.wire() if self.last else None,
            "waiting_since": _time(self.waiting_since),
            "team": self.team or None,
            "queued_at": _time(self.queued_at),
            "handoff": self.handoff.wire() if self.handoff else None,
            "assigned": self.assigned.wire() if self.assigned else None,
            "ticket": self.ticket.wire(),
            "rating": self.rating.wire() if self.rating else None,
            "created_at": to_wire(self.created_at),
            "updated_at": to_wire(self.updated_at),
            "version": self.version,
            **({"blocked": True} if self.blocked else {}),
            **mark(erased=self.erased),
        }

    def wire_for_visitor(self, now: datetime) -> dict[str, Any]:
        return {
            "id": self.id,
            "status": str(self.status),
            "seq": self.seq,
            "seen": {"customer": self.seen_customer, "agent": self.seen_agent},
            "assignee_name": self.assignee.name if self.assignee else None,
            "handoff": str(self.handoff.reason) if self.handoff else None,
            "ticket": self.ticket.number or None,
            "rating": self.rating.score if self.rating else None,
            "can_rate": self.may_rate(now),
            **mark(erased=self.erased),
        }


def _time(moment: datetime | None) -> str | None:
    return to_wire(moment) if moment else None
