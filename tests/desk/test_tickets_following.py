"""What a ticket sets off, once: telling, writing, moving by what is said, closing by itself."""

import importlib.util
import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.conversations.model import Event
from chalicelib.core.clock import to_wire
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.tickets.items import TicketItem
from chalicelib.tickets.model import CLOSES_AFTER, Status, Ticket
from chalicelib.wiring import House
from tests.desk.cases import Case
from tests.desk.standing import MovableClock, Stage, Wires
from tests.desk.stories import deliver, outbox
from tests.desk.test_assignment_races import at_once
from tests.desk.test_fan_out import record

ROOT = Path(__file__).parents[2]
ADDRESS = "li.na@guest.example"
CONTEXT = SimpleNamespace(
    function_name="f", memory_limit_in_mb=128, invoked_function_arn="arn", aws_request_id="id"
)


@pytest.fixture
def case(house: House, merchant: MerchantId) -> Case:
    return Case(house, merchant, email=ADDRESS)


def said(case: Case, ticket: Ticket, by: str, *, seq: int = 2, event: str = "") -> dict[str, Any]:
    """The job of words in the ticket's conversation."""
    return {
        "merchant": case.agent.merchant,
        "conversation": case.conversation,
        "ticket": ticket.id,
        "seq": seq,
        "by": by,
        "at": to_wire(case.house.clock()),
        "event": event,
    }


def test_each_state_is_told_once_however_often_the_job_comes(case: Case) -> None:
    made = case.from_talk()
    case.follow(made)
    case.move(made, Status.PENDING)
    at_once([lambda: case.follow(made)] * 5)
    case.follow(made)

    assert case.events() == ["ticket_opened new", "ticket_changed pending"]


def test_a_public_comment_is_an_answer_that_opens_a_new_ticket(case: Case) -> None:
    made = case.make()
    case.comment(made, "for us", public=False)
    case.follow(made)
    assert case.now(made).status is Status.NEW

    case.comment(made, "We look at it.", public=True)
    for _ in range(2):
        case.follow(made)

    assert case.now(made).status is Status.OPEN
    assert case.kinds(made) == ["created", "note", "comment", "transition"]


def test_a_state_that_did_not_last_is_not_told(case: Case) -> None:
    made = case.from_talk()
    case.move(made, Status.PENDING, Status.RESOLVED)
    for _ in range(2):
        case.follow(made)

    assert case.events() == ["ticket_opened new", "ticket_changed resolved"]


def test_a_closed_ticket_leaves_its_conversation_free_for_another(case: Case) -> None:
    made = case.from_talk()
    case.move(made, Status.RESOLVED, Status.CLOSED)
    case.follow(made)

    assert case.from_talk().number == 2


def test_a_resolved_ticket_makes_room_and_its_end_leaves_the_next_one_alone(case: Case) -> None:
    first = case.move(case.from_talk(), Status.RESOLVED)
    second = case.from_talk()
    case.move(first, Status.CLOSED)
    case.follow(first)

    with case.agent.open():
        head = case.house.conversations.get(case.agent, conversation=case.conversation)
    assert head.ticket.id == second.id
    assert case.events() == ["ticket_opened new", "ticket_opened new", "ticket_changed closed"]


def test_who_has_an_address_is_written_to_when_it_is_made_and_resolved(
    case: Case, stage: Stage
) -> None:
    made = case.from_talk()
    at_once([lambda: case.follow(made)] * 4)
    case.move(made, Status.RESOLVED)
    for _ in range(3):
        case.follow(made)
        deliver(stage)

    assert len(outbox(stage)) == 2
    assert [(mail.to, mail.subject) for mail in stage.mailer.sent] == [
        (ADDRESS, "青竹里: your request #1"),
        (ADDRESS, "青竹里: your request #1 is resolved"),
    ]
    assert case.kinds(made).count("notified") == 2


def test_what_is_resolved_anew_is_told_anew(case: Case, stage: Stage, clock: MovableClock) -> None:
    made = case.from_talk()
    for state in (Status.RESOLVED, Status.OPEN, Status.RESOLVED):
        clock.advance(60)
        case.move(made, state)
        case.follow(made)

    assert len(outbox(stage)) == 2  # resolved at once, so that no letter says it was made


def test_nobody_is_written_to_without_an_address(
    house: House, merchant: MerchantId, stage: Stage
) -> None:
    case = Case(house, merchant)
    made = case.from_talk()
    case.follow(made)
    case.follow(case.make())  # of no customer at all

    assert outbox(stage) == []
    assert case.kinds(made) == ["created"]


def test_an_answer_opens_it_and_the_customers_word_opens_it_again(
    case: Case, clock: MovableClock
) -> None:
    made = case.from_talk()
    clock.advance(60)
    answer = said(case, made, "agent")
    case.house.following.take(answer)
    opened = case.now(made)
    assert (opened.status, opened.first_response_at) == (Status.OPEN, clock.now)

    clock.advance(60)
    case.move(made, Status.PENDING)
    case.house.following.take(answer)  # once more, and too late
    assert case.now(made).status is Status.PENDING

    clock.advance(60)
    word = said(case, made, "customer")
    for _ in range(2):
        case.house.following.take(word)
    back = case.now(made)
    assert (back.status, back.waiting_since) == (Status.OPEN, clock.now)
    assert case.kinds(made) == ["created", "transition", "transition", "transition"]
    with case.agent.open():
        last = case.house.tickets.timeline(case.agent, ticket=made.id, after=3).entries[0]
    assert (last.by.kind, last.text) == ("system", "customer_replied")


def test_the_conversations_rating_is_the_tickets_too(case: Case) -> None:
    made = case.from_talk()
    with case.agent.open(front=True):
        for event in (Event.TAKEN, Event.RESOLVED):
            case.house.conversations.move(case.agent, conversation=case.conversation, event=event)
    with case.visitor.open():
        head = case.house.conversations.rate(
            case.visitor, conversation=case.conversation, score=4, text="quick and kind"
        )
    job = said(case, made, "customer", seq=head.seq, event="rated")
    for _ in range(2):
        case.house.following.take(job)

    rating = case.now(made).rating
    assert rating is not None
    assert (rating.score, rating.text) == (4, "quick and kind")
    assert case.kinds(made) == ["created", "rated"]


def run_due(house: House) -> None:
    house.due.run({"close": house.following.close}, goes_on=lambda: True)


def test_what_is_resolved_closes_by_itself_after_a_week(case: Case, clock: MovableClock) -> None:
    made = case.from_talk()
    case.move(made, Status.RESOLVED)
    clock.now += CLOSES_AFTER - timedelta(seconds=1)
    run_due(case.house)
    assert case.now(made).status is Status.RESOLVED

    clock.advance(2)
    for _ in range(2):
        run_due(case.house)
    assert case.now(made).status is Status.CLOSED
    assert case.kinds(made) == ["created", "transition", "transition"]


def test_what_was_opened_again_does_not_close_and_counts_its_week_anew(
    case: Case, clock: MovableClock
) -> None:
    made = case.from_talk()
    case.move(made, Status.RESOLVED, Status.OPEN)
    clock.now += CLOSES_AFTER
    run_due(case.house)
    assert case.now(made).status is Status.OPEN

    case.move(made, Status.RESOLVED)
    clock.now += CLOSES_AFTER - timedelta(seconds=1)
    run_due(case.house)
    assert case.now(made).status is Status.RESOLVED
    clock.advance(1)
    run_due(case.house)
    assert case.now(made).status is Status.CLOSED


# --- the doors of it


@pytest.fixture
def door(house: House, monkeypatch: pytest.MonkeyPatch) -> Any:
    path = ROOT / "functions" / "transition_ticket" / "handler.py"
    spec = importlib.util.spec_from_file_location("transition_ticket_handler", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "house", lambda: house)
    return module


def jobs(*bodies: Any) -> dict[str, Any]:
    return {
        "Records": [
            {"messageId": str(n), "eventSource": "aws:sqs", "body": json.dumps(body)}
            for n, body in enumerate(bodies)
        ]
    }


def test_a_job_that_cannot_be_done_is_reported_alone(case: Case, door: Any) -> None:
    made = case.from_talk()
    case.move(made, Status.PENDING)
    good = {"merchant": case.agent.merchant, "ticket": made.id}

    answer = door.handler(jobs({**good, "ticket": new_id()}, good, "nothing"), CONTEXT)

    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["0", "2"]
    assert case.events() == ["ticket_opened new", "ticket_changed pending"]


def test_a_job_that_names_another_merchants_ticket_finds_none(
    case: Case, house: House, new_merchant: Any
) -> None:
    made = case.from_talk()
    with pytest.raises(NotFound):
        house.following.take({"merchant": new_merchant(), "ticket": made.id})


def item(desk: Desk, ticket: Ticket) -> TicketItem:
    found = TicketItem.find(keys.ticket(desk, ticket.id), consistent=True)
    assert found is not None
    return found


def test_every_agent_is_pushed_a_ticket_that_changed_and_no_customer(
    case: Case, wires: Wires
) -> None:
    with case.visitor.open():
        case.house.connections.opened(case.visitor, connection="customer", name="")
    made = case.from_talk()
    with case.agent.open():
        before = item(case.agent, made)
    moved = case.move(made, Status.PENDING)
    with case.agent.open():
        after = item(case.agent, made)
    wires.sent.clear()

    for each in (record(after, before), record(after, after)):
        assert case.house.fan_out.deliver([each]) == []

    ((_, data),) = wires.sent
    assert json.loads(data) == {"t": "ticket", "ticket": moved.wire()}
