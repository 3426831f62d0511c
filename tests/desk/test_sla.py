"""Clocks of tickets: when they run, pause and are met; each warning and each breach exactly once."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.errors import NotFound, Stale
from chalicelib.core.ids import MerchantId
from chalicelib.table import guard, keys
from chalicelib.tickets.model import Priority, Status
from chalicelib.wiring import House
from tests.desk.clocked import HOUR, Case, Crash, crashing, frames
from tests.desk.standing import MovableClock, NewMerchant, desk_of

FIRST, NEXT, RESOLUTION = "first_response", "next_response", "resolution"
BOTH = [(FIRST, "warned"), (FIRST, "breached")]


@pytest.fixture
def case(house: House, clock: MovableClock, merchant: MerchantId) -> Case:
    made = Case(house, clock, merchant)
    made.promise()
    return made


def test_a_new_ticket_runs_two_clocks_and_its_row_shows_them(case: Case) -> None:
    begin = case.clock.now
    ticket = case.open()

    clocks = case.clocks(ticket)
    assert {name: clock["due_at"] for name, clock in clocks.items()} == {
        FIRST: to_wire(begin + HOUR),
        RESOLUTION: to_wire(begin + 4 * HOUR),
    }
    assert clocks[FIRST]["warn_at"] == to_wire(begin + timedelta(minutes=48))
    assert [mark.wire() for mark in case.ticket(ticket).clocks] == [
        {
            "target": target,
            "state": "running",
            "warned": False,
            "met": False,
            "due_at": to_wire(due),
        }
        for target, due in ((FIRST, begin + HOUR), (RESOLUTION, begin + 4 * HOUR))
    ]


def test_it_is_warned_and_then_breached_once_each_within_a_minute(case: Case) -> None:
    case.clock.advance(17.5)
    begin = case.clock.now
    ticket = case.open()

    case.tick(until=begin + 1.2 * HOUR, minutes=1)

    clock = case.clocks(ticket)[FIRST]
    assert case.told(ticket) == BOTH
    assert (clock["state"], clock["warned"]) == ("breached", True)
    for mark, due in (("warned_at", "warn_at"), ("breached_at", "due_at")):
        assert timedelta() <= from_wire(clock[mark]) - from_wire(clock[due]) <= timedelta(minutes=1)


def test_what_is_answered_in_time_is_met_and_never_marked(case: Case) -> None:
    ticket = case.open()
    case.clock.advance(600)
    case.answer(ticket)

    case.tick(until=case.clock.now + 2 * HOUR)

    assert case.clocks(ticket)[FIRST]["state"] == "met"
    assert case.told(ticket) == []


def test_what_is_answered_too_late_is_breached_though_nobody_looked_before(case: Case) -> None:
    ticket = case.open()
    case.clock.advance(3_620)
    case.answer(ticket)

    case.run()

    clock = case.clocks(ticket)[FIRST]
    assert case.told(ticket) == BOTH
    assert clock["state"] == "breached"
    assert from_wire(clock["met_at"]) - from_wire(clock["due_at"]) == timedelta(seconds=20)


def test_a_row_tells_an_answer_that_came_late_from_one_that_is_still_waited_for(
    case: Case, dynamodb: Any
) -> None:
    ticket = case.open()
    case.tick(until=case.clock.now + 2 * HOUR)
    row = case.ticket(ticket).clocks[0]
    assert (row.target, row.state, row.met) == (FIRST, "breached", False)

    with frames(dynamodb) as pushed:
        case.answer(ticket)

    row = case.ticket(ticket).clocks[0]
    assert (row.target, row.state, row.met) == (FIRST, "breached", True)
    assert [(each["target"], each["state"], each["met"]) for each in pushed] == [
        (FIRST, "breached", True)
    ]


def test_pending_pauses_and_moves_the_deadline(case: Case) -> None:
    begin = case.clock.now
    ticket = case.open()
    case.clock.advance(600)
    case.move(ticket, Status.PENDING)
    paused = case.clocks(ticket)[FIRST]
    case.tick(until=begin + 10 * HOUR, minutes=60)
    case.move(ticket, Status.OPEN)

    clock = case.clocks(ticket)[FIRST]
    assert (paused["state"], paused["due_at"]) == ("paused", None)
    assert (clock["state"], case.told(ticket)) == ("running", [])
    assert from_wire(clock["due_at"]) == case.clock.now + timedelta(minutes=50)
    assert [(s["counted"], s["reason"]) for s in clock["spans"]] == [
        (True, "open"),
        (False, "pending"),
    ]
    assert clock["counted_s"] == 600


def test_another_priority_is_another_deadline_and_asks_for_its_own_marks(case: Case) -> None:
    begin = case.clock.now
    ticket = case.open(Priority.LOW)
    case.clock.advance(3 * 3600)
    case.set_priority(ticket, Priority.URGENT)
    raised = case.clocks(ticket)[FIRST]
    case.set_priority(ticket, Priority.LOW)
    lowered = case.clocks(ticket)[FIRST]
    case.tick(until=begin + 11 * HOUR, minutes=30)

    assert (raised["due_at"], raised["state"]) == (to_wire(begin + HOUR), "breached")
    assert (lowered["due_at"], lowered["state"]) == (to_wire(begin + 10 * HOUR), "running")
    assert [event for target, event in case.told(ticket) if target == FIRST] == [
        "warned",
        "breached",
        "warned",
        "breached",
    ]


def test_resolution_stops_when_it_is_resolved_and_goes_on_when_it_is_opened_again(
    case: Case,
) -> None:
    ticket = case.open()
    case.answer(ticket)
    case.clock.advance(2 * 3600)
    case.move(ticket, Status.RESOLVED)
    met = case.clocks(ticket)[RESOLUTION]
    case.tick(until=case.clock.now + 12 * HOUR, minutes=120)
    case.move(ticket, Status.OPEN)
    again = case.clocks(ticket)[RESOLUTION]
    case.tick(until=case.clock.now + 3 * HOUR, minutes=60)

    assert (met["state"], case.ticket(ticket).status) == ("met", "open")
    assert again["state"] == "running"
    assert [s["reason"] for s in again["spans"]] == ["open", "resolved"]
    assert case.told(ticket) == [(RESOLUTION, "warned"), (RESOLUTION, "breached")]


def test_each_wait_for_a_further_answer_is_a_clock_of_its_own(case: Case) -> None:
    """Even where an answer and another question came before anybody looked."""
    ticket = case.open()
    case.answer(ticket)
    case.clock.advance(60)
    asked = case.clock.now
    waits(case, ticket)
    case.follow(ticket)
    first = case.clocks(ticket)[NEXT]
    case.clock.advance(31 * 60)
    with case.desk.open():
        case.house.tickets.comment(case.desk, ticket=ticket, text="Late.", public=True)
    case.clock.advance(1)
    waits(case, ticket)
    case.follow(ticket)
    second = case.clocks(ticket)[NEXT]

    assert first["due_at"] == to_wire(asked + HOUR / 2)
    assert case.told(ticket) == [(NEXT, "warned"), (NEXT, "breached")]
    assert (second["state"], second["started_at"]) == ("running", to_wire(case.clock.now))


def waits(case: Case, ticket: str) -> None:
    """The customer writes, as the tickets' own queue would tell the ticket."""
    from chalicelib.tickets.rules import customer_replied
    from chalicelib.tickets.sweeping import SYSTEM

    now = case.clock.now
    with case.desk.open():
        case.house.tickets.apply(
            case.desk, ticket=ticket, step=lambda t: customer_replied(t, now), by=SYSTEM
        )


def test_only_working_time_counts(case: Case) -> None:
    """It is four in the afternoon in Shanghai, two hours before closing."""
    office = [["09:00", "12:00"], ["13:30", "18:00"]]
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), office)
    owner = desk_of(case.merchant)
    with owner.open():
        case.house.calendars.change(owner, version=1, values={"week": week})
    begin = case.clock.now
    ticket = case.open()

    clock = case.clocks(ticket)[RESOLUTION]
    assert clock["due_at"] == to_wire(begin + 19 * HOUR)
    case.clock.advance(18 * 3600)
    assert [s["reason"] for s in case.clocks(ticket)[RESOLUTION]["spans"]] == [
        "open",
        "closed",
        "open",
    ]


def test_without_a_promise_nothing_runs_and_nothing_is_written(
    house: House, clock: MovableClock, merchant: MerchantId, dynamodb: Any
) -> None:
    case = Case(house, clock, merchant)
    ticket = case.open()
    key = keys.ticket_clocks(case.desk, ticket)

    place = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
    assert "Item" not in dynamodb.get_item(TableName="desk", Key=place)
    assert case.clocks(ticket) == {}


def test_a_ticket_that_is_followed_again_is_written_once(case: Case) -> None:
    ticket = case.open()
    before = case.ticket(ticket)
    with crashing(0) as calls:
        for _ in range(3):
            case.follow(ticket)

    assert not any("Write" in call or "Put" in call or "Update" in call for call in calls)
    assert case.ticket(ticket) == before


# --- exactly once


def test_whatever_call_a_run_dies_at_each_mark_is_given_once(case: Case, dynamodb: Any) -> None:
    """Every storage call of a run, before it is sent and after it was done; then the next run."""
    quiet = dict.fromkeys(("next_response_min", "resolution_min"))
    case.promise({"normal": {"first_response_min": 60, **quiet}})
    point, survived = 0, False
    with frames(dynamodb) as seen:
        while not survived:
            point += 1
            ticket = case.open()
            case.clock.advance(61 * 60)  # both marks of the first response are due
            survived = dies(case, point)
            assert case.clocks(ticket) != {}
            case.run()
            assert case.told(ticket) == BOTH, point
    given = [f for f in seen if f["target"] == FIRST and f["state"] == "breached"]

    assert point > 20
    assert len(given) == point
    assert len([f for f in seen if f["target"] == FIRST and f["warned"]]) == 2 * point


def dies(case: Case, point: int) -> bool:
    """Whether a run lives to its end though it is to die at that call."""
    with crashing(point):
        try:
            case.run()
        except Crash:
            return False
    return True


@pytest.mark.parametrize("point", range(1, 30))
def test_two_runs_at_once_give_each_mark_once(case: Case, point: int) -> None:
    """A second run in the midst of the first, wherever that is."""
    ticket = case.open()
    case.clock.advance(61 * 60)
    meets(case, point)

    assert case.told(ticket) == BOTH


def meets(case: Case, point: int) -> None:
    from chalicelib.table.items import DeskItem

    client = DeskItem._get_connection().connection.client
    made = 0

    def before(**_: Any) -> None:
        nonlocal made
        made += 1
        if made == point:
            with guard.scope():
                case.run()

    client.meta.events.register("before-parameter-build", before)
    try:
        case.run()
    finally:
        client.meta.events.unregister("before-parameter-build", before)


def test_a_change_in_the_midst_of_a_run_is_seen_by_it(case: Case) -> None:
    ticket = case.open()
    case.clock.advance(49 * 60)
    with case.desk.open():
        case.house.tickets.comment(case.desk, ticket=ticket, text="Here.", public=True)

    case.run()  # the queue has not told the clocks yet

    assert case.told(ticket) == [(FIRST, "warned")]
    case.tick(until=case.clock.now + HOUR)
    assert case.told(ticket) == [(FIRST, "warned")]


def test_moments_of_a_ticket_that_is_no_more_are_done(case: Case, dynamodb: Any) -> None:
    ticket = case.open()
    key = keys.ticket(case.desk, ticket)
    dynamodb.delete_item(TableName="desk", Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}})
    case.clock.advance(3600)

    report = case.run()

    assert (report.done, report.failed) == (1, 0)
    assert case.run().done == 0


# --- policy


def test_targets_are_kept_by_priority_and_audited(case: Case) -> None:
    desk = desk_of(case.merchant)
    with desk.open():
        before = case.house.sla.policy(desk)
        after = case.house.sla.change(
            desk, version=before.version, values={"targets": {"low": NOTHING}, "warn_percent": 50}
        )
        entry = case.house.audit.page(desk).items[0]
        with pytest.raises(Stale):
            case.house.sla.change(desk, version=before.version, values={"warn_percent": 60})

    assert after.wire()["targets"]["low"] == NOTHING
    assert after.wire()["targets"]["urgent"] == before.wire()["targets"]["urgent"]
    assert (after.warn_percent, entry.action) == (50, "sla.changed")
    assert entry.detail == {"fields": "targets,warn_percent"}


NOTHING = {"first_response_min": None, "next_response_min": None, "resolution_min": None}


def test_clocks_are_each_merchants_own(case: Case, new_merchant: NewMerchant) -> None:
    ticket = case.open()
    other = desk_of(new_merchant())
    with other.open(), pytest.raises(NotFound):
        case.house.sla.clocks(other, ticket=ticket)
