"""Many at once and at random, through the store itself: one winner, nobody above capacity."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from chalicelib.connections.model import Presence
from chalicelib.conversations.model import Event, MessageKind
from chalicelib.core.errors import Refused
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.rights import Role
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.agents import (
    agent_of,
    asks,
    comes,
    holder,
    leaves,
    load,
    person_of,
    visitor_of,
    waiting,
    work,
)
from tests.desk.standing import NewMerchant, Queues, Stage


def at_once(acts: list[Any]) -> list[Any]:
    gate = Barrier(len(acts))

    def run(act: Any) -> Any:
        gate.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.attack("A30")
def test_of_fifty_who_claim_at_once_one_has_it(house: House, merchant: MerchantId) -> None:
    agents = [agent_of(house, merchant, there=False) for _ in range(50)]
    (conversation,) = waiting(house, merchant)

    def taking(desk: Desk) -> Any:
        def take() -> Any:
            with desk.open(front=True):
                return house.assignment.take(desk, conversation=conversation)

        return take

    results = at_once([taking(agent) for agent in agents])
    won = [each for each in results if not isinstance(each, Refused)]

    assert len(won) == 1
    loads = {agent.caller.id: load(house, agent.caller.id) for agent in agents}
    assert {person: n for person, n in loads.items() if n} == {
        holder(house, merchant, conversation): 1
    }
    assert events(house, agents[0], conversation) == [Event.TAKEN]


def test_of_fifty_jobs_for_one_conversation_one_assigns_it(
    house: House, merchant: MerchantId
) -> None:
    agents = [agent_of(house, merchant) for _ in range(5)]
    (conversation,) = waiting(house, merchant)
    at_once([lambda: work(house, merchant, conversation=conversation)] * 50)

    assert events(house, agents[0], conversation) == [Event.ASSIGNED]
    assert sum(load(house, agent.caller.id) for agent in agents) == 1


def test_the_last_place_of_somebody_is_given_once(house: House, merchant: MerchantId) -> None:
    """Twelve conversations, twelve jobs at once, one agent with room for two."""
    agent = agent_of(house, merchant, capacity=2)
    conversations = waiting(house, merchant, 12)
    at_once([lambda each=each: work(house, merchant, conversation=each) for each in conversations])

    assert load(house, agent.caller.id) == 2
    assert sum(bool(holder(house, merchant, each)) for each in conversations) == 2


def test_two_merchants_never_share_one_place_twice(house: House, new_merchant: NewMerchant) -> None:
    merchants, person = [new_merchant(), new_merchant()], person_of(house)
    for merchant in merchants:
        agent_of(house, merchant, person=person, capacity=3)
        waiting(house, merchant, 4)
    at_once([lambda each=each: work(house, each) for each in merchants * 4])

    assert load(house, person) == 3


def events(house: House, desk: Desk, conversation: str) -> list[str]:
    with desk.open():
        found = house.conversations.history(desk, conversation=conversation, after=0)
    return [each.event for each in found.messages if each.kind is MessageKind.EVENT]


class History:
    """Random steps of two merchants that share people; after each, the counts are what is held."""

    def __init__(self, stage: Stage, merchants: list[MerchantId], seed: int) -> None:
        self.house, self.stage, self.merchants = stage.house, stage, merchants
        self.chance = random.Random(seed)  # noqa: S311
        people = [person_of(self.house) for _ in range(3)]
        self.desks = [
            agent_of(
                self.house,
                merchant,
                person=person,
                role=self.chance.choice([Role.AGENT, Role.SUPERVISOR]),
                capacity=self.chance.randrange(1, 4),
            )
            for merchant in merchants
            for person in people
        ]
        self.people = people
        self.all: list[tuple[MerchantId, str]] = []

    def step(self) -> None:
        self.stage.clock.advance(1)
        merchant, desk = self.chance.choice(self.merchants), self.chance.choice(self.desks)
        match self.chance.choice(
            ["ask"] * 4 + ["work"] * 4 + ["by hand"] * 3 + ["come", "go", "look", "look"]
        ):
            case "ask":
                self.all.append((merchant, asks(self.house, visitor_of(self.house, merchant))))
            case "work":
                work(self.house, merchant)
            case "by hand" if self.all:
                self.by_hand(desk)
            case "come":
                comes(self.house, desk, self.chance.choice(list(Presence)[:2]))
            case "go":
                leaves(self.house, desk)
            case "look":
                work(self.house, desk.merchant, person=desk.caller.id)

    def by_hand(self, desk: Desk) -> None:
        known = [each for merchant, each in self.all if merchant == desk.merchant]
        conversation = self.chance.choice([*known, new_id()])
        verb = self.chance.choice(["take", "release", "resolve", "reopen", "transfer"])
        whom = {"person": self.chance.choice(self.people)} if verb == "transfer" else {}
        try:
            with desk.open(front=True):
                getattr(self.house.assignment, verb)(desk, conversation=conversation, **whom)
        except Refused:
            return

    def check(self) -> None:
        held: dict[str, int] = {}
        for merchant, conversation in self.all:
            if person := holder(self.house, merchant, conversation):
                held[person] = held.get(person, 0) + 1
        for person in self.people:
            assert load(self.house, person) == held.get(person, 0)
            most = max(self.room(desk) for desk in self.desks if desk.caller.id == person)
            assert held.get(person, 0) <= most

    def room(self, desk: Desk) -> int:
        with desk.open(front=True):
            found = self.house.people.membership(desk, desk.caller.id)
        assert found is not None
        return found.capacity


@pytest.mark.parametrize("seed", range(3))
def test_a_random_history_keeps_its_counts(
    fresh: Stage, new_merchant: NewMerchant, queues: Queues, seed: int
) -> None:
    history = History(fresh, [new_merchant(), new_merchant()], seed)
    for n in range(300):
        history.step()
        while queues.jobs:
            fresh.house.assignment.work(queues.jobs.pop())
        if n % 20 == 0:
            history.check()
    history.check()

    assert len(history.all) > 40
    assert sum(load(fresh.house, person) for person in history.people) > 0
