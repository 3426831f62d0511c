"""The frames that a client may send, through the real doors: what is wrong is refused by its type.

Made from the list of frames and their contracts: a new frame without its example fails.
"""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.contracts.compiled import schema
from chalicelib.conversations.rules import MAX_SENDERS
from chalicelib.core.rights import Role
from chalicelib.live.dispatch import MAX_FRAME_BYTES
from chalicelib.live.refusals import FRAMES
from tests.doors.examples import ABSENT
from tests.doors.spoiling import CANARY, Text, spoilt_bodies, spoilt_texts
from tests.doors.wire import CONNECT, DISCONNECT, MESSAGE, Frame, Wire, denied, line, say
from tests.doors.world import Shop, World, guest

SESSION = "0123456789ABCDEF"
CONTRACTS = schema("frames")["$defs"]
EXAMPLES: dict[str, Callable[[Shop], Frame]] = {
    "hello": lambda _: {"t": "hello", "v": 1, "presence": "available", "ref": "r"},
    "say": lambda shop: say(SESSION, 1, "x", shop.conversations[1], ref="r", kind="message"),
    "sync": lambda shop: {
        "t": "sync",
        "conversation": shop.conversations[1],
        "after": 0,
        "session": SESSION,
        "ref": "r",
    },
    "typing": lambda shop: {
        "t": "typing",
        "conversation": shop.conversations[1],
        "on": True,
        "ref": "r",
    },
    "seen": lambda shop: {"t": "seen", "conversation": shop.conversations[1], "seq": 1, "ref": "r"},
    "ping": lambda _: {"t": "ping", "ref": "r"},
    "edit": lambda shop: edit(shop, "x", 0),
    "recall": lambda shop: {**note(shop), "t": "recall"},
}
ABOUT = ("say", "sync", "typing", "seen", "edit", "recall")


def note(shop: Shop) -> Frame:
    """Which the agent wrote in the conversation that they hold."""
    return {"conversation": shop.conversations[1], "seq": 3, "ref": "r"}


def edit(shop: Shop, text: str, edits: int) -> Frame:
    return {**note(shop), "t": "edit", "parts": [{"type": "text", "text": text}], "edits": edits}


@pytest.fixture
def agent(world: World, front: Any) -> Wire:
    return line(world, front.sockets, world.a.seats[Role.AGENT])


@pytest.fixture
def viewer(world: World, front: Any) -> Wire:
    return line(world, front.sockets, world.a.seats[Role.VIEWER])


@pytest.fixture
def visitor(world: World, front: Any) -> Wire:
    """Whose conversation the agent holds."""
    return line(world, front.sockets, world.a.guests[1])


@pytest.fixture
def stranger(world: World, front: Any) -> Wire:
    return line(world, front.sockets, world.b.seats[Role.AGENT])


@pytest.fixture
def quiet(world: World) -> Callable[[], None]:
    """Asserts that nothing was stored since; asked for after the sockets are open."""
    before = world.storage.rows()

    def check() -> None:
        assert world.storage.rows() == before

    return check


# --- made from the contracts


def test_every_frame_has_its_contract_and_its_example() -> None:
    contracts = [name for name, each in CONTRACTS.items() if "t" in each.get("properties", {})]

    assert sorted(FRAMES) == sorted(EXAMPLES) == sorted(contracts)


@pytest.mark.parametrize("kind", FRAMES)
def test_the_examples_are_good(world: World, agent: Wire, kind: str) -> None:
    agent.synced(world.a.conversations[1])
    answer = agent.send(
        EXAMPLES[kind](world.a) | {"session": agent.synced(world.a.conversations[1])}
        if kind == "say"
        else EXAMPLES[kind](world.a)
    )

    assert answer is None or (answer["t"] != "refused" and answer["ref"] == "r")


@pytest.mark.attack("A28")
@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_keeps_its_contract(
    world: World, agent: Wire, quiet: Callable[[], None], kind: str
) -> None:
    good = EXAMPLES[kind](world.a)
    for spoilt in broken(kind, good):
        answer = agent.send(spoilt.value)
        known = {"pointer": spoilt.pointer, "rule": spoilt.rule}
        told = {name: value for name, value in known.items() if value is not None}
        try:
            denied(answer, "invalid", of=kind, secrets=(CANARY,), **told)
            assert answer is not None
            assert answer.get("pointer") is not None
            assert answer.get("rule")
            if spoilt.value.get("ref") == "r":
                assert answer["ref"] == "r"
        except AssertionError as error:
            raise AssertionError(f"{spoilt.what}: {error}") from error
    quiet()


def broken(kind: str, good: Frame) -> Iterator[Any]:
    """Without the ways to spoil `t`, which make it no frame at all."""
    for spoilt in spoilt_bodies(CONTRACTS[kind], CONTRACTS, good, CANARY):
        if spoilt.value.get("t") == kind:
            yield spoilt


@pytest.mark.parametrize("name", [None, 7, True, [], {}, ["ping"], "", "PING", CANARY, "refused"])
def test_what_names_no_frame_is_none(agent: Wire, quiet: Callable[[], None], name: Any) -> None:
    for frame in ({"t": name, "ref": "r"}, {"ref": "r"}):
        answer = agent.send(frame)
        denied(answer, "invalid", pointer="/t", rule="enum", ref="r", secrets=(CANARY,))
    quiet()


TEXTS = spoilt_texts(max_bytes=MAX_FRAME_BYTES)


@pytest.mark.parametrize("text", TEXTS, ids=[text.what for text in TEXTS])
def test_a_frame_is_one_json_object(agent: Wire, quiet: Callable[[], None], text: Text) -> None:
    """Bytes come in base 64, which is no frame: the protocol is text."""
    binary = isinstance(text.raw, bytes)
    raw = base64.b64encode(text.raw).decode() if isinstance(text.raw, bytes) else text.raw
    extra = {"rule": text.rule} if text.rule else {}
    denied(agent.send(raw, binary=binary), text.code, secrets=(CANARY,), **extra)
    quiet()


def test_a_number_beyond_all_numbers_is_none(world: World, agent: Wire) -> None:
    raw = json.dumps(EXAMPLES["seen"](world.a)).replace('"seq": 1', '"seq": 1e400')
    denied(agent.send(raw), "malformed", rule="json")


@pytest.mark.parametrize("ref", ["", "x" * 65, 7, None, [CANARY]])
def test_a_bad_ref_is_not_sent_back(agent: Wire, ref: Any) -> None:
    answer = agent.send({"t": "ping", "ref": ref})
    denied(answer, "invalid", of="ping", pointer="/ref", ref=None, secrets=(CANARY,))


def test_an_empty_event_is_no_frame(agent: Wire) -> None:
    answer = agent.door.message(agent.event(MESSAGE, body=None))
    denied(json.loads(answer["body"]), "malformed", rule="json")


# --- whose conversation


@pytest.mark.parametrize("kind", ABOUT)
def test_another_merchants_conversation_is_not_there(
    world: World, stranger: Wire, quiet: Callable[[], None], kind: str
) -> None:
    about = EXAMPLES[kind](world.a)
    foreign, absent = stranger.send(about), stranger.send(about | {"conversation": ABSENT})

    denied(foreign, "not_found", of=kind, secrets=tuple(world.a.marks))
    assert foreign == absent
    quiet()
    assert world.stage.wires.sent == []


@pytest.mark.attack("A4")
@pytest.mark.parametrize("kind", ABOUT)
def test_another_visitors_conversation_is_not_there(world: World, front: Any, kind: str) -> None:
    other = line(world, front.sockets, world.a.guests[0])
    before = world.storage.rows()
    about = EXAMPLES[kind](world.a) | {"conversation": world.a.conversations[1]}
    about.pop("kind", None)
    foreign, absent = other.send(about), other.send(about | {"conversation": ABSENT})

    denied(foreign, "not_found", of=kind)
    assert foreign == absent
    assert world.storage.rows() == before
    assert world.stage.wires.sent == []


def test_an_agent_names_the_conversation(agent: Wire, quiet: Callable[[], None]) -> None:
    denied(agent.send(say(SESSION, 1, CANARY)), "not_found", of="say", secrets=(CANARY,))
    quiet()


# --- who may


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
@pytest.mark.parametrize("kind", ["message", "note"])
def test_who_only_reads_says_nothing(world: World, front: Any, role: str, kind: str) -> None:
    reader = line(world, front.sockets, world.a.seats[role])
    before = world.storage.rows()
    frame = say(SESSION, 1, CANARY, world.a.conversations[1], kind=kind)

    denied(reader.send(frame), "forbidden", of="say", secrets=(CANARY,))
    assert world.storage.rows() == before


def test_who_only_reads_reads_and_takes_no_senders_place(world: World, viewer: Wire) -> None:
    """Six senders are kept: who cannot send must not push one of them out."""
    held = world.a.conversations[1]
    before = world.storage.rows()
    answer = viewer.ask({"t": "sync", "conversation": held, "after": 0, "session": SESSION})
    denied(answer, "forbidden", of="sync")
    assert world.storage.rows() == before
    assert viewer.ask({"t": "sync", "conversation": held, "after": 0})["t"] == "history"


def test_who_only_reads_is_not_seen_typing(world: World, viewer: Wire, visitor: Wire) -> None:
    typing = {"t": "typing", "conversation": world.a.conversations[1], "on": True}

    denied(viewer.send(typing), "forbidden", of="typing")
    assert world.stage.wires.sent == []


def test_who_only_reads_has_seen_nothing_for_the_desk(
    world: World, viewer: Wire, quiet: Callable[[], None]
) -> None:
    frame = {"t": "seen", "conversation": world.a.conversations[1], "seq": 2}
    assert viewer.send(frame) is None
    quiet()


def test_a_visitor_writes_no_note(world: World, visitor: Wire, quiet: Callable[[], None]) -> None:
    frame = say(SESSION, 1, CANARY, world.a.conversations[1], kind="note")

    denied(visitor.send(frame), "forbidden", of="say", secrets=(CANARY,))
    quiet()


def test_a_note_reaches_a_visitor_as_its_number_alone(world: World, visitor: Wire) -> None:
    answer = visitor.ask({"t": "sync", "conversation": world.a.conversations[1], "after": 0})
    note = answer["messages"][2]

    assert set(note) == {"conversation", "seq", "at", "kind"}
    assert note["kind"] == "hidden"
    assert "A note" not in json.dumps(answer)
    assert [message["seq"] for message in answer["messages"]] == [1, 2, 3]
    known = {"id", "status", "seq", "seen", "assignee_name"}
    assert set(answer["state"]) == known | {"handoff", "ticket", "rating", "can_rate"}


def test_only_who_holds_it_answers(world: World, agent: Wire) -> None:
    waiting = world.a.conversations[0]
    session = agent.synced(waiting)
    before = world.storage.rows()

    answer = agent.send(say(session, 1, CANARY, waiting))
    denied(answer, "conflict", of="say", rule="not_held", secrets=(CANARY,))
    assert world.storage.rows() == before


def test_a_resolved_conversation_is_opened_again_first(world: World, agent: Wire) -> None:
    done = world.a.conversations[2]
    session = agent.synced(done)
    before = world.storage.rows()

    denied(agent.send(say(session, 1, "x", done)), "conflict", of="say", rule="not_held")
    assert world.storage.rows() == before


# --- buttons


def test_a_customers_click_is_said_as_a_choice(world: World, visitor: Wire) -> None:
    held = world.a.conversations[1]
    frame = say(visitor.synced(held), 1, "Parcels", held)
    chosen = {"type": "choice", "id": "x" * 64, "text": "Parcels"}

    assert visitor.ask(frame | {"parts": [chosen]})["t"] == "said"
    history = visitor.ask({"t": "sync", "conversation": held, "after": 0})
    assert history["messages"][-1]["parts"] == [chosen]


@pytest.mark.parametrize(
    ("part", "pointer", "rule"),
    [
        ({"type": "choice", "id": "x" * 65, "text": "a"}, "/parts/0/id", "maxLength"),
        ({"type": "choice", "id": "", "text": "a"}, "/parts/0/id", "minLength"),
        ({"type": "choice", "text": "a"}, "/parts/0/id", "required"),
        ({"type": "choice", "id": "x"}, "/parts/0/text", "required"),
        ({"type": "text", "id": "x", "text": "a"}, "/parts/0", "not"),
        ({"type": "options", "options": [], "text": "a"}, None, None),
    ],
)
def test_a_part_is_words_or_a_click_and_nothing_else(
    world: World,
    visitor: Wire,
    part: dict[str, Any],
    pointer: str | None,
    rule: str | None,
) -> None:
    held = world.a.conversations[1]
    frame = say(visitor.synced(held), 1, "x", held) | {"parts": [part]}
    before = world.storage.rows()

    told: dict[str, Any] = {"pointer": pointer, "rule": rule} if rule else {}
    denied(visitor.send(frame), "invalid", of="say", **told)
    assert world.storage.rows() == before


def test_an_agent_clicks_no_buttons(world: World, agent: Wire) -> None:
    held = world.a.conversations[1]
    frame = say(agent.synced(held), 1, "x", held)
    before = world.storage.rows()

    chosen = {"type": "choice", "id": "x", "text": "x"}
    denied(agent.send(frame | {"parts": [chosen]}), "invalid", of="say", pointer="/parts/0/type")
    assert world.storage.rows() == before


# --- the numbering


def test_a_replayed_say_is_answered_alike_and_stored_once(world: World, agent: Wire) -> None:
    held = world.a.conversations[1]
    frame = say(agent.synced(held), 1, "once", held)
    first = agent.ask(frame)
    before = world.storage.rows()

    assert first["t"] == "said"
    assert [agent.ask(frame), agent.ask(frame)] == [first, first]
    assert world.storage.rows() == before


def test_a_number_used_again_for_other_words_is_refused_and_the_first_ones_are_kept(
    world: World, agent: Wire, visitor: Wire
) -> None:
    held = world.a.conversations[1]
    for wire, kinds in ((agent, ("note",)), (visitor, ())):
        frame = say(wire.synced(held), 1, "once", held)
        first = wire.ask(frame)
        before = world.storage.rows()
        others = [frame | {"parts": [{"type": "text", "text": CANARY}]}]
        others += [frame | {"kind": kind} for kind in kinds]
        if wire is visitor:
            others.append(frame | {"parts": [{"type": "choice", "id": "x", "text": "once"}]})
        for other in others:
            told = wire.send(other)
            denied(told, "conflict", of="say", rule="reused", secrets=(CANARY,))
        assert world.storage.rows() == before
        assert wire.ask(frame) == first
    history = agent.ask({"t": "sync", "conversation": held, "after": 0})
    assert [m["parts"] for m in history["messages"][-2:]] == [
        [{"type": "text", "text": "once"}]
    ] * 2


@pytest.mark.parametrize("beyond", [1, 1_000, 999_999_999_990])
def test_numbers_of_the_future_are_refused_and_move_nothing(
    world: World, agent: Wire, visitor: Wire, quiet: Callable[[], None], beyond: int
) -> None:
    held = world.a.conversations[1]
    for wire in (agent, visitor):
        after = {"t": "sync", "conversation": held, "after": 3 + beyond}
        denied(wire.send(after), "invalid", of="sync", pointer="/after", rule="future")
        seen = {"t": "seen", "conversation": held, "seq": 3 + beyond}
        denied(wire.send(seen), "invalid", of="seen", pointer="/seq", rule="future")
        assert wire.ask({"t": "ping"})["t"] == "pong"
    agent.send({"t": "sync", "conversation": held, "after": 3})
    held_row = next(
        v for (_, pk, sk), v in world.storage.rows().items() if held in pk and sk == "HEAD"
    )
    assert int(held_row["seen_agent"]["N"]) <= 3


def test_a_visitors_first_words_again_begin_no_second_conversation(
    world: World, front: Any
) -> None:
    wire = line(world, front.sockets, guest(world.stage, world.a))
    frame = say(wire.hello(), 1, "hello")
    first = wire.ask(frame)
    before = world.storage.rows()

    assert wire.ask(frame) == first
    assert wire.ask(frame | {"conversation": first["conversation"]}) == first
    assert world.storage.rows() == before


@pytest.mark.parametrize("n", [2, 3, 999_999_999])
def test_a_number_that_skips_is_out_of_order(world: World, agent: Wire, n: int) -> None:
    held = world.a.conversations[1]
    session = agent.synced(held)
    before = world.storage.rows()

    denied(agent.send(say(session, n, CANARY, held)), "out_of_order", of="say", expected=1)
    assert world.storage.rows() == before


def test_an_unknown_session_is_refused(
    world: World, agent: Wire, visitor: Wire, quiet: Callable[[], None]
) -> None:
    held = world.a.conversations[1]
    for wire in (agent, visitor):
        denied(wire.send(say(SESSION, 1, "x", held)), "unknown_session", of="say")
    denied(visitor.send(say(SESSION, 1, "x")), "unknown_session", of="say")
    quiet()


def test_a_new_conversation_begins_with_number_one(world: World, front: Any) -> None:
    wire = line(world, front.sockets, guest(world.stage, world.a))
    before = world.storage.rows()

    denied(wire.send(say(SESSION, 2, "x")), "unknown_session", of="say")
    assert world.storage.rows() == before


def test_an_evicted_session_is_refused_and_stores_nothing(world: World, agent: Wire) -> None:
    held = world.a.conversations[1]
    old = agent.synced(held)
    agent.ask(say(old, 1, "x", held))
    for _ in range(MAX_SENDERS):
        world.stage.clock.advance(10)  # a session has to be newer than those that have left
        agent.ask(say(agent.synced(held), 1, "x", held))
    before = world.storage.rows()

    for n in (1, 2):
        denied(agent.send(say(old, n, "x", held)), "unknown_session", of="say")
    assert world.storage.rows() == before


# --- who is there at all


@pytest.mark.parametrize("form", [CONNECT, MESSAGE, DISCONNECT])
def test_an_event_that_no_authorizer_passed_is_refused(
    world: World, front: Any, quiet: Callable[[], None], form: Frame
) -> None:
    """The template puts the authorizer before the doors; they do not lean on it."""
    sent = json.loads(json.dumps(form))
    doors = {"CONNECT": "connect", "MESSAGE": "message", "DISCONNECT": "disconnect"}
    door = getattr(front.sockets, doors[form["requestContext"]["eventType"]])
    for authorizer in (None, {}, {"kind": "system"}, {"merchant": "", "kind": "person", "id": ""}):
        sent["requestContext"]["authorizer"] = authorizer
        answer = door(sent)
        if form is MESSAGE:
            denied(json.loads(answer["body"]), "unauthenticated")
        else:
            assert answer["statusCode"] == 401
    sent["requestContext"].pop("authorizer")
    assert door(sent)["statusCode"] == (200 if form is MESSAGE else 401)
    quiet()


def test_a_frame_cannot_pass_for_the_gateways_own_event(
    world: World, agent: Wire, quiet: Callable[[], None]
) -> None:
    """Routes are chosen by a field of the frame: what happened is not the client's to say."""
    raw = json.dumps({"t": "ping", "action": "$disconnect"})
    for door in (agent.door.connect, agent.door.disconnect):
        sent = agent.event(MESSAGE, body=raw)
        denied(json.loads(door(sent)["body"]), "invalid", of="ping", rule="additionalProperties")
    quiet()


def test_chalice_hands_the_events_on(world: World, front: Any, agent: Wire) -> None:
    """The functions that the template names, called as Lambda calls them."""
    pong = front.message(agent.event(MESSAGE), None)
    assert json.loads(pong["body"])["t"] == "pong"
    assert front.connect(agent.event(CONNECT), None) == {"statusCode": 200}
    assert front.disconnect(agent.event(DISCONNECT), None) == {"statusCode": 200}


def test_a_fault_of_ours_tells_nothing(
    world: World, agent: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError("our own business")

    monkeypatch.setattr(world.house.conversations, "history", breaks)
    sync = {"t": "sync", "conversation": world.a.conversations[1], "after": 0}
    denied(agent.send(sync), "internal", secrets=("our own business",))


def test_a_socket_that_is_gone_stops_nobody(world: World, agent: Wire, visitor: Wire) -> None:
    visitor.closed()
    agent.send({"t": "typing", "conversation": world.a.conversations[1], "on": True})

    assert visitor.connection not in [connection for connection, _ in world.stage.wires.sent]


def test_an_edit_that_is_delivered_once_more_behind_the_next_one_changes_nothing(
    world: World, agent: Wire
) -> None:
    first, second = edit(world.a, "one", 0), edit(world.a, "two", 1)
    for each in (first, second):
        assert agent.ask(each)["t"] == "amended"
    before = world.storage.rows()

    denied(agent.ask(first), "conflict", of="edit", rule="edited")
    assert agent.ask(second)["message"]["edits"] == 2  # done already: answered as it was
    assert world.storage.rows() == before


def test_without_the_number_of_edits_the_words_that_come_last_stand(
    world: World, agent: Wire
) -> None:
    """As the version before sends it."""
    for text in ("one", "two", "one"):
        frame = {name: it for name, it in edit(world.a, text, 0).items() if name != "edits"}
        assert agent.ask(frame)["message"]["parts"] == [{"type": "text", "text": text}]
