"""The pure rules of a ticket: what may become of it, and the lines that its timeline gets."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.core.errors import Conflict, Stale
from chalicelib.core.values import Value, field, replace
from chalicelib.tickets.model import (
    TRANSITIONS,
    Assignee,
    ClockMark,
    EntryKind,
    Priority,
    Rating,
    Status,
    Ticket,
    Type,
)

TEXTS = frozenset({"title", "description"})
NOBODY = ""
MEMBER_LEFT = "member_left"


class Cause(StrEnum):
    """Why the desk itself moved a ticket."""

    AGENT_REPLIED = "agent_replied"
    CUSTOMER_REPLIED = "customer_replied"
    RESOLVED_FOR_LONG = "resolved_for_long"


_SHAPES: Mapping[str, Callable[[Any], Any]] = {"type": Type, "priority": Priority, "tags": tuple}


class Wanted(Value, frozen=True):
    """What a new ticket is to be. `person`: None where nothing is said of who gets it."""

    title: str
    description: str = ""
    type: Type = Type.QUESTION
    category: str = ""
    priority: Priority = Priority.NORMAL
    tags: tuple[str, ...] = ()
    team: str = ""
    person: str | None = None

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> "Wanted":
        """As a contract has it; what is not a ticket's own is left aside."""
        given = {name: body[name] for name in cls.__struct_fields__ if body.get(name)}
        if "person" in body and body["person"] is None:
            given["person"] = NOBODY
        return cls(**{name: _SHAPES.get(name, str)(value) for name, value in given.items()})


class Line(Value, frozen=True):
    """A line of the timeline before it has number, time and author."""

    kind: EntryKind
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    public: bool = False


class Step(Value, frozen=True):
    """What a ticket becomes. `decided`: what agents decide by has changed, and with it the version."""

    after: Ticket
    lines: tuple[Line, ...] = ()
    decided: bool = True


def ensure_current(ticket: Ticket, version: int) -> None:
    if ticket.version != version:
        raise Stale(
            f"The ticket was changed in the meantime; it is {ticket.status}.",
            state=str(ticket.status),
            version=ticket.version,
        )


def ensure_unended(ticket: Ticket) -> None:
    if ticket.ended:
        raise Conflict(f"A ticket that is {ticket.status} takes notes alone.", rule="state")


def moved(ticket: Ticket, to: Status, now: datetime, reason: str = "") -> Step:
    """Into another state; a Conflict names those that can be reached."""
    allowed = TRANSITIONS[ticket.status]
    if to not in allowed:
        raise Conflict(
            f"A ticket that is {ticket.status} cannot become {to}.",
            rule="state",
            state=str(ticket.status),
            allowed=[str(each) for each in allowed],
        )
    kept = ticket.resolved_at if to is Status.CLOSED else None
    after = replace(
        ticket,
        status=to,
        moved_at=now,
        resolved_at=now if to is Status.RESOLVED else kept,
        waiting_since=None if to is Status.RESOLVED else ticket.waiting_since,
    )
    data = {"from": str(ticket.status), "to": str(to)}
    return Step(after, (Line(EntryKind.TRANSITION, reason, data, public=True),))


def changed(ticket: Ticket, values: Mapping[str, Any], *, described: bool) -> Step | None:
    """`values` as the contract has them, `described` says that the description is another.

    None where nothing differs. What a text was before is not repeated in the timeline.
    """
    ensure_unended(ticket)
    after = replace(
        ticket, **{name: _value(name, values[name]) for name in values.keys() - {"description"}}
    )
    names = [name for name in values if name != "description" and _differ(ticket, after, name)]
    if described:
        names.append("description")
    if not names:
        return None
    data = {name: {} if name in TEXTS else _from_to(ticket, after, name) for name in names}
    return Step(after, (Line(EntryKind.CHANGED, data=data),))


def _value(name: str, value: Any) -> Any:
    return _SHAPES.get(name, str)(value)


def _differ(before: Ticket, after: Ticket, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))


def _from_to(before: Ticket, after: Ticket, name: str) -> dict[str, Any]:
    return {"from": getattr(before, name), "to": getattr(after, name)}


def assigned(
    ticket: Ticket, assignee: Assignee | None, team: str, *, reason: str = ""
) -> Step | None:
    """`reason`: why, where it was nobody's decision."""
    ensure_unended(ticket)
    if (ticket.assignee, ticket.team) == (assignee, team):
        return None
    data = {
        "person": assignee.id if assignee else None,
        "name": assignee.name if assignee else "",
        "team": team or None,
        **({"reason": reason} if reason else {}),
    }
    after = replace(ticket, assignee=assignee, team=team)
    return Step(after, (Line(EntryKind.ASSIGNED, data=data),))


def given_back(ticket: Ticket, *, person: str) -> Step | None:
    """Its holder answers here no more. What has ended stays theirs: that is history."""
    if ticket.ended or ticket.assignee is None or ticket.assignee.id != person:
        return None
    return assigned(ticket, None, ticket.team, reason=MEMBER_LEFT)


def renamed(ticket: Ticket, *, name: str) -> Step | None:
    """Its customer has another name."""
    if ticket.customer_name == name:
        return None
    return Step(replace(ticket, customer_name=name), decided=False)


def commented(ticket: Ticket, text: str, now: datetime, *, public: bool) -> Step:
    """A public comment of an agent is an answer; a note is nobody's business outside."""
    if not public:
        return Step(ticket, (Line(EntryKind.NOTE, text),), decided=False)
    ensure_unended(ticket)
    return Step(answered(ticket, now), (Line(EntryKind.COMMENT, text, public=True),), decided=False)


def rated(ticket: Ticket, rating: Rating) -> Step | None:
    if ticket.rating == rating:
        return None
    line = Line(EntryKind.RATED, rating.text, {"score": rating.score}, public=True)
    return Step(replace(ticket, rating=rating), (line,), decided=False)


def clocked(ticket: Ticket, clocks: tuple[ClockMark, ...], told: Mapping[str, Any] | None) -> Step:
    lines = (Line(EntryKind.SLA, data=told),) if told else ()
    return Step(replace(ticket, clocks=clocks), lines, decided=False)


# --- what is said in its conversation -----------------------------------------------------------------


def answered(ticket: Ticket, at: datetime) -> Ticket:
    """An agent's answer; told twice or out of turn it changes nothing more."""
    waiting = ticket.waiting_since
    return replace(
        ticket,
        first_response_at=min(ticket.first_response_at or at, at),
        answered_at=max(ticket.answered_at or at, at),
        waiting_since=None if waiting and waiting <= at else waiting,
    )


def asked(ticket: Ticket, at: datetime) -> Ticket:
    """The customer's word: from now on they wait, where it is not answered already."""
    if ticket.first_response_at is None or (ticket.answered_at and at <= ticket.answered_at):
        return ticket
    return replace(ticket, waiting_since=min(ticket.waiting_since or at, at))


def opened(ticket: Ticket) -> Step | None:
    """What was answered is new no more, wherever the answer was written."""
    if ticket.status is not Status.NEW or ticket.first_response_at is None:
        return None
    return moved(ticket, Status.OPEN, ticket.first_response_at, Cause.AGENT_REPLIED)


def agent_replied(ticket: Ticket, at: datetime) -> Step | None:
    """The first answer opens a ticket that is new."""
    if ticket.ended:
        return None
    after = answered(ticket, at)
    if opening := opened(after):
        return opening
    return Step(after, decided=False) if after != ticket else None


def customer_replied(ticket: Ticket, at: datetime) -> Step | None:
    """What waits for the customer is open again, unless it began to wait after their word."""
    if ticket.done:
        return None
    after = asked(ticket, at)
    if ticket.status is Status.PENDING and at > ticket.moved_at:
        return moved(after, Status.OPEN, at, Cause.CUSTOMER_REPLIED)
    return Step(after, decided=False) if after != ticket else None
