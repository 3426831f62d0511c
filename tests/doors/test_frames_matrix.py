"""Every frame × everybody who may have a socket, or had one: what the frame needs, and nothing else.

Made from the list of frames and their contracts: a new frame without its row in NEEDS fails.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.access.model import LONGEST
from chalicelib.contracts.compiled import schema
from chalicelib.core.clock import to_wire
from chalicelib.core.rights import Right, Role, may
from chalicelib.live.refusals import FRAMES
from chalicelib.vault.data_keys import DataKeys
from tests.doors.examples import ABSENT
from tests.doors.test_frames import EXAMPLES
from tests.doors.test_matrix import ENDED
from tests.doors.wire import MESSAGE, Frame, Wire, asked_in, denied, effect, line
from tests.doors.world import Bearer, Seat, Shop, World

# What a frame takes of those who work here; of their own conversation visitors may do all of it.
OWN = "own"  # of their own words alone: in the examples, a note of the agent's
NEEDS: Mapping[str, Right | str | None] = {
    "hello": None,
    "ping": None,
    "seen": Right.READ,
    "sync": Right.ANSWER,  # as the example sends it, with a sending session
    "say": Right.ANSWER,
    "typing": Right.ANSWER,
    "edit": OWN,
    "recall": OWN,
}
DENIALS = frozenset({"unauthenticated", "forbidden", "not_found"})
KEYS = (Role.ADMIN, Role.VIEWER)


def test_every_frame_says_what_it_needs() -> None:
    assert sorted(NEEDS) == sorted(FRAMES)


def about_a_conversation(kind: str) -> bool:
    return "conversation" in schema("frames")["$defs"][kind]["properties"]


def code_of(answer: Frame | None) -> str:
    """Of a refusal that denies; a frame that is let in may be refused for its state."""
    code = str(answer["code"]) if answer and answer["t"] == "refused" else ""
    return code if code in DENIALS else ""


def wires_of(world: World, door: Any, shop: Shop) -> dict[str, Wire]:
    who: dict[str, Seat | Bearer] = {str(role): seat for role, seat in shop.seats.items()}
    who |= {f"{role} key": shop.keys[role] for role in KEYS}
    who |= {"visitor": shop.guests[1], "another visitor": shop.guests[0]}
    return {name: line(world, door, each) for name, each in who.items()}


def expected(kind: str, name: str) -> str:
    if name == "another visitor":
        return "not_found" if about_a_conversation(kind) else ""
    need = NEEDS[kind]
    if need == OWN:
        return {str(Role.AGENT): "", "visitor": "not_found"}.get(name, "forbidden")
    if name == "visitor" or need is None:
        return ""
    allowed = isinstance(need, Right) and may(name.removesuffix(" key"), need)
    return "" if allowed else "forbidden"


def example(kind: str, shop: Shop, name: str) -> Frame:
    frame = EXAMPLES[kind](shop)
    if "visitor" in name:
        frame.pop("presence", None)
    return frame


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_serves_and_refuses_whom_it_says(world: World, front: Any, kind: str) -> None:
    for name, wire in wires_of(world, front.sockets, world.a).items():
        before = world.storage.rows()
        answer = wire.send(example(kind, world.a, name))

        assert code_of(answer) == expected(kind, name), f"{name}: {answer}"
        if code_of(answer):
            assert world.storage.rows() == before, name


@pytest.mark.attack("A1")
@pytest.mark.attack("A4")
@pytest.mark.parametrize("kind", [kind for kind in FRAMES if about_a_conversation(kind)])
def test_another_merchants_things_are_not_there_for_any_frame(
    world: World, front: Any, kind: str
) -> None:
    """Alike to the byte for what is somebody else's and what is nobody's."""
    strangers = wires_of(world, front.sockets, world.b)
    before = world.storage.rows()
    world.stage.wires.sent.clear()
    for name, wire in strangers.items():
        frame = example(kind, world.a, name)
        foreign, absent = wire.send(frame), wire.send(frame | {"conversation": ABSENT})

        assert foreign == absent, name
        denied(foreign, code_of(foreign), of=kind, secrets=tuple(world.a.marks))
        assert code_of(foreign) in {"not_found", expected(kind, name)}, name
    assert world.storage.rows() == before
    assert world.stage.wires.sent == []


@pytest.mark.parametrize("kind", FRAMES)
def test_no_frame_is_taken_of_nobody(world: World, front: Any, kind: str) -> None:
    wire = Wire(front.sockets, {"id": "", "kind": "person", "merchant": ""})
    before = world.storage.rows()
    body = json.dumps(EXAMPLES[kind](world.a))
    for authorizer in (None, {}, {"kind": "person", "id": world.a.owner.id, "merchant": ""}):
        event = wire.event(MESSAGE, body=body)
        event["requestContext"]["authorizer"] = authorizer
        answer = json.loads(front.sockets.message(event)["body"])
        denied(answer, "unauthenticated")
    assert world.storage.rows() == before


@pytest.mark.attack("A31")
@pytest.mark.parametrize("kind", FRAMES)
def test_a_socket_ends_with_its_session(world: World, front: Any, kind: str) -> None:
    """It was opened shortly before; nothing is pushed to it any more, and its next frame closes it."""
    world.stage.clock.advance(LONGEST.total_seconds() - 60)
    agent = line(world, front.sockets, signed_in_at_the_beginning(world))
    visitor = line(world, front.sockets, world.a.guests[1])
    agent.send({"t": "sync", "conversation": world.a.conversations[1], "after": 0})
    world.stage.clock.advance(60)
    before = {place for place in world.storage.rows() if place[0] != "sockets"}
    world.stage.wires.sent.clear()

    visitor.send({"t": "typing", "conversation": world.a.conversations[1], "on": True})
    assert world.stage.wires.sent == []
    denied(agent.send(EXAMPLES[kind](world.a)), "unauthenticated", of=kind)
    assert world.stage.wires.closed == [agent.connection]
    assert {place for place in world.storage.rows() if place[0] != "sockets"} == before


def signed_in_at_the_beginning(world: World) -> Seat:
    """The agent, whose session has been kept alive since."""
    seat = world.a.seats[Role.AGENT]
    for (table, pk, _), row in world.storage.rows().items():
        if pk.startswith("SESSION") and row["person"]["S"] == seat.id:
            world.storage.put(table, {**row, "seen_at": {"S": to_wire(world.stage.clock())}})
    return seat


@pytest.mark.parametrize("who", ENDED)
def test_who_has_ended_opens_no_socket(world: World, who: str) -> None:
    """With the ticket of a moment before, or with none: the route for tickets refuses them as well."""
    got = world.rest.send("POST /v1/socket-tickets", body={}, headers=world.ended[who])

    assert got.status == 401
    assert effect(asked_in(world, None)) == "Deny"


def test_no_socket_door_needs_the_platforms_key(
    world: World, front: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template keeps it from their roles; no emulator would tell."""
    held = wires_of(world, front.sockets, world.a)
    asked: list[str] = []
    real = DataKeys.get

    def noted(known: DataKeys, owner: str, epoch: int) -> bytes:
        asked.append(owner)
        return real(known, owner, epoch)

    monkeypatch.setattr(DataKeys, "get", noted)
    for name, wire in held.items():
        wire.opened()
        for kind in FRAMES:
            wire.send(example(kind, world.a, name))
        wire.closed()
    assert set(asked) == {world.a.merchant}
