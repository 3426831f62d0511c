"""A conversation: one thread with one customer. Its states, its messages, who may see and say what.

The head holds the last sequence number and, per sending session, the last counter it accepted: a
message is stored once and in order, or refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.core.caller import Caller
from chalicelib.core.clock import to_wire
from chalicelib.core.errors import Conflict, Forbidden, NotFound, OutOfOrder, UnknownSession
from chalicelib.core.ids import ConversationId, CustomerId, MessageId, PersonId
from chalicelib.core.rights import Right, may

REOPEN_WINDOW = timedelta(hours=72)
TOUCH_EVERY = timedelta(seconds=60)
MAX_SENDERS = 6
PREVIEW_CHARACTERS = 80


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


# --- who may ----------------------------------------------------------------------------------------


def ensure_readable(head: Head | None, caller: Caller) -> Head:
    """Absent and somebody else's give the same answer."""
    if head is None or (caller.is_visitor and head.customer != caller.id):
        raise NotFound("There is no such conversation.")
    if not caller.is_visitor and not may(caller.role, Right.READ):
        raise Forbidden("Your role does not allow this.")
    return head


def ensure_may_say(head: Head, caller: Caller, kind: MessageKind, now: datetime) -> None:
    if caller.is_visitor:
        if kind is not MessageKind.MESSAGE:
            raise Forbidden("Only agents write notes.")
        if head.status is Status.RESOLVED and now - head.updated_at > REOPEN_WINDOW:
            raise Conflict("This conversation is closed; start a new one.", rule="closed")
        return
    if not may(caller.role, Right.ANSWER):
        raise Forbidden("Your role does not allow this.")
    if kind is MessageKind.MESSAGE and (head.assignee is None or head.assignee.id != caller.id):
        raise Conflict("Take the conversation before you answer.", rule="not_held")


def ensure_may_move(head: Head, caller: Caller, event: Event) -> Status:
    """The state that an event leads to, where this caller may cause it."""
    if not may(caller.role, Right.ANSWER):
        raise Forbidden("Your role does not allow this.")
    held_by_other = head.assignee is not None and head.assignee.id != caller.id
    if held_by_other and not may(caller.role, Right.REASSIGN):
        raise Conflict("Somebody else holds this conversation.", rule="held")
    to = TRANSITIONS.get((head.status, event))
    if to is None or (event is Event.TAKEN and head.assignee and not held_by_other):
        raise Conflict(f"A conversation that is {head.status} cannot be {event}.", rule="state")
    return to


# --- the sender's numbering -----------------------------------------------------------------------------


def repeated(senders: Senders, session: str, n: int) -> int | None:
    """The seq that the counter already has, 0 for an older one; None where it is due now."""
    if session not in senders:
        raise UnknownSession("Say hello, sync with the new session, then send again.")
    last, seq = senders[session]
    if n > last + 1:
        raise OutOfOrder("A message before this one is missing.", expected=last + 1)
    if n == last + 1:
        return None
    return seq if n == last else 0


def registered(senders: Senders, session: str, seq: int) -> Senders:
    """With a new session; the one that has been silent longest makes room."""
    kept = sorted(senders.items(), key=lambda item: item[1][1])[-(MAX_SENDERS - 1) :]
    return {**dict(kept), session: (0, seq)}


# --- what happens to the head ------------------------------------------------------------------------


def after_message(head: Head, message: Message) -> Head:
    said = (
        head
        if not message.session
        else replace(head, senders={**head.senders, message.session: (message.n, message.seq)})
    )
    moved = replace(said, seq=message.seq, version=head.version + 1, updated_at=message.at)
    if message.kind is MessageKind.EVENT:
        return moved
    last = Last(
        message.seq,
        message.kind,
        message.author.kind,
        message.text[:PREVIEW_CHARACTERS],
        message.at,
    )
    return _answered(replace(moved, last=last), message)


def _answered(head: Head, message: Message) -> Head:
    if message.author.kind is AuthorKind.CUSTOMER:
        reopened = head.status is Status.RESOLVED
        return replace(
            head,
            seen_customer=message.seq,
            waiting_since=head.waiting_since or message.at,
            status=Status.QUEUED if reopened else head.status,
            assignee=None if reopened else head.assignee,
        )
    if message.kind is MessageKind.NOTE:
        return head
    return replace(head, waiting_since=None, seen_agent=message.seq)


def after_event(head: Head, to: Status, event: Event, by: Assignee | None) -> Head:
    """State and assignee; the event's own message is put on top by `after_message`."""
    return replace(
        head,
        status=to,
        assignee=by if event is Event.TAKEN else (head.assignee if to is Status.ACTIVE else None),
        waiting_since=None if to is Status.RESOLVED else head.waiting_since,
    )


def touched(before: Head | None, after: Head) -> Head:
    """Lists move when the state does, else at most once a minute: an index write costs two units."""
    moved = before is None or (before.status, before.assignee) != (after.status, after.assignee)
    if moved or after.updated_at - after.touched_at > TOUCH_EVERY:
        return replace(after, touched_at=after.updated_at)
    return after
