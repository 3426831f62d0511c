"""A ticket: one case to be solved. Its states, its timeline, and how they read on the wire.

Category and tags are the merchant's own vocabulary, for lists to choose by: they lie in the clear and
are short. What people write freely (title, description, comments, reasons) is sealed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.conversations.model import Assignee as Assignee  # noqa: PLC0414 - also ours
from chalicelib.core.clock import to_wire
from chalicelib.core.ids import ConversationId, CustomerId, TicketId
from chalicelib.core.tombstone import mark
from chalicelib.core.values import Value, field

CLOSES_AFTER = timedelta(days=7)
# What a letter is about.
OPENED, RESOLVED = "opened", "resolved"
NO_CUSTOMER = CustomerId("")
NO_CONVERSATION = ConversationId("")


class Status(StrEnum):
    NEW = "new"
    OPEN = "open"
    PENDING = "pending"  # on the customer
    ON_HOLD = "on_hold"  # on a third party
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"  # reserved: nothing leads here yet


TRANSITIONS: Mapping[Status, tuple[Status, ...]] = {
    Status.NEW: (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.RESOLVED),
    Status.OPEN: (Status.PENDING, Status.ON_HOLD, Status.RESOLVED),
    Status.PENDING: (Status.OPEN, Status.ON_HOLD, Status.RESOLVED),
    Status.ON_HOLD: (Status.OPEN, Status.PENDING, Status.RESOLVED),
    Status.RESOLVED: (Status.OPEN, Status.CLOSED),
    Status.CLOSED: (),
    Status.MERGED: (),
}
ENDED = frozenset({Status.CLOSED, Status.MERGED})


class Type(StrEnum):
    QUESTION = "question"
    INCIDENT = "incident"
    PROBLEM = "problem"
    TASK = "task"
    COMPLAINT = "complaint"


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class EntryKind(StrEnum):
    CREATED = "created"
    TRANSITION = "transition"
    CHANGED = "changed"
    ASSIGNED = "assigned"
    COMMENT = "comment"
    NOTE = "note"
    SLA = "sla"
    NOTIFIED = "notified"
    RATED = "rated"


class AuthorKind(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    API = "api"
    SYSTEM = "system"


class Author(Value, frozen=True):
    """`id` is a customer's, a person's or an API key's; the name of the part where it is the system."""

    kind: AuthorKind
    id: str
    name: str = ""

    def wire(self) -> dict[str, str]:
        return {"kind": str(self.kind), "id": self.id, "name": self.name}


class Rating(Value, frozen=True):
    score: int
    text: str
    at: datetime

    def wire(self) -> dict[str, Any]:
        return {"score": self.score, "text": self.text, "at": to_wire(self.at)}


class ClockMark(Value, frozen=True):
    """What a list shows of one SLA clock. `met` beside `breached`: too late, but somebody came."""

    target: str
    state: str
    warned: bool
    due_at: datetime | None
    met: bool = False

    def wire(self) -> dict[str, Any]:
        return {
            "target": self.target,
            "state": self.state,
            "warned": self.warned,
            "met": self.met,
            "due_at": to_wire(self.due_at) if self.due_at else None,
        }


class Ticket(Value, frozen=True):
    """`version` counts what an agent decides by, `seq` every line of the timeline.

    `moved_at` is the last transition; `first_response_at`, `answered_at` and `waiting_since` (the
    customer's first word that is still unanswered) are what the SLA clocks follow. `told` is the
    status that the conversation was told last, `mailed` what the last letter was about.
    """

    id: TicketId
    number: int
    title: str
    type: Type
    priority: Priority
    status: Status
    created_at: datetime
    updated_at: datetime
    moved_at: datetime
    category: str = ""
    tags: tuple[str, ...] = ()
    team: str = ""
    assignee: Assignee | None = None
    customer: CustomerId = NO_CUSTOMER
    customer_name: str = ""
    conversation: ConversationId = NO_CONVERSATION
    resolved_at: datetime | None = None
    first_response_at: datetime | None = None
    answered_at: datetime | None = None
    waiting_since: datetime | None = None
    clocks: tuple[ClockMark, ...] = ()
    rating: Rating | None = None
    told: str = ""
    mailed: str = ""
    seq: int = 0
    version: int = 1
    erased: bool = False  # the customer was: its texts cannot be opened any more

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    @property
    def done(self) -> bool:
        return self.ended or self.status is Status.RESOLVED

    def wire(self) -> dict[str, Any]:
        """As a row of a list; the page of one ticket adds its description."""
        return {
            "id": self.id,
            "number": self.number,
            "title": self.title,
            "type": str(self.type),
            "category": self.category,
            "priority": str(self.priority),
            "status": str(self.status),
            "tags": list(self.tags),
            "team": self.team or None,
            "assignee": self.assignee.wire() if self.assignee else None,
            "customer": {"id": self.customer, "name": self.customer_name}
            if self.customer
            else None,
            "conversation": self.conversation or None,
            "created_at": to_wire(self.created_at),
            "updated_at": to_wire(self.updated_at),
            "resolved_at": to_wire(self.resolved_at) if self.resolved_at else None,
            "sla": [clock.wire() for clock in self.clocks],
            "rating": self.rating.wire() if self.rating else None,
            "seq": self.seq,
            "version": self.version,
            **mark(erased=self.erased),
        }

    def public_wire(self) -> dict[str, Any]:
        """As its customer sees it."""
        return {
            "id": self.id,
            "number": self.number,
            "title": self.title,
            "status": str(self.status),
            "assignee_name": self.assignee.name if self.assignee else None,
            "conversation": self.conversation or None,
            "created_at": to_wire(self.created_at),
            "updated_at": to_wire(self.updated_at),
            "resolved_at": to_wire(self.resolved_at) if self.resolved_at else None,
            **mark(erased=self.erased),
        }


class Entry(Value, frozen=True):
    """One line of a ticket's timeline. `public` ones are shown to the customer."""

    seq: int
    at: datetime
    kind: EntryKind
    by: Author
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    public: bool = False
    erased: bool = False

    def wire(self) -> dict[str, Any]:
        told = {"text": self.text} if self.text else {}
        return {
            **mark(erased=self.erased),
            "seq": self.seq,
            "at": to_wire(self.at),
            "kind": str(self.kind),
            "by": self.by.wire(),
            **told,
            "data": dict(self.data),
            "public": self.public,
        }

    def public_wire(self, ticket: Ticket) -> dict[str, Any]:
        """Without reasons, and without any name but the assignee's."""
        holder, kind = ticket.assignee, self.by.kind
        if kind is AuthorKind.API:  # a program or a person: the merchant's own affair
            kind = AuthorKind.AGENT
        named = {"name": holder.name} if holder and holder.id == self.by.id else {}
        shown = {name: self.data[name] for name in ("from", "to", "score") if name in self.data}
        told = {"text": self.text} if self.text and self.kind is not EntryKind.TRANSITION else {}
        return {
            "seq": self.seq,
            "at": to_wire(self.at),
            "kind": str(self.kind),
            "by": {"kind": str(kind), **named},
            **told,
            "data": shown,
        }
