"""A30: several at once. One wins, nobody is doubled, and what was taken away stays away."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local
from typing import Any

import pytest

from chalicelib.conversations.model import Event
from chalicelib.core.errors import Conflict, Forbidden, Refused, Stale
from chalicelib.core.rights import Right, Role, may
from chalicelib.customers.merging import Merging
from chalicelib.customers.model import Customer
from chalicelib.customers.records import Records
from chalicelib.customers.store import CustomerStore
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from tests.doors.rest import refused
from tests.doors.wire import line, say
from tests.doors.world import Seat, World, guest, seat


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each returned, or the refusal it got."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def taking(world: World, who: Seat) -> Callable[[], Any]:
    def take() -> Any:
        with who.desk.open(front=True):
            return world.house.conversations.move(
                who.desk, conversation=world.a.conversations[0], event=Event.TAKEN
            )

    return take


@pytest.mark.attack("A30")
def test_of_several_agents_who_take_it_at_once_one_has_it(world: World) -> None:
    agents = [seat(world.stage, world.a, Role.AGENT, name=f"agent{n}") for n in range(3)]
    results = at_once(*(taking(world, agent) for agent in agents))
    won = [each for each in results if not isinstance(each, Refused)]

    assert len(won) == 1
    assert {type(each) for each in results if each is not won[0]} == {Conflict}
    history = world.rest.send(
        "GET /v1/conversations/{conversation}/messages",
        path={"conversation": world.a.conversations[0]},
        headers=world.a.owner.headers,
    ).body
    assert [message["seq"] for message in history["items"]] == [1, 2, 3]
    assert history["items"][2]["author"]["id"] == won[0].assignee.id


@pytest.mark.parametrize("_", range(4))
def test_a_visitor_who_begins_twice_at_once_has_one_conversation(
    world: World, front: Any, _: int
) -> None:
    """Chance plays its part, so it is tried several times."""
    new = guest(world.stage, world.a)
    wires = [line(world, front.sockets, new) for _ in range(3)]
    sessions = [wire.hello() for wire in wires]
    asked = [
        lambda wire=wire, session=session: wire.ask(say(session, 1, "hello"))
        for wire, session in zip(wires, sessions, strict=True)
    ]
    answers = at_once(*asked)
    said = [each for each in answers if each["t"] == "said"]

    assert len(said) == 1
    assert {each["code"] for each in answers if each["t"] != "said"} == {"unknown_session"}
    listed = world.rest.send("GET /v1/visitor/conversations", headers=new.headers).body["items"]
    assert [each["id"] for each in listed] == [said[0]["conversation"]]


def test_what_two_windows_say_at_once_is_kept_in_one_order(world: World, front: Any) -> None:
    held = world.a.conversations[1]
    wires = [line(world, front.sockets, world.a.guests[1]) for _ in range(2)]
    sessions = [wire.synced(held) for wire in wires]

    def talk(wire: Any, session: str) -> list[int]:
        return [int(wire.ask(say(session, n, f"{n}", held))["seq"]) for n in range(1, 6)]

    talks = [
        lambda wire=wire, session=session: talk(wire, session)
        for wire, session in zip(wires, sessions, strict=True)
    ]
    seqs = at_once(*talks)

    assert sorted(seqs[0] + seqs[1]) == list(range(4, 14))
    assert seqs == [sorted(each) for each in seqs]


@pytest.mark.attack("A30")
@pytest.mark.attack("A31")
def test_a_role_taken_away_in_the_middle_of_work_ends_it(world: World) -> None:
    """At most the one request that was let in before is still done."""
    admin, owner = world.a.seats[Role.ADMIN], world.a.owner

    def works() -> int:
        done = 0
        for n in range(40):
            desk = let_in(world, admin)
            if not may(desk.caller.role, Right.API_KEYS):
                raise Forbidden("as the door says")
            with desk.open(front=True):
                world.house.api_keys.make(desk, name=f"n{n}", role=Role.VIEWER)
            done += 1
        return done

    def demotes() -> None:
        with owner.desk.open(front=True):
            world.house.people.change_member(
                owner.desk, person=admin.id, values={"role": Role.VIEWER}, version=1
            )

    worked, demoted = at_once(works, demotes)
    assert isinstance(worked, Forbidden)
    assert demoted is None
    with owner.desk.open():
        entries = world.house.audit.page(owner.desk, limit=100).items
        assert world.house.audit.verify(owner.desk)[1] == []
    (end,) = [entry.n for entry in entries if entry.action == "member.role_changed"]
    late = [entry for entry in entries if entry.actor_id == admin.id and entry.n > end]
    assert len(late) <= 1
    got = world.rest.send(
        "POST /v1/api-keys", body={"name": "x", "role": "viewer"}, headers=admin.headers
    )
    refused(got, 403, "forbidden")


def let_in(world: World, who: Seat) -> Desk:
    with guard.scope(front=True):
        desk = world.house.gate.admit(who.headers, address="203.0.113.1", correlation="")
    assert desk is not None
    return desk


@pytest.mark.attack("A30")
def test_a_thing_changed_by_two_at_once_is_changed_once(world: World) -> None:
    """Both read version 1; one of them is told that it is stale."""
    owner = world.a.owner.desk

    def renames(name: str) -> Callable[[], Any]:
        def act() -> Any:
            with owner.open(front=True):
                return world.house.merchants.change(owner, version=1, values={"name": name}).name

        return act

    results = at_once(renames("One"), renames("Two"))
    refusals = [each for each in results if isinstance(each, Refused)]

    assert [each.code for each in refusals] == ["stale"]
    read = world.rest.send("GET /v1/merchant", headers=world.a.owner.headers).body
    assert (read["version"], read["name"]) == (2, next(r for r in results if isinstance(r, str)))


class Together(CustomerStore):
    """Nobody goes on before each of two has read both records."""

    def __init__(self, world: World) -> None:
        super().__init__(vault=world.house.vault)
        self._gate, self._read = Barrier(2), local()

    def get(self, desk: Desk, customer_id: str, *, consistent: bool = False) -> Customer:
        found = super().get(desk, customer_id, consistent=consistent)
        self._read.count = getattr(self._read, "count", 0) + 1
        if self._read.count == 2:
            self._gate.wait(timeout=10)
        return found


def merged_at_once(world: World, *pairs: tuple[str, str]) -> list[Any]:
    desk = world.a.owner.desk
    merging = Merging(records=Records(store=Together(world), audit=world.house.audit))

    def act(stays: str, goes: str) -> Callable[[], Any]:
        def merge() -> Any:
            with desk.open():
                return merging.merge(desk, customer_id=stays, other=goes)

        return merge

    return at_once(*(act(*pair) for pair in pairs))


def records(world: World, *ids: str) -> list[Customer]:
    with world.a.owner.desk.open():
        return [world.house.customer_store.get(world.a.owner.desk, each) for each in ids]


@pytest.mark.attack("A30")
def test_two_who_are_merged_into_each_other_at_once_make_no_circle(world: World) -> None:
    one, other = (each.id for each in world.a.guests[:2])
    results = merged_at_once(world, (one, other), (other, one))
    (won,) = (each for each in results if not isinstance(each, Refused))

    assert [type(each) for each in results if each is not won] == [Stale]
    assert sorted(each.merged_into for each in records(world, one, other)) == ["", won.id]
    assert sorted(each.merged for each in records(world, one, other)) == [(), won.merged]


@pytest.mark.attack("A30")
def test_nobody_is_merged_into_two_at_once(world: World) -> None:
    one, other, third = (each.id for each in world.a.guests[:3])
    results = merged_at_once(world, (one, third), (other, third))

    assert [type(each) for each in results if isinstance(each, Refused)] == [Stale]
    assert sorted(each.merged for each in records(world, one, other)) == [(), (third,)]
