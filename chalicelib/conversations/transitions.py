"""From state to state: which event leads where, what it does to the head, and whom it gives work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.conversations.marks import NO_MARKS, Marks, Work
from chalicelib.conversations.messages import (
    AuthorKind,
    Event,
    Message,
    MessageKind,
)
from chalicelib.conversations.model import (
    Assignee,
    Assignment,
    Handoff,
    HandoffReason,
    Head,
    Status,
)
from chalicelib.core.values import Value, field, replace

TRANSITIONS: Mapping[tuple[Status, Event], Status] = {
    (Status.BOT, Event.HANDED_OVER): Status.QUEUED,
    (Status.BOT, Event.TAKEN): Status.ACTIVE,
    (Status.QUEUED, Event.TAKEN): Status.ACTIVE,
    (Status.ACTIVE, Event.TAKEN): Status.ACTIVE,
    (Status.QUEUED, Event.ASSIGNED): Status.ACTIVE,
    # To a person; what is transferred to a team waits there.
    (Status.QUEUED, Event.TRANSFERRED): Status.ACTIVE,
    (Status.ACTIVE, Event.TRANSFERRED): Status.ACTIVE,
    (Status.ACTIVE, Event.RELEASED): Status.QUEUED,
    (Status.ACTIVE, Event.REQUEUED): Status.QUEUED,
    (Status.QUEUED, Event.RESOLVED): Status.RESOLVED,
    (Status.ACTIVE, Event.RESOLVED): Status.RESOLVED,
    (Status.RESOLVED, Event.REOPENED): Status.QUEUED,
}
# Events that are told in the history and change no state.
TOLD = frozenset(
    {
        Event.TICKET_OPENED,
        Event.TICKET_CHANGED,
        Event.RATED,
        Event.WAITING,
        Event.EDITED,
        Event.RECALLED,
    }
)
# The numbers of an assignment that the head keeps.
NUMBERS = ("load", "capacity")


class Move(Value, frozen=True):
    """An event, who holds it afterwards, which team it goes to, and what else is told of it."""

    event: Event
    to: Assignee | None = None
    team: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def leads_to(status: Status, move: Move) -> Status | None:
    found = TRANSITIONS.get((status, move.event))
    return Status.QUEUED if found and move.event is Event.TRANSFERRED and not move.to else found


def after_event(head: Head, to: Status, move: Move, at: datetime) -> Head:
    """State, holder and team; the event's own message is put on top by `after_message`."""
    moved = replace(head, team=move.team or head.team)
    match to:
        case Status.ACTIVE:
            return _held(moved, move, at)
        case Status.RESOLVED:
            return replace(_left(moved, to), queued_at=None, waiting_since=None)
        case _ if move.event is Event.HANDED_OVER:
            return handed_over(moved, HandoffReason(move.data["reason"]), at)
        case _ if move.event is Event.REOPENED:
            return reopened(moved, at)
    return _queued(moved, at)


def handed_over(head: Head, reason: HandoffReason, at: datetime) -> Head:
    waiting = head.waiting_since or at
    return replace(_queued(head, at), handoff=Handoff(reason, at), waiting_since=waiting)


def reopened(head: Head, at: datetime) -> Head:
    """It waits for a person; what ended with the last time is asked anew."""
    return replace(_queued(head, at), handoff=None, rating=None)


def _queued(head: Head, at: datetime) -> Head:
    return replace(_left(head, Status.QUEUED), queued_at=head.queued_at or at)


def _left(head: Head, to: Status) -> Head:
    return replace(head, status=to, assignee=None, assigned=None, answered=0)


def _held(head: Head, move: Move, at: datetime) -> Head:
    """What else decided stays sealed in the event: beside the reason, the head keeps numbers."""
    reason = str(move.data.get("reason", move.event))
    numbers = {name: move.data[name] for name in NUMBERS if name in move.data}
    return replace(
        head,
        status=Status.ACTIVE,
        assignee=move.to or head.assignee,
        queued_at=None,
        answered=0,
        assigned=Assignment(reason, at, numbers),
    )


def marked_by(before: Head | None, after: Head, message: Message) -> Message:
    """With its marks; most messages have none."""
    marks = marks_of(before, after, message)
    return message if marks is NO_MARKS else replace(message, marks=marks)


def marks_of(before: Head | None, after: Head, message: Message) -> Marks:
    """What this message gives others to do, by what it did to the head."""
    frees = before.assignee.id if before and before.assignee else ""
    if frees and after.assignee and after.assignee.id == frees:
        frees = ""
    said = message.kind is MessageKind.MESSAGE
    by_human = message.author.kind in {AuthorKind.CUSTOMER, AuthorKind.AGENT}
    heard = said or message.event == Event.RATED
    ticket = after.ticket.id if heard and by_human else ""
    work = _work(before, after, asks=said and message.author.kind is AuthorKind.CUSTOMER)
    send = after.via.inbox if after.via and message.goes_out else ""
    return Marks(work, frees, ticket, send) if work or frees or ticket or send else NO_MARKS


def _work(before: Head | None, after: Head, *, asks: bool) -> Work | None:
    if after.status is Status.BOT and asks:
        return Work.BOT
    waited = before is not None and before.status is Status.QUEUED and before.team == after.team
    return Work.ASSIGN if after.status is Status.QUEUED and not waited else None
