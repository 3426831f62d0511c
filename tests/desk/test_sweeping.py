"""What reaches many tickets: other targets or hours, a member who left, a customer's other name."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.table.desk import Desk
from chalicelib.tickets import sweeping
from chalicelib.tickets.model import Status, Ticket
from chalicelib.wiring import House
from tests.desk.agents import agent_of
from tests.desk.cases import Case
from tests.desk.clocked import HOUR, TARGETS, Crash, crashing
from tests.desk.clocked import Case as Clocked
from tests.desk.standing import MovableClock, Queues, desk_of

PAGE = 2


@pytest.fixture
def case(house: House, merchant: MerchantId) -> Case:
    return Case(house, merchant)


@pytest.fixture
def clocked(house: House, clock: MovableClock, merchant: MerchantId) -> Clocked:
    made = Clocked(house, clock, merchant)
    made.promise()
    return made


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "RUN", PAGE)


def sweep(house: House, queues: Queues, **job: Any) -> Iterator[dict[str, Any]]:
    """The queue: a job, and each one that it leaves."""
    queues.jobs[:] = [job]
    while queues.jobs:
        taken = queues.jobs.pop(0)
        yield taken
        house.following.take(taken)


def swept(house: House, queues: Queues, **job: Any) -> int:
    return len(list(sweep(house, queues, **job)))


# --- targets and hours


def settings(clocked: Clocked) -> dict[str, Any]:
    return {"merchant": clocked.merchant, "state": "new"}


def test_other_targets_reach_every_open_ticket_and_once_is_enough(
    clocked: Clocked, house: House, queues: Queues
) -> None:
    begin = clocked.clock.now
    tickets = [clocked.open() for _ in range(5)]
    clocked.move(tickets[0], Status.OPEN)
    clocked.move(tickets[1], Status.ON_HOLD)
    twice = {name: {**row, "first_response_min": 120} for name, row in TARGETS.items()}
    clocked.promise(twice)

    jobs = swept(house, queues, **settings(clocked))

    assert {row.due_at for each in tickets for row in clocked.ticket(each).clocks[:1]} == {
        begin + 2 * HOUR
    }
    assert jobs == 5  # two pages of the new ones, and a page of each other state
    before = [clocked.ticket(each) for each in tickets]
    swept(house, queues, **settings(clocked))
    assert [clocked.ticket(each) for each in tickets] == before


def test_tighter_targets_mark_at_once_what_they_have_overtaken(
    clocked: Clocked, house: House, queues: Queues
) -> None:
    ticket = clocked.open()
    clocked.clock.advance(600)
    clocked.promise({"normal": {"first_response_min": 5, "resolution_min": 240}})
    assert clocked.told(ticket) == []

    for _ in range(2):
        swept(house, queues, **settings(clocked))

    assert clocked.told(ticket) == [("first_response", "warned"), ("first_response", "breached")]


def test_other_hours_move_the_deadlines(clocked: Clocked, house: House, queues: Queues) -> None:
    ticket = clocked.open()  # Monday, eight o'clock UTC
    owner = desk_of(clocked.merchant)
    with owner.open():
        version = house.calendars.calendar(owner).version
        values = {"time_zone": "UTC", "week": {"tue": [["09:00", "17:00"]]}}
        house.calendars.change(owner, version=version, values=values)

    swept(house, queues, **settings(clocked))

    due = clocked.ticket(ticket).clocks[0].due_at
    assert due is not None
    assert due.isoformat() == "2026-03-03T10:00:00+00:00"


def test_a_run_that_dies_anywhere_is_taken_up_where_it_was(
    clocked: Clocked, house: House, queues: Queues
) -> None:
    tickets = [clocked.open() for _ in range(3)]
    clocked.promise({"normal": {"first_response_min": 5, "resolution_min": 240}})
    clocked.clock.advance(3_600)
    for at in (3, 8, 14, 21):
        running = sweep(house, queues, **settings(clocked))
        with crashing(at), pytest.raises(Crash):
            list(running)

    swept(house, queues, **settings(clocked))

    both = [("first_response", "warned"), ("first_response", "breached")]
    assert [clocked.told(each) for each in tickets] == [both] * 3


# --- a member who left


def given(case: Case, to: Desk, count: int) -> list[Ticket]:
    return [case.make(person=to.caller.id) for _ in range(count)]


def test_a_member_who_left_leaves_tickets_that_say_why_nobody_has_them(
    case: Case, house: House, queues: Queues
) -> None:
    bo = agent_of(house, case.agent.merchant, name="Bo")
    tickets = given(case, bo, 3)
    ended = case.move(given(case, bo, 1)[0], Status.RESOLVED, Status.CLOSED)
    mine = case.make(person=case.agent.caller.id)
    owner = desk_of(case.agent.merchant)
    with owner.open(front=True):
        house.people.remove(owner, person=bo.caller.id)

    jobs = swept(house, queues, merchant=owner.merchant, person=bo.caller.id)

    assert jobs == 2
    for ticket in tickets:
        now = case.now(ticket)
        assert now.assignee is None
        assert now.version == ticket.version + 1
        with owner.open():
            line = house.tickets.timeline(owner, ticket=ticket.id).entries[-1]
        assert (line.kind, line.data["person"], line.data["reason"], line.public) == (
            "assigned",
            None,
            "member_left",
            False,
        )
    assert case.now(mine).assignee is not None
    assert case.now(ended).assignee is not None  # what has ended is history
    swept(house, queues, merchant=owner.merchant, person=bo.caller.id)
    assert [case.now(each).version for each in tickets] == [each.version + 1 for each in tickets]


def test_who_may_not_answer_any_more_has_left_and_who_may_keeps_theirs(
    case: Case, house: House, queues: Queues
) -> None:
    bo = agent_of(house, case.agent.merchant, name="Bo")
    (ticket,) = given(case, bo, 1)
    job = {"merchant": bo.merchant, "person": bo.caller.id}
    owner = desk_of(bo.merchant)

    swept(house, queues, **job)
    assert case.now(ticket) == ticket
    with owner.open(front=True):
        values = {"role": Role.VIEWER}
        house.people.change_member(owner, person=bo.caller.id, values=values, version=2)
    swept(house, queues, **job)

    assert case.now(ticket).assignee is None


def test_what_was_given_to_somebody_just_gone_is_given_back_by_its_own_job(
    case: Case, house: House
) -> None:
    """They were removed between the look at who answers and the write."""
    bo = agent_of(house, case.agent.merchant, name="Bo")
    (ticket,) = given(case, bo, 1)
    owner = desk_of(bo.merchant)
    with owner.open(front=True):
        house.people.remove(owner, person=bo.caller.id)

    case.follow(ticket)

    assert case.now(ticket).assignee is None


# --- a customer's other name


def called(case: Case, name: str) -> None:
    desk = desk_of(case.agent.merchant)
    with desk.open():
        known = house_of(case).customers.known(desk, customer_id=case.visitor.caller.id)
        values = {"name": name}
        house_of(case).profiles.change(
            desk, customer_id=known.id, version=known.version, values=values
        )


def house_of(case: Case) -> House:
    return case.house


def test_a_customers_tickets_show_their_name_of_now(
    case: Case, house: House, queues: Queues
) -> None:
    tickets = []
    for _ in range(3):
        tickets.append(case.from_talk())
        case.move(tickets[-1], Status.RESOLVED)
    before = [case.now(each) for each in tickets]
    called(case, "Li Na")

    jobs = swept(house, queues, merchant=case.agent.merchant, customer=case.visitor.caller.id)

    assert jobs == 2
    assert [case.now(each) for each in tickets] == [
        replace(each, customer_name="Li Na") for each in before
    ]


def test_of_two_names_at_once_the_later_one_stays(
    case: Case, house: House, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = case.from_talk()
    called(case, "Anna")
    apply = house.tickets.apply

    def slow(*args: Any, **named: Any) -> Ticket:
        """The second name comes, and its job is done, before the first one is written."""
        monkeypatch.undo()
        monkeypatch.setattr(sweeping, "RUN", PAGE)
        called(case, "Bea")
        left = list(queues.jobs)
        swept(house, queues, merchant=case.agent.merchant, customer=case.visitor.caller.id)
        queues.jobs[:] = left
        return apply(*args, **named)

    monkeypatch.setattr(house.tickets, "apply", slow)
    swept(house, queues, merchant=case.agent.merchant, customer=case.visitor.caller.id)

    assert case.now(ticket).customer_name == "Bea"


def test_a_new_ticket_has_the_name_of_now_though_its_conversation_is_older(case: Case) -> None:
    called(case, "Li Na")

    assert case.from_talk().customer_name == "Li Na"
