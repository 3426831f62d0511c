"""Waiting conversations find their agents, and what an absent one left waits again."""

from typing import Any

import pytest

from chalicelib.connections.model import Presence
from chalicelib.conversations.model import Event, MessageKind, Status
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.ids import MerchantId, new_id, new_sending_session
from chalicelib.core.rights import Role
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.agents import (
    agent_of,
    asks,
    comes,
    head_of,
    holder,
    leaves,
    load,
    person_of,
    socket_of,
    visitor_of,
    waiting,
    work,
)
from tests.desk.standing import MovableClock, NewMerchant, Queues


def team_of(house: House, merchant: MerchantId, name: str = "Returns") -> str:
    desk = Desk(merchant, agent_of(house, merchant, role=Role.OWNER, there=False).caller)
    with desk.open(front=True):
        return house.teams.make(desk, name=name).id


def told(house: House, desk: Desk, conversation: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a conversation, as agents read them."""
    with desk.open():
        found = house.conversations.history(desk, conversation=conversation, after=0)
    events = [m.wire(desk.caller)["event"] for m in found.messages if m.kind is MessageKind.EVENT]
    return [(event["name"], event["data"]) for event in events]


# --- given


def test_what_waits_goes_to_the_least_loaded_oldest_first(
    house: House, merchant: MerchantId
) -> None:
    first, second = agent_of(house, merchant), agent_of(house, merchant)
    conversations = waiting(house, merchant, 3)
    work(house, merchant, conversation=conversations[0])

    held = [holder(house, merchant, each) for each in conversations]
    assert set(held[:2]) == {first.caller.id, second.caller.id}
    assert held[2] == held[0]  # both hold one, the first has gone longer without
    assert (load(house, held[0]), load(house, held[1])) == (2, 1)


def test_the_reason_is_stored_and_shown(house: House, merchant: MerchantId) -> None:
    agent = agent_of(house, merchant, capacity=3)
    agent_of(house, merchant, there=False)
    (conversation,) = waiting(house, merchant)
    work(house, merchant, conversation=conversation)

    data = {"load": 1, "capacity": 3, "candidates": 1}
    wire = head_of(house, merchant, conversation).wire()
    assert wire["status"] == "active"
    assert wire["assigned"]["reason"] == "only_one"
    assert wire["assigned"]["data"] == {"load": 1, "capacity": 3}
    assert told(house, agent, conversation) == [
        ("assigned", {"reason": "only_one", "to": agent.caller.id, "name": "Wei", **data})
    ]


def test_a_job_that_comes_again_does_nothing(house: House, merchant: MerchantId) -> None:
    agent = agent_of(house, merchant)
    (conversation,) = waiting(house, merchant)
    for _ in range(3):
        work(house, merchant, conversation=conversation)

    assert [name for name, _ in told(house, agent, conversation)] == ["assigned"]
    assert load(house, agent.caller.id) == 1


def test_nobody_gets_more_than_there_is_room_for(house: House, merchant: MerchantId) -> None:
    agents = [agent_of(house, merchant, capacity=2), agent_of(house, merchant, capacity=1)]
    conversations = waiting(house, merchant, 5)
    work(house, merchant)

    held = [holder(house, merchant, each) for each in conversations]
    assert held[3:] == ["", ""]
    assert [load(house, agent.caller.id) for agent in agents] == [2, 1]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_who_does_not_answer_gets_nothing(house: House, merchant: MerchantId, role: str) -> None:
    agent_of(house, merchant, role=role)
    (conversation,) = waiting(house, merchant)
    work(house, merchant, conversation=conversation)

    assert head_of(house, merchant, conversation).status is Status.QUEUED


def test_who_is_away_silent_or_gone_gets_nothing(
    house: House, merchant: MerchantId, clock: MovableClock
) -> None:
    away = agent_of(house, merchant, there=False)
    comes(house, away, Presence.AWAY)
    agent_of(house, merchant, there=False)
    silent = agent_of(house, merchant)
    clock.advance(140)
    comes(house, away, Presence.AWAY)
    (conversation,) = waiting(house, merchant)
    work(house, merchant, conversation=conversation)
    assert holder(house, merchant, conversation) == ""

    with silent.open():
        assert house.connections.seen(silent, connection=socket_of(silent))
    work(house, merchant, person=silent.caller.id)
    assert holder(house, merchant, conversation) == silent.caller.id


def test_a_teams_conversations_go_to_its_own_and_block_nobody(
    house: House, merchant: MerchantId
) -> None:
    returns, repairs = team_of(house, merchant), team_of(house, merchant, "Repairs")
    owner = agent_of(house, merchant, role=Role.SUPERVISOR, teams=(returns,))
    other = agent_of(house, merchant, role=Role.SUPERVISOR)
    conversations = waiting(house, merchant, 3)
    for conversation, team in zip(conversations, (repairs, returns), strict=False):
        with other.open(front=True):
            house.assignment.transfer(other, conversation=conversation, team=team)
    work(house, merchant)

    held = [holder(house, merchant, each) for each in conversations]
    assert held == ["", owner.caller.id, other.caller.id]


def test_what_waits_for_a_team_that_is_no_more_waits_for_everybody(
    house: House, merchant: MerchantId
) -> None:
    team = team_of(house, merchant)
    agent = agent_of(house, merchant, role=Role.OWNER)
    (conversation,) = waiting(house, merchant)
    with agent.open(front=True):
        house.assignment.transfer(agent, conversation=conversation, team=team)
        house.teams.remove(agent, team=team)
    work(house, merchant, conversation=conversation)

    assert holder(house, merchant, conversation) == agent.caller.id


def test_what_is_handed_to_another_team_at_that_moment_is_not_given_to_the_former_one(
    house: House, merchant: MerchantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    returns, repairs = team_of(house, merchant), team_of(house, merchant, "Repairs")
    boss = agent_of(house, merchant, role=Role.SUPERVISOR, there=False)
    agent_of(house, merchant, teams=(returns,))
    (conversation,) = waiting(house, merchant)
    with boss.open(front=True):
        house.assignment.transfer(boss, conversation=conversation, team=returns)
    named = house.people.person

    def meanwhile(person: str) -> Any:
        monkeypatch.undo()
        with boss.open(front=True):
            house.assignment.transfer(boss, conversation=conversation, team=repairs)
        return named(person)

    monkeypatch.setattr(house.people, "person", meanwhile)
    work(house, merchant)

    assert head_of(house, merchant, conversation).team == repairs
    assert holder(house, merchant, conversation) == ""


def test_what_is_answered_at_that_moment_stays_with_who_answered(
    house: House, merchant: MerchantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = agent_of(house, merchant)
    (conversation,) = waiting(house, merchant)
    work(house, merchant)
    leaves(house, agent)
    held = house.conversations.held

    def meanwhile(*given: Any, **named: Any) -> Any:
        found = held(*given, **named)
        answered(house, agent, conversation)
        return found

    monkeypatch.setattr(house.conversations, "held", meanwhile)
    work(house, merchant, person=agent.caller.id)

    assert holder(house, merchant, conversation) == agent.caller.id


def test_more_than_one_run_holds_is_left_to_the_next(
    house: House, merchant: MerchantId, queues: Queues
) -> None:
    for _ in range(3):
        agent_of(house, merchant, capacity=10)
    conversations = waiting(house, merchant, 28)
    work(house, merchant)

    assert sum(bool(holder(house, merchant, each)) for each in conversations) == 25
    (job,) = queues.jobs
    house.assignment.work(job)
    assert all(holder(house, merchant, each) for each in conversations)
    assert len(queues.jobs) == 1


# --- shared


def test_a_persons_room_is_shared_by_all_the_merchants_they_serve(
    house: House, new_merchant: NewMerchant
) -> None:
    one, two = new_merchant(), new_merchant()
    person = person_of(house)
    agent_of(house, one, person=person, capacity=2)
    agent_of(house, two, person=person, capacity=3)
    for merchant in (one, two):
        waiting(house, merchant, 3)
        work(house, merchant)

    assert load(house, person) == 3
    at_two = agent_of(house, two, role=Role.OWNER, there=False)
    with at_two.open(front=True):
        members = [each.wire() for each in house.people.members(at_two).items]
    (shown,) = [each for each in members if each["person"] == person]
    assert (shown["load"], shown["capacity"]) == (3, 3)
    held = head_of(house, two, next(iter(held_by(house, two, person)))).wire()
    assert held["assigned"]["data"]["load"] == 3
    theirs = held_by(house, one, person)
    assert len(theirs) == 2
    assert not [each for each in theirs if each in str(members)]


def held_by(house: House, merchant: MerchantId, person: str) -> list[str]:
    desk = agent_of(house, merchant, role=Role.OWNER, there=False)
    with desk.open():
        return [head.id for head in house.conversations.held(desk, person=person).items]


def test_a_place_that_comes_free_is_free_at_every_merchant(
    house: House, new_merchant: NewMerchant, queues: Queues
) -> None:
    one, two = new_merchant(), new_merchant()
    person = person_of(house)
    at_one = agent_of(house, one, person=person, capacity=1)
    agent_of(house, two, person=person, capacity=1)
    (first,), (second,) = waiting(house, one), waiting(house, two)
    for merchant in (one, two):
        work(house, merchant)
    assert (holder(house, one, first), holder(house, two, second)) == (person, "")

    with at_one.open(front=True):
        house.assignment.resolve(at_one, conversation=first)
    work(house, one, person=person)
    for job in queues.jobs:
        house.assignment.work(job)

    assert [job["merchant"] for job in queues.jobs] == [two]
    assert holder(house, two, second) == person


# --- by hand


def test_taking_has_its_limit_and_may_go_beyond_it_knowingly(
    house: House, merchant: MerchantId
) -> None:
    agent = agent_of(house, merchant, capacity=1)
    conversations = waiting(house, merchant, 2)
    with agent.open(front=True):
        house.assignment.take(agent, conversation=conversations[0])
        with pytest.raises(Conflict) as refused:
            house.assignment.take(agent, conversation=conversations[1])
        assert refused.value.extra == {"rule": "capacity"}
        assert head_of(house, merchant, conversations[1]).status is Status.QUEUED
        house.assignment.take(agent, conversation=conversations[1], beyond=True)

    assert load(house, agent.caller.id) == 2
    assert holder(house, merchant, conversations[1]) == agent.caller.id


@pytest.mark.parametrize("verb", ["release", "resolve"])
def test_what_is_given_back_or_closed_gives_its_place_back(
    house: House, merchant: MerchantId, verb: str
) -> None:
    agent = agent_of(house, merchant)
    (conversation,) = waiting(house, merchant)
    with agent.open(front=True):
        house.assignment.take(agent, conversation=conversation)
        getattr(house.assignment, verb)(agent, conversation=conversation)

    assert load(house, agent.caller.id) == 0


def test_a_supervisor_takes_over_and_both_counts_follow(house: House, merchant: MerchantId) -> None:
    agent, boss = agent_of(house, merchant), agent_of(house, merchant, role=Role.SUPERVISOR)
    (conversation,) = waiting(house, merchant)
    for desk in (agent, boss):
        with desk.open(front=True):
            house.assignment.take(desk, conversation=conversation)

    assert (load(house, agent.caller.id), load(house, boss.caller.id)) == (0, 1)


def test_the_holder_hands_on_to_a_colleague_who_is_there(
    house: House, merchant: MerchantId
) -> None:
    agent, colleague = agent_of(house, merchant), agent_of(house, merchant, capacity=1)
    (conversation,) = waiting(house, merchant)
    with agent.open(front=True):
        house.assignment.take(agent, conversation=conversation)
        head = house.assignment.transfer(
            agent, conversation=conversation, person=colleague.caller.id
        )

    assert head.assignee is not None
    assert head.assignee.id == colleague.caller.id
    assert (load(house, agent.caller.id), load(house, colleague.caller.id)) == (0, 1)
    assert told(house, agent, conversation)[-1] == (
        "transferred",
        {"to": colleague.caller.id, "name": "Wei"},
    )


def test_nobody_is_handed_what_they_cannot_take(house: House, merchant: MerchantId) -> None:
    agent, full = agent_of(house, merchant, capacity=5), agent_of(house, merchant, capacity=1)
    absent, viewer = (
        agent_of(house, merchant, there=False),
        agent_of(house, merchant, role="viewer"),
    )
    one, two = waiting(house, merchant, 2)
    with full.open(front=True):
        house.assignment.take(full, conversation=one)
    with agent.open(front=True):
        house.assignment.take(agent, conversation=two)
        for whom, refusal in (
            (full.caller.id, "capacity"),
            (absent.caller.id, "away"),
            (viewer.caller.id, "member"),
            (new_id(), "member"),
        ):
            with pytest.raises((Conflict, Invalid)) as refused:
                house.assignment.transfer(agent, conversation=two, person=whom)
            assert refused.value.extra["rule"] == refusal
        with pytest.raises(Invalid):
            house.assignment.transfer(agent, conversation=two, team=new_id())
        with pytest.raises(Conflict) as refused:
            house.assignment.transfer(agent, conversation=one, person=agent.caller.id)
        assert refused.value.extra["rule"] == "held"

    assert (holder(house, merchant, one), holder(house, merchant, two)) == (
        full.caller.id,
        agent.caller.id,
    )
    assert (load(house, full.caller.id), load(house, agent.caller.id)) == (1, 1)


def test_a_supervisor_hands_out_what_waits(house: House, merchant: MerchantId) -> None:
    boss, agent = agent_of(house, merchant, role=Role.SUPERVISOR), agent_of(house, merchant)
    one, two = waiting(house, merchant, 2)
    with boss.open(front=True):
        house.assignment.transfer(boss, conversation=one, person=agent.caller.id)
    with agent.open(front=True), pytest.raises(Conflict):
        house.assignment.transfer(agent, conversation=two, person=boss.caller.id)

    assert holder(house, merchant, one) == agent.caller.id


# --- away


def answered(house: House, agent: Desk, conversation: str) -> None:
    from chalicelib.conversations.service import Words

    session = new_sending_session()
    with agent.open():
        house.conversations.register(agent, conversation=conversation, session=session)
        words = Words(session, 1, "好的")
        house.conversations.say(agent, conversation=conversation, words=words)


@pytest.mark.parametrize(
    ("presence", "reason"), [(None, "agent_left"), (Presence.AWAY, "agent_away")]
)
def test_what_waits_for_an_answer_of_somebody_absent_waits_again(
    house: House, merchant: MerchantId, presence: Presence | None, reason: str
) -> None:
    agent = agent_of(house, merchant)
    asked, calm = waiting(house, merchant, 2)
    work(house, merchant)
    answered(house, agent, calm)
    leaves(house, agent)
    if presence:
        comes(house, agent, presence)
    for _ in range(2):
        work(house, merchant, person=agent.caller.id)

    assert head_of(house, merchant, asked).status is Status.QUEUED
    assert told(house, agent, asked)[-1] == ("requeued", {"reason": reason})
    assert holder(house, merchant, calm) == agent.caller.id
    assert load(house, agent.caller.id) == 1


def test_who_has_just_gone_has_a_moment_whatever_an_older_job_thinks(
    house: House, merchant: MerchantId, queues: Queues
) -> None:
    agent = agent_of(house, merchant)
    (conversation,) = waiting(house, merchant)
    work(house, merchant)
    leaves(house, agent, ago=5)
    queues.jobs.clear()
    work(house, merchant, person=agent.caller.id)

    assert holder(house, merchant, conversation) == agent.caller.id
    assert queues.jobs == [{"merchant": merchant, "person": agent.caller.id}]


def test_who_takes_while_away_keeps_it(
    house: House, merchant: MerchantId, clock: MovableClock
) -> None:
    agent = agent_of(house, merchant, there=False)
    (conversation,) = waiting(house, merchant)
    comes(house, agent)
    clock.advance(5)
    with agent.open():
        house.connections.present(agent, connection=socket_of(agent), presence=Presence.AWAY)
    clock.advance(5)
    with agent.open(front=True):
        house.assignment.take(agent, conversation=conversation)
    work(house, merchant, person=agent.caller.id)
    assert holder(house, merchant, conversation) == agent.caller.id

    leaves(house, agent)
    comes(house, agent, Presence.AWAY)  # the page was loaded again
    work(house, merchant, person=agent.caller.id)
    assert holder(house, merchant, conversation) == agent.caller.id


def test_who_goes_away_after_taking_gives_back_what_waits(
    house: House, merchant: MerchantId, clock: MovableClock
) -> None:
    agent = agent_of(house, merchant)
    (conversation,) = waiting(house, merchant)
    with agent.open(front=True):
        house.assignment.take(agent, conversation=conversation)
    clock.advance(5)
    with agent.open():
        house.connections.present(agent, connection=socket_of(agent), presence=Presence.AWAY)
    work(house, merchant, person=agent.caller.id)

    assert head_of(house, merchant, conversation).status is Status.QUEUED


def test_nobody_is_given_anything_before_hello(house: House, merchant: MerchantId) -> None:
    agent = agent_of(house, merchant, there=False)
    with agent.open():
        house.connections.opened(agent, connection=socket_of(agent), name="Wei")
    (conversation,) = waiting(house, merchant)
    work(house, merchant)

    assert head_of(house, merchant, conversation).status is Status.QUEUED


def test_a_page_that_was_loaded_again_loses_nothing(house: House, merchant: MerchantId) -> None:
    agent = agent_of(house, merchant)
    (conversation,) = waiting(house, merchant)
    work(house, merchant)
    leaves(house, agent)
    comes(house, agent)
    work(house, merchant, person=agent.caller.id)

    assert holder(house, merchant, conversation) == agent.caller.id


def test_a_requeued_conversation_keeps_its_place_before_younger_ones(
    house: House, merchant: MerchantId
) -> None:
    agent = agent_of(house, merchant)
    (old,) = waiting(house, merchant)
    work(house, merchant)
    leaves(house, agent)
    (young,) = waiting(house, merchant)
    work(house, merchant, person=agent.caller.id)
    other = agent_of(house, merchant, capacity=1)
    work(house, merchant, person=other.caller.id)

    assert (holder(house, merchant, old), holder(house, merchant, young)) == (other.caller.id, "")


def test_a_member_who_left_holds_nothing(house: House, merchant: MerchantId) -> None:
    boss = agent_of(house, merchant, role=Role.OWNER, there=False)
    agent = agent_of(house, merchant)
    asked, calm = waiting(house, merchant, 2)
    work(house, merchant)
    answered(house, agent, calm)
    with boss.open(front=True):
        house.people.remove(boss, person=agent.caller.id)
    work(house, merchant, person=agent.caller.id)

    for conversation in (asked, calm):
        assert head_of(house, merchant, conversation).status is Status.QUEUED
    assert load(house, agent.caller.id) == 0


# --- the queue as it is told


def test_a_customer_is_told_their_place(
    house: House, merchant: MerchantId, clock: MovableClock
) -> None:
    visitors = [visitor_of(house, merchant) for _ in range(3)]
    for visitor in visitors:
        asks(house, visitor)
        clock.advance(30)

    def place(visitor: Desk) -> dict[str, object]:
        with visitor.open():
            return house.assignment.place(visitor).wire()

    assert [place(each)["position"] for each in visitors] == [1, 2, 3]
    assert place(visitors[0]) == {
        "status": "queued",
        "position": 1,
        "more": False,
        "expected_wait_s": None,
        "open": True,
        "opens_at": None,
        "agents": 0,
    }
    agent_of(house, merchant, capacity=1)
    work(house, merchant)
    told_now = place(visitors[2])
    assert (told_now["position"], told_now["agents"]) == (2, 1)
    assert told_now["expected_wait_s"] == 180
    assert place(visitors[0])["status"] == "active"


def test_a_visitor_without_a_conversation_learns_whether_anybody_is_there(
    house: House, merchant: MerchantId
) -> None:
    visitor = visitor_of(house, merchant)
    with visitor.open():
        found = house.assignment.place(visitor)

    assert (found.status, found.position, found.agents) == ("none", None, 0)


def test_what_waits_says_why(house: House, merchant: MerchantId) -> None:
    team = team_of(house, merchant)
    boss = agent_of(house, merchant, role=Role.SUPERVISOR, there=False)
    one, two = waiting(house, merchant, 2)

    def why(conversation: str) -> dict[str, object] | None:
        with boss.open(front=True):
            found = house.assignment.why(boss, conversation=conversation)
        return found.wire() if found else None

    assert why(one) == {"reason": "nobody_there", "available": 0, "room": 0}
    agent = agent_of(house, merchant, capacity=1)
    assert why(one) == {"reason": "soon", "available": 1, "room": 1}
    work(house, merchant)
    assert why(one) is None
    assert why(two) == {"reason": "all_full", "available": 1, "room": 0}
    with boss.open(front=True):
        house.assignment.transfer(boss, conversation=two, team=team)
    assert why(two) == {"reason": "team_empty", "available": 0, "room": 0}
    with agent.open(front=True):
        house.assignment.resolve(agent, conversation=one)
    assert Event.RESOLVED in [name for name, _ in told(house, agent, one)]
