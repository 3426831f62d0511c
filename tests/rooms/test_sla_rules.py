"""Clocks follow from the ticket alone: however often it was followed, and whatever was missed."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.calendars.model import always_open
from chalicelib.core.ids import TicketId
from chalicelib.core.values import replace
from chalicelib.sla.model import Clocks, Event, Policy, State, Target
from chalicelib.sla.rules import derived, heard, next_mark
from chalicelib.tickets.model import (
    TRANSITIONS,
    Author,
    AuthorKind,
    Entry,
    Priority,
    Status,
    Ticket,
    Type,
)
from chalicelib.tickets.rules import Step, agent_replied, customer_replied, moved

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MINUTES = {Target.FIRST_RESPONSE: 60, Target.NEXT_RESPONSE: 30, Target.RESOLUTION: 240}
POLICY = Policy({Priority.NORMAL: MINUTES, Priority.HIGH: dict.fromkeys(Target, 5)})
CALENDAR = always_open("UTC")
BY = Author(AuthorKind.SYSTEM, "test")
NEW = Ticket(
    id=TicketId("t"),
    number=1,
    title="",
    type=Type.QUESTION,
    priority=Priority.NORMAL,
    status=Status.NEW,
    created_at=BEGIN,
    updated_at=BEGIN,
    moved_at=BEGIN,
)
History = Sequence[tuple[datetime, Ticket, list[Entry]]]


def some_history(seed: int) -> History:
    """A ticket as it was after each thing that happened to it, with its timeline until then."""
    chance = random.Random(seed)  # noqa: S311 - the same histories each time
    ticket, entries, now = NEW, list[Entry](), BEGIN
    history = [(now, ticket, entries)]
    for _ in range(chance.randint(1, 25)):
        now += chance.randint(1, 90) * MINUTE
        step = some_step(chance, ticket, now)
        if step is not None:
            made = [
                Entry(n, now, line.kind, BY, line.text, line.data, line.public)
                for n, line in enumerate(step.lines, len(entries) + 1)
            ]
            entries = [*entries, *made]
            ticket = replace(step.after, seq=len(entries))
            history.append((now, ticket, entries))
    return history


def some_step(chance: random.Random, ticket: Ticket, now: datetime) -> Step | None:
    if chance.random() < 0.3:
        return customer_replied(ticket, now)
    if chance.random() < 0.4:
        return agent_replied(ticket, now)
    if chance.random() < 0.1:
        return Step(replace(ticket, priority=chance.choice((Priority.NORMAL, Priority.HIGH))))
    allowed = TRANSITIONS[ticket.status]
    return moved(ticket, chance.choice(allowed), now) if allowed else None


def followed(history: History) -> Clocks:
    """Each time all marks that were due are given, as a check would."""
    clocks = Clocks()
    for now, ticket, entries in history:
        clocks = heard(clocks, entries[clocks.seq :])
        clocks = derived(clocks, ticket, POLICY, CALENDAR)
        while (mark := next_mark(clocks)) and mark.at <= now:
            given = clocks.clocks[mark.target].marked(mark.event, now)
            clocks = derived(clocks.with_clock(given), ticket, POLICY, CALENDAR)
    return clocks


@pytest.mark.parametrize("seed", range(300))
def test_it_does_not_matter_how_often_a_ticket_was_followed(seed: int) -> None:
    history = some_history(seed)
    each, last = followed(history), followed(history[-1:])
    ticket = history[-1][1]

    assert each.pauses == last.pauses
    for target in (Target.FIRST_RESPONSE, Target.RESOLUTION):
        one, two = each.clocks[target], last.clocks[target]
        assert (one.started, one.met) == (two.started, two.met)
        if one.met is None:  # what was met keeps the deadline of the priority that it had then
            assert (one.due, one.warn) == (two.due, two.warn)
    if ticket.waiting_since:
        assert each.clocks[Target.NEXT_RESPONSE].started == ticket.waiting_since
        assert last.clocks[Target.NEXT_RESPONSE].started == ticket.waiting_since


@pytest.mark.parametrize("seed", range(100))
def test_following_once_more_changes_nothing(seed: int) -> None:
    history = some_history(seed)

    assert followed(history) == followed([*history, history[-1]])


@pytest.mark.parametrize("seed", range(100))
def test_a_clock_is_paused_while_the_ticket_is_and_met_when_it_ended(seed: int) -> None:
    history = some_history(seed)
    ticket, clocks = history[-1][1], followed(history)
    stopped = {Status.PENDING, Status.RESOLVED, Status.CLOSED}

    assert clocks.paused is (ticket.status in stopped)
    ended = ticket.status in {Status.RESOLVED, Status.CLOSED}
    assert (clocks.clocks[Target.RESOLUTION].met is not None) is ended


def test_a_breach_is_never_given_without_its_warning_nor_before_its_time() -> None:
    for seed in range(100):
        for clock in followed(some_history(seed)).clocks.values():
            if clock.breached:
                assert clock.warned
                assert clock.warned <= clock.breached
                assert clock.state(paused=False) is State.BREACHED
            if clock.breached and clock.due:
                assert clock.due <= clock.breached
                assert clock.met is None or clock.due < clock.met


def test_exactly_at_the_deadline_is_in_time() -> None:
    answered = replace(NEW, first_response_at=BEGIN + 60 * MINUTE)
    clocks = derived(Clocks(), answered, POLICY, CALENDAR)
    warned = clocks.clocks[Target.FIRST_RESPONSE].marked(Event.WARNED, BEGIN + 48 * MINUTE)
    mark = next_mark(clocks.with_clock(warned))

    assert mark is not None
    assert mark.target is Target.RESOLUTION
