"""Two merchants in one warm process: nothing of one ever reaches the other.

Scope, log keys and caches are set anew for each request, and where a store is broken on purpose,
the guard refuses what it would have done.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.core.rights import Role
from chalicelib.table import guard, keys
from chalicelib.table.desk import Desk
from tests.doors.examples import EXAMPLES
from tests.doors.rest import refused
from tests.doors.wire import Wire, denied, line, say
from tests.doors.world import Bearer, Seat, Shop, World
from tests.doors.worldly import Lines

READS = [
    name
    for name, example in EXAMPLES.items()
    if name.startswith("GET")
    and not {"openapi", "health", "widgets", "forms"} & set(name.split("/"))
]


@dataclass(frozen=True)
class Step:
    """One request or frame of one merchant's caller, about either merchant's things."""

    by: str
    caller: str
    name: str
    about: str


CALLERS = (*Role, "key", "visitor")
STEPS = st.builds(
    Step,
    by=st.sampled_from("ab"),
    caller=st.sampled_from(CALLERS),
    name=st.sampled_from([*READS, "sync", "hello"]),
    about=st.sampled_from("ab"),
)


def caller_of(shop: Shop, name: str) -> Seat | Bearer:
    if name == "visitor":
        return shop.guests[0]
    return shop.keys[Role.ADMIN] if name == "key" else shop.seats[name]


class Played:
    """Plays steps, one after the other, in this one process."""

    def __init__(self, world: World, front: Any) -> None:
        self.world = world
        self.front = front
        self._wires: dict[tuple[str, str], Wire] = {}

    def shop(self, name: str) -> Shop:
        return self.world.a if name == "a" else self.world.b

    def play(self, step: Step) -> str:
        """What was answered."""
        own, other = self.shop(step.by), self.shop(step.about)
        caller = caller_of(own, step.caller)
        if step.name in {"sync", "hello"}:
            return json.dumps(self._wire(step, caller).send(self._frame(step, other)))
        example = EXAMPLES[step.name]
        got = self.world.rest.send(
            step.name, path=example.path_of(other), headers=example.headers_of(own, caller.headers)
        )
        return got.text

    def _frame(self, step: Step, other: Shop) -> dict[str, Any]:
        if step.name == "hello":
            return {"t": "hello", "v": 1}
        return {"t": "sync", "conversation": other.conversations[0], "after": 0}

    def _wire(self, step: Step, caller: Seat | Bearer) -> Wire:
        place = (step.by, step.caller)
        if place not in self._wires:
            self._wires[place] = line(self.world, self.front.sockets, caller)
        return self._wires[place]


@pytest.fixture
def played(world: World, front: Any) -> Played:
    return Played(world, front)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=6, max_size=14))
def test_answers_and_log_lines_are_of_the_callers_merchant_alone(
    played: Played, logged: Lines, steps: list[Step]
) -> None:
    for step in steps:
        answer = played.play(step)
        own, other = played.shop(step.by), played.shop("b" if step.by == "a" else "a")

        assert [mark for mark in other.marks if mark in answer] == [], step
        for each in logged():
            assert each.get("merchant", own.merchant) == own.merchant, step
            assert [m for m in [*other.marks, own.canary] if m in json.dumps(each)] == [], step
        assert guard.current() is None


def test_what_is_said_here_is_never_heard_there(world: World, front: Any) -> None:
    """Pushes of typing and presence, with sockets of both merchants open."""
    agents = {
        shop.name: line(world, front.sockets, shop.seats[Role.AGENT]) for shop in (world.a, world.b)
    }
    guests = {shop.name: line(world, front.sockets, shop.guests[1]) for shop in (world.a, world.b)}
    for shop in (world.a, world.b):
        world.stage.wires.sent.clear()
        agents[shop.name].hello()
        agents[shop.name].ask({"t": "sync", "conversation": shop.conversations[1], "after": 0})
        for wire in (agents[shop.name], guests[shop.name]):
            wire.send({"t": "typing", "conversation": shop.conversations[1], "on": True})
        to = {connection for connection, _ in world.stage.wires.sent}
        assert to == {agents[shop.name].connection, guests[shop.name].connection}


@pytest.mark.attack("A27")
def test_no_log_line_holds_what_people_wrote_or_are_called(
    world: World, front: Any, logged: Lines
) -> None:
    """A27: texts, names, addresses, tokens; through good requests, refused ones and faults."""
    shop = world.a
    agent = line(world, front.sockets, shop.seats[Role.AGENT])
    agent.ask(
        say(
            agent.synced(shop.conversations[1]), 1, "canary-text\r\n\x1b[31m", shop.conversations[1]
        )
    )
    for name, example in EXAMPLES.items():
        body, path = example.body_of(shop), example.path_of(shop)
        headers = example.headers_of(shop, shop.owner.headers)
        world.rest.send(name, path=path, body=body, headers=headers)
        if name.startswith("DELETE /v1/session"):
            world.storage.back()
    text = json.dumps(logged())

    secrets = [shop.owner.token, shop.guests[0].secret, *shop.links.values(), shop.grant]
    emails = [seat.email for seat in shop.seats.values()]
    for never in ("canary-text", shop.canary, "Renamed", "guest.example", *emails, *secrets):
        assert never not in text


# --- a store that is broken on purpose

Break = Callable[[pytest.MonkeyPatch, Desk], None]


def _elsewhere(name: str) -> Break:
    """A key function that forgets whose desk it is called with."""

    def broken(patch: pytest.MonkeyPatch, other: Desk) -> None:
        real = getattr(keys, name)
        patch.setattr(keys, name, lambda _, *given: real(other, *given))

    return broken


BROKEN: dict[str, tuple[str, Break]] = {
    "GET /v1/merchant": ("owner", _elsewhere("merchant")),
    "PATCH /v1/merchant": ("owner", _elsewhere("merchant")),
    "GET /v1/widget": ("viewer", _elsewhere("widget")),
    "GET /v1/people": ("agent", _elsewhere("member")),
    "GET /v1/api-keys": ("admin", _elsewhere("api_key")),
    "POST /v1/api-keys": ("admin", _elsewhere("api_key")),
    "DELETE /v1/api-keys/{key}": ("admin", _elsewhere("api_key")),
    "GET /v1/invitations": ("admin", _elsewhere("invitation")),
    "GET /v1/audit": ("auditor", _elsewhere("audit_entry")),
    "POST /v1/widget/key": ("owner", _elsewhere("audit_head")),
    "POST /v1/invitations": ("owner", _elsewhere("outbox")),
    "GET /v1/customers/{customer}": ("agent", _elsewhere("customer")),
    "GET /v1/customers": ("agent", _elsewhere("customers_recent")),
    "GET /v1/customers/{customer}/conversations": ("agent", _elsewhere("customer_conversation")),
    "PATCH /v1/customers/{customer}": ("agent", _elsewhere("customer_identity")),
    "POST /v1/customers/{customer}/merge": ("agent", _elsewhere("customer")),
    "GET /v1/knowledge": ("viewer", _elsewhere("knowledge_entries")),
    "GET /v1/knowledge/{entry}": ("viewer", _elsewhere("knowledge_entry")),
    "GET /v1/knowledge/state": ("viewer", _elsewhere("knowledge")),
    "POST /v1/knowledge": ("owner", _elsewhere("knowledge_entry")),
    "POST /v1/knowledge/import": ("owner", _elsewhere("knowledge_rows")),
    "GET /v1/tickets": ("agent", _elsewhere("tickets_recent")),
    "GET /v1/tickets/{ticket}": ("viewer", _elsewhere("ticket")),
    "GET /v1/tickets/{ticket}/timeline": ("viewer", _elsewhere("ticket_entry")),
    "POST /v1/tickets": ("agent", _elsewhere("ticket_counter")),
    "POST /v1/tickets/{ticket}/transition": ("agent", _elsewhere("ticket_entry")),
    "POST /v1/tickets/{ticket}/comments": ("agent", _elsewhere("ticket_entry")),
    "GET /v1/ticket-views": ("agent", _elsewhere("ticket_views")),
    "GET /v1/conversations": ("agent", _elsewhere("recent")),
    "GET /v1/conversations/{conversation}": ("viewer", _elsewhere("conversation")),
    "GET /v1/conversations/{conversation}/messages": ("viewer", _elsewhere("message")),
    "POST /v1/conversations/{conversation}/take": ("agent", _elsewhere("message")),
}


ABOUT_THE_OTHER = (
    "GET /v1/customers/{customer}",
    "GET /v1/conversations/{conversation}",
    "GET /v1/tickets/{ticket}",
)


@pytest.mark.parametrize("name", BROKEN)
def test_the_guard_refuses_what_a_broken_store_would_do(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """With a key that leads to the other merchant's things."""
    role, broken = BROKEN[name]
    example, before = EXAMPLES[name], world.storage.rows()
    broken(monkeypatch, world.b.owner.desk)
    got = world.rest.send(
        name,
        path=example.path_of(world.b if name in ABOUT_THE_OTHER else world.a),
        body=example.body_of(world.a),
        headers=example.headers_of(world.a, world.a.seats[role].headers),
    )
    monkeypatch.undo()

    assert got.status in {401, 500}
    refused(got, got.status, got.code, secrets=world.b.marks)
    assert world.storage.rows() == before


def test_the_guard_refuses_a_broken_store_behind_a_frame(
    world: World, front: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = line(world, front.sockets, world.a.seats[Role.AGENT])
    before = world.storage.rows()
    _elsewhere("conversation")(monkeypatch, world.b.owner.desk)
    sync = {"t": "sync", "conversation": world.b.conversations[0], "after": 0}
    spoken = say("0" * 16, 1, "x", world.b.conversations[1], kind="note")
    for frame in (sync, spoken):
        denied(agent.send(frame), "internal", secrets=tuple(world.b.marks))
    monkeypatch.undo()

    assert world.storage.rows() == before
    assert world.stage.wires.sent == []


def test_ciphertext_from_elsewhere_opens_nowhere(world: World) -> None:
    """A29: a name moved from the other merchant, or from another place of the same one."""
    customers = {
        pk: item
        for (name, pk, sk), item in world.storage.rows().items()
        if (name, sk) == ("desk", "PROFILE")
    }
    mine = customers[keys.customer(world.a.owner.desk, world.a.guests[0].id).pk]
    for other in (
        customers[keys.customer(world.b.owner.desk, world.b.guests[0].id).pk],
        customers[keys.customer(world.a.owner.desk, world.a.guests[1].id).pk],
    ):
        world.storage.put("desk", {**mine, "name": other["name"]})
        got = world.rest.send(
            "GET /v1/customers/{customer}",
            path={"customer": world.a.guests[0].id},
            headers=world.a.owner.headers,
        )
        refused(got, 500, "internal", secrets=world.a.marks + world.b.marks)
