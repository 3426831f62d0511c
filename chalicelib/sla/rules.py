"""How a ticket's clocks follow from the ticket: pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.calendars.model import Calendar
from chalicelib.core.values import replace
from chalicelib.sla.calculator import Pause, Reason, due
from chalicelib.sla.model import Clock, Clocks, Event, Mark, Policy, Target
from chalicelib.tickets.model import Entry, EntryKind, Status, Ticket

# In these no time counts, whatever the calendar says.
STOPPED = {
    Status.PENDING: Reason.PENDING,
    Status.RESOLVED: Reason.RESOLVED,
    Status.CLOSED: Reason.RESOLVED,
    Status.MERGED: Reason.RESOLVED,
}


def heard(clocks: Clocks, entries: Iterable[Entry]) -> Clocks:
    """With the pauses that the timeline's further transitions tell of."""
    pauses, seq = list(clocks.pauses), clocks.seq
    for entry in entries:
        seq = entry.seq
        if entry.kind is not EntryKind.TRANSITION:
            continue
        reason = STOPPED.get(Status(entry.data["to"]))
        if pauses and pauses[-1].end is None and pauses[-1].reason is not reason:
            pauses[-1] = replace(pauses[-1], end=entry.at)
        if reason and not (pauses and pauses[-1].end is None):
            pauses.append(Pause(entry.at, None, reason))
    return replace(clocks, seq=seq, pauses=tuple(pauses))


def settled(clocks: Clocks, ticket: Ticket) -> Clocks:
    """What the ticket says of the clocks that run; what it resolves, it answers too."""
    ended = _ended(ticket)
    first = Clock(Target.FIRST_RESPONSE, ticket.created_at)
    first = clocks.clocks.get(first.target, first)
    resolved = (each.start for each in clocks.pauses if each.reason is Reason.RESOLVED)
    answers = [at for at in (ticket.first_response_at, next(resolved, ended)) if at]
    first = replace(first, met=max(min(answers), first.started) if answers else None)
    resolution = Clock(Target.RESOLUTION, ticket.created_at)
    resolution = replace(clocks.clocks.get(resolution.target, resolution), met=ended)
    after = clocks.with_clock(first).with_clock(resolution)
    following = clocks.clocks.get(Target.NEXT_RESPONSE)
    return after.with_clock(_answered(following, ticket)) if following else after


def _ended(ticket: Ticket) -> datetime | None:
    if STOPPED.get(ticket.status) is Reason.RESOLVED:
        return ticket.resolved_at or ticket.moved_at
    return None


def _answered(clock: Clock, ticket: Ticket) -> Clock:
    """The wait for a further answer, ended by one or by the ticket's end; else it may have begun earlier."""
    waiting, at = ticket.waiting_since, ticket.answered_at
    if clock.met:
        return clock
    if at and at >= clock.started:
        return replace(clock, met=at)
    if waiting is None:
        return replace(clock, met=max(ticket.moved_at, clock.started))
    return replace(clock, started=waiting)


def waiting_again(clocks: Clocks, ticket: Ticket) -> Clocks:
    """With another wait for an answer where the customer has written anew, and the one before is done
    with: met, and given its marks.
    """
    before, since = clocks.clocks.get(Target.NEXT_RESPONSE), ticket.waiting_since
    owed = any(mark.target is Target.NEXT_RESPONSE for mark in _marks(clocks))
    if since is None or owed or (before and before.met is None):
        return clocks
    return clocks.with_clock(Clock(Target.NEXT_RESPONSE, since))


def derived(clocks: Clocks, ticket: Ticket, policy: Policy, calendar: Calendar) -> Clocks:
    """As they stand by what the ticket is now, and by the pauses that were heard of."""
    ended = measured(clocks, settled(clocks, ticket), ticket, policy, calendar)
    again = waiting_again(ended, ticket)
    return ended if again is ended else measured(ended, again, ticket, policy, calendar)


def measured(
    before: Clocks, clocks: Clocks, ticket: Ticket, policy: Policy, calendar: Calendar
) -> Clocks:
    """With the deadlines that policy and calendar give now; what was met before keeps the one it had."""
    after = clocks
    for clock in clocks.clocks.values():
        known = before.clocks.get(clock.target)
        if clock.met and known and known.met == clock.met:
            continue
        minutes = policy.minutes(ticket.priority, clock.target)
        after = after.with_clock(_measured(clock, minutes, policy, calendar, clocks.pauses))
    return after


def _measured(
    clock: Clock,
    minutes: int | None,
    policy: Policy,
    calendar: Calendar,
    pauses: Iterable[Pause],
) -> Clock:
    """A mark stays as long as the deadline that it was given for has not moved beyond it."""
    if minutes is None:
        return Clock(clock.target, clock.started, clock.met)
    pauses = _until(clock.met, pauses)
    target = timedelta(minutes=minutes)
    at = due(calendar, clock.started, target, pauses)
    warn = due(calendar, clock.started, target * policy.warn_percent / 100, pauses)
    return replace(
        clock,
        minutes=minutes,
        due=at,
        warn=warn,
        warned=None if clock.warned and warn and clock.warned < warn else clock.warned,
        breached=None if clock.breached and at and clock.breached < at else clock.breached,
    )


def _until(met: datetime | None, pauses: Iterable[Pause]) -> list[Pause]:
    """What came after a clock was met does not move the deadline that it had."""
    if met is None:
        return list(pauses)
    return [replace(each, end=min(each.until, met)) for each in pauses if each.start < met]


def next_mark(clocks: Clocks) -> Mark | None:
    """The earliest mark that is still to be given."""
    return min(_marks(clocks), key=lambda mark: mark.at, default=None)


def _marks(clocks: Clocks) -> Iterator[Mark]:
    """Of each clock its next: a warning comes before the breach, and neither after it was met."""
    for clock in clocks.clocks.values():
        event, at = Event.WARNED, clock.warn
        if clock.warned:
            event, at = Event.BREACHED, clock.due
        if at and not (clock.warned and clock.breached) and (clock.met is None or at < clock.met):
            yield Mark(clock.target, event, at)
