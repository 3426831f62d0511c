"""The pure rules of a conversation: numbering, states, who may, what lists see."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversations.model import (
    Assignee,
    Author,
    AuthorKind,
    Event,
    Head,
    Message,
    MessageKind,
    Status,
)
from chalicelib.conversations.rules import (
    CLOCKS_DIFFER,
    MAX_SENDERS,
    REOPEN_WINDOW,
    after_message,
    ensure_may_move,
    ensure_may_say,
    ensure_readable,
    registered,
    repeated,
    touched,
)
from chalicelib.conversations.transitions import TRANSITIONS, Move, after_event
from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import Conflict, Forbidden, NotFound, OutOfOrder, UnknownSession
from chalicelib.core.ids import (
    ConversationId,
    CustomerId,
    MessageId,
    PersonId,
    new_sending_session,
)
from chalicelib.core.values import replace

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CUSTOMER = Caller(CallerKind.VISITOR, "customer")
AGENT = Caller(CallerKind.PERSON, "agent", role="agent")
OTHER = Caller(CallerKind.PERSON, "other", role="agent")
SUPERVISOR = Caller(CallerKind.PERSON, "boss", role="supervisor")
VIEWER = Caller(CallerKind.PERSON, "viewer", role="viewer")
HELD = Assignee(PersonId("agent"), "Ann")
ELSE = Assignee(PersonId("other"), "Bo")


def a_head(**changed: object) -> Head:
    head = Head(
        id=ConversationId("c"),
        status=Status.QUEUED,
        customer=CustomerId("customer"),
        customer_name="Li",
        locale="zh",
        seq=3,
        version=7,
        created_at=NOW,
        updated_at=NOW,
        touched_at=NOW,
    )
    return replace(head, **changed)


def a_message(**changed: object) -> Message:
    message = Message(
        id=MessageId("m"),
        conversation=ConversationId("c"),
        seq=4,
        at=NOW,
        kind=MessageKind.MESSAGE,
        author=Author(AuthorKind.CUSTOMER, "customer"),
        text="hello",
        session="s",
        n=1,
    )
    return replace(message, **changed)


def test_a_known_counter_is_repeated_and_a_due_one_is_not() -> None:
    senders = {"s": (4, 9)}

    assert repeated(senders, "s", 4) == 9
    assert repeated(senders, "s", 2) == 0
    assert repeated(senders, "s", 5) is None


def test_a_counter_that_skips_is_refused_with_the_one_that_is_due() -> None:
    with pytest.raises(OutOfOrder) as refusal:
        repeated({"s": (4, 9)}, "s", 6)

    assert refusal.value.extra["expected"] == 5


def test_an_unknown_session_is_refused_never_accepted() -> None:
    with pytest.raises(UnknownSession):
        repeated({"s": (4, 9)}, "other", 1)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60))
def test_senders_stay_bounded_and_the_latest_always_stays(order: list[int]) -> None:
    head = a_head(senders={})
    born: dict[int, str] = {}
    forgotten: set[str] = set()
    for seq, sender in enumerate(order, start=1):
        now = NOW + timedelta(seconds=seq)
        name = born.get(sender, "")
        if name not in head.senders:
            if name:  # it made room, and can never come back
                with pytest.raises(UnknownSession):
                    registered(head, name, now)
            name = born[sender] = new_sending_session(at_ms=to_ms(now))
            known = set(head.senders)
            head = registered(head, name, now)
            forgotten |= known - set(head.senders)
        senders = {**head.senders, name: (head.senders[name][0] + 1, seq)}
        head = replace(head, senders=senders, seq=seq)

        assert len(head.senders) <= MAX_SENDERS
        assert name in head.senders
        assert not forgotten & set(head.senders)


def test_a_session_from_the_future_keeps_nobody_out_for_long() -> None:
    head = a_head(senders={})
    for ahead in range(MAX_SENDERS + 1):
        name = new_sending_session(at_ms=to_ms(NOW + timedelta(days=9, seconds=ahead)))
        head = registered(head, name, NOW)

    later = NOW + CLOCKS_DIFFER + timedelta(seconds=1)
    assert registered(head, new_sending_session(at_ms=to_ms(later)), later).senders


@pytest.mark.parametrize(("status", "event"), list(product(Status, Event)))
def test_only_the_transitions_of_the_table_are_allowed(status: Status, event: Event) -> None:
    head = a_head(status=status, assignee=HELD if status is Status.ACTIVE else None)
    allowed = TRANSITIONS.get((status, event))
    move = Move(event, to=ELSE)

    if allowed is None:
        with pytest.raises(Conflict):
            ensure_may_move(head, AGENT, move)
    else:
        assert ensure_may_move(head, AGENT, move) is allowed


def test_what_is_transferred_to_a_team_waits_there() -> None:
    head = a_head(status=Status.ACTIVE, assignee=HELD)
    move = Move(Event.TRANSFERRED, team="billing")
    to = ensure_may_move(head, AGENT, move)
    moved = after_event(head, to, move, NOW)

    assert (moved.status, moved.assignee, moved.team) == (Status.QUEUED, None, "billing")
    assert moved.queued_at == NOW


def test_who_holds_it_already_has_nothing_to_take() -> None:
    head = a_head(status=Status.ACTIVE, assignee=HELD)

    for event in (Event.TAKEN, Event.TRANSFERRED):
        with pytest.raises(Conflict):
            ensure_may_move(head, AGENT, Move(event, to=HELD))


def test_the_system_moves_what_anybody_holds_and_only_along_the_table() -> None:
    head = a_head(status=Status.ACTIVE, assignee=HELD)

    assert ensure_may_move(head, system("assign"), Move(Event.REQUEUED)) is Status.QUEUED
    with pytest.raises(Conflict):
        ensure_may_move(head, system("assign"), Move(Event.ASSIGNED, to=ELSE))


def test_what_somebody_else_holds_is_only_a_supervisors_to_move() -> None:
    head = a_head(status=Status.ACTIVE, assignee=HELD)

    with pytest.raises(Conflict):
        ensure_may_move(head, OTHER, Move(Event.TAKEN, to=ELSE))
    assert ensure_may_move(head, SUPERVISOR, Move(Event.TAKEN, to=ELSE)) is Status.ACTIVE


def test_absent_and_foreign_conversations_look_the_same_to_a_visitor() -> None:
    stranger = Caller(CallerKind.VISITOR, "stranger")

    with pytest.raises(NotFound) as absent:
        ensure_readable(None, stranger)
    with pytest.raises(NotFound) as foreign:
        ensure_readable(a_head(), stranger)

    assert absent.value.detail == foreign.value.detail


def test_a_visitor_writes_no_notes_and_a_viewer_writes_nothing() -> None:
    with pytest.raises(Forbidden):
        ensure_may_say(a_head(), CUSTOMER, MessageKind.NOTE, NOW)
    with pytest.raises(Forbidden):
        ensure_may_say(a_head(), VIEWER, MessageKind.NOTE, NOW)


def test_an_agent_answers_only_what_they_hold_but_may_note_anything() -> None:
    with pytest.raises(Conflict):
        ensure_may_say(a_head(), AGENT, MessageKind.MESSAGE, NOW)
    ensure_may_say(a_head(), AGENT, MessageKind.NOTE, NOW)
    ensure_may_say(a_head(status=Status.ACTIVE, assignee=HELD), AGENT, MessageKind.MESSAGE, NOW)


def test_a_customers_message_reopens_within_the_window_and_not_after_it() -> None:
    head = a_head(status=Status.RESOLVED, assignee=HELD)

    ensure_may_say(head, CUSTOMER, MessageKind.MESSAGE, NOW + REOPEN_WINDOW)
    with pytest.raises(Conflict):
        ensure_may_say(head, CUSTOMER, MessageKind.MESSAGE, NOW + REOPEN_WINDOW * 2)
    after = after_message(head, a_message())
    assert (after.status, after.assignee) == (Status.QUEUED, None)


def test_waiting_starts_with_the_customers_first_unanswered_message() -> None:
    later = NOW + timedelta(minutes=5)
    asked = after_message(a_head(), a_message())
    again = after_message(asked, a_message(seq=5, at=later, n=2))
    answered = after_message(again, a_message(seq=6, author=Author(AuthorKind.AGENT, "agent"), n=1))

    assert again.waiting_since == NOW
    assert answered.waiting_since is None
    assert (answered.seen_customer, answered.seen_agent) == (5, 6)


def test_a_note_answers_nobody() -> None:
    asked = after_message(a_head(), a_message())
    noted = after_message(
        asked, a_message(seq=5, kind=MessageKind.NOTE, author=Author(AuthorKind.AGENT, "agent"))
    )

    assert noted.waiting_since == NOW


def test_taking_and_releasing_move_the_holder() -> None:
    taken = after_event(a_head(), Status.ACTIVE, Move(Event.TAKEN, to=HELD), NOW)
    released = after_event(taken, Status.QUEUED, Move(Event.RELEASED), NOW)

    assert (taken.assignee, taken.queued_at) == (HELD, None)
    assert (released.assignee, released.assigned, released.queued_at) == (None, None, NOW)


def test_a_visitor_sees_a_notes_number_and_nothing_else() -> None:
    note = a_message(kind=MessageKind.NOTE, author=Author(AuthorKind.AGENT, "agent", "Ann"))

    assert set(note.wire(CUSTOMER)) == {"conversation", "seq", "at", "kind"}
    assert note.wire(CUSTOMER)["kind"] == "hidden"


def test_only_the_sender_learns_its_own_numbering() -> None:
    assert a_message().wire(CUSTOMER)["session"] == "s"
    assert "session" not in a_message().wire(AGENT)


def test_lists_are_touched_at_once_by_a_state_and_every_five_minutes_by_talk() -> None:
    talk = replace(a_head(), updated_at=NOW + timedelta(seconds=30))
    late = replace(a_head(), updated_at=NOW + timedelta(minutes=5, seconds=1))
    taken = replace(talk, status=Status.ACTIVE, assignee=HELD)

    assert touched(a_head(), talk).touched_at == NOW
    assert touched(a_head(), late).touched_at == late.updated_at
    assert touched(a_head(), taken).touched_at == talk.updated_at
