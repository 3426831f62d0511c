"""A ticket's states: what the table allows, and what any history of them keeps true."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversations.model import Assignee
from chalicelib.core.errors import Conflict, Stale
from chalicelib.core.ids import PersonId, TicketId
from chalicelib.core.values import replace
from chalicelib.tickets.model import (
    ENDED,
    TRANSITIONS,
    EntryKind,
    Priority,
    Rating,
    Status,
    Ticket,
    Type,
)
from chalicelib.tickets.rules import (
    agent_replied,
    assigned,
    changed,
    commented,
    customer_replied,
    ensure_current,
    moved,
    rated,
)
from tests.desk.standing import BEGIN

ROOT = Path(__file__).parents[2]
TICKET = Ticket(
    id=TicketId("T"),
    number=1,
    title="The lamp flickers",
    type=Type.QUESTION,
    priority=Priority.NORMAL,
    status=Status.NEW,
    created_at=BEGIN,
    updated_at=BEGIN,
    moved_at=BEGIN,
    seq=1,
)
STATES = st.sampled_from(list(Status))
MINUTE = timedelta(minutes=1)


def at(minutes: int) -> Ticket:
    return replace(TICKET, moved_at=BEGIN + minutes * MINUTE)


@given(start=STATES, to=STATES)
def test_a_transition_happens_exactly_where_the_table_has_it(start: Status, to: Status) -> None:
    ticket = replace(TICKET, status=start)
    if to in TRANSITIONS[start]:
        step = moved(ticket, to, BEGIN + MINUTE, "why")
        (line,) = step.lines
        assert step.after.status is to
        assert (line.kind, line.text, line.data) == (
            EntryKind.TRANSITION,
            "why",
            {"from": start, "to": to},
        )
        return
    with pytest.raises(Conflict) as refused:
        moved(ticket, to, BEGIN)
    assert refused.value.extra == {
        "rule": "state",
        "state": start,
        "allowed": [str(each) for each in TRANSITIONS[start]],
    }


def test_every_state_is_reached_and_nothing_leaves_the_end() -> None:
    reached = {to for targets in TRANSITIONS.values() for to in targets}

    assert set(TRANSITIONS) == set(Status)
    assert set(Status) - reached == {Status.NEW, Status.MERGED}
    assert {status for status, targets in TRANSITIONS.items() if not targets} == ENDED


@given(st.lists(STATES, max_size=12))
def test_a_ticket_knows_when_it_was_resolved_exactly_while_it_is(wanted: list[Status]) -> None:
    ticket, last = TICKET, None
    for minute, to in enumerate(wanted, 1):
        now = BEGIN + minute * MINUTE
        if to not in TRANSITIONS[ticket.status]:
            continue
        ticket = moved(ticket, to, now).after
        last = now if to is Status.RESOLVED else last
        assert ticket.moved_at == now

    done = ticket.status in {Status.RESOLVED, Status.CLOSED}
    assert ticket.resolved_at == (last if done else None)


def test_a_stale_decision_is_told_what_the_ticket_is_now() -> None:
    with pytest.raises(Stale) as refused:
        ensure_current(replace(TICKET, status=Status.PENDING, version=4), 3)

    assert refused.value.extra == {"state": "pending", "version": 4}
    assert "pending" in refused.value.detail


@given(st.lists(st.tuples(st.sampled_from(["customer", "agent"]), st.integers(1, 60)), max_size=8))
def test_words_that_come_twice_or_out_of_turn_leave_the_same_clocks(
    said: list[tuple[str, int]],
) -> None:
    """Once the first answer stands, the customer waits since the first word after the last one."""

    def heard(words: list[tuple[str, int]]) -> Ticket:
        ticket = replace(TICKET, status=Status.OPEN, first_response_at=BEGIN, answered_at=BEGIN)
        for by, minute in words:
            replied = customer_replied if by == "customer" else agent_replied
            step = replied(ticket, BEGIN + minute * MINUTE)
            ticket = step.after if step else ticket
        return ticket

    once, twice = heard(sorted(said, key=lambda w: w[1])), heard([*said, *said])

    assert (once.answered_at, once.first_response_at) == (
        twice.answered_at,
        twice.first_response_at,
    )
    answers = [minute for by, minute in said if by == "agent"]
    later = [m for by, m in said if by == "customer" and m > max(answers, default=0)]
    assert twice.waiting_since == (BEGIN + min(later) * MINUTE if later else None)


def test_the_first_answer_opens_a_new_ticket_and_the_customer_a_pending_one() -> None:
    opened = agent_replied(TICKET, BEGIN + MINUTE)
    assert opened is not None
    assert (opened.after.status, opened.after.first_response_at) == (Status.OPEN, BEGIN + MINUTE)

    pending = moved(opened.after, Status.PENDING, BEGIN + 2 * MINUTE).after
    back = customer_replied(pending, BEGIN + 3 * MINUTE)
    assert back is not None
    assert back.after.status is Status.OPEN
    assert back.lines[0].text == "customer_replied"


def test_a_word_from_before_it_began_to_wait_does_not_end_the_waiting() -> None:
    waiting = replace(TICKET, status=Status.PENDING, moved_at=BEGIN + 2 * MINUTE)
    step = customer_replied(waiting, BEGIN + MINUTE)

    assert step is None or step.after.status is Status.PENDING


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.CLOSED, Status.MERGED])
def test_thanks_do_not_open_what_is_done(status: Status) -> None:
    assert customer_replied(replace(TICKET, status=status), BEGIN + MINUTE) is None


def test_a_change_tells_of_the_fields_and_never_repeats_a_text() -> None:
    step = changed(TICKET, {"title": "Other", "priority": "high", "category": ""}, described=True)
    assert step is not None

    assert step.after.priority is Priority.HIGH
    assert step.lines[0].data == {
        "title": {},
        "priority": {"from": "normal", "to": "high"},
        "description": {},
    }
    assert changed(TICKET, {"title": TICKET.title}, described=False) is None


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_has_ended_takes_notes_alone(status: Status) -> None:
    ended = replace(TICKET, status=status)

    assert commented(ended, "for the record", BEGIN, public=False).lines[0].kind is EntryKind.NOTE
    with pytest.raises(Conflict):
        changed(ended, {"title": "x"}, described=False)
    with pytest.raises(Conflict):
        assigned(ended, None, "TEAM")
    with pytest.raises(Conflict):
        commented(ended, "late", BEGIN, public=True)


def test_only_decisions_move_the_version() -> None:
    may = Assignee(PersonId("P"), "May")

    assert assigned(TICKET, may, "")
    assert assigned(replace(TICKET, assignee=may), may, "") is None
    assert not commented(TICKET, "hello", BEGIN, public=True).decided
    rating = Rating(5, "", BEGIN)
    step = rated(TICKET, rating)
    assert step is not None
    assert not step.decided
    assert rated(step.after, rating) is None


def test_the_document_says_what_the_table_says() -> None:
    text = (ROOT / "docs/tickets.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*)\|$", text, re.MULTILINE)
    told = {state: tuple(re.findall(r"`(\w+)`", leads)) for state, leads in rows}

    assert told == {str(state): tuple(map(str, leads)) for state, leads in TRANSITIONS.items()}
