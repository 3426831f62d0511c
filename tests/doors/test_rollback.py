"""A29: an older version of the same item, put back straight in the table."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.rights import Role
from chalicelib.table import keys
from chalicelib.table.keys import Key
from tests.doors.rest import refused
from tests.doors.wire import Wire, denied, line, say
from tests.doors.world import World
from tests.doors.worldly import Lines

OLD, NEW = "the red lamp", "the blue lamp"
AMENDED = {"edit": {"parts": [{"type": "text", "text": NEW}]}, "recall": {}}


@pytest.fixture
def agent(world: World, front: Any) -> Wire:
    """Who holds the conversation."""
    return line(world, front.sockets, world.a.seats[Role.AGENT])


@pytest.fixture
def alarmed(logged: Lines) -> Callable[[], bool]:
    """Whether what the alarm waits for was logged, by its name and without anybody's words."""

    def found() -> bool:
        lines = logged()
        assert OLD not in str(lines)
        return "Unsealable" in {line.get("exception_name") for line in lines}

    return found


def lying(world: World, key: Key) -> dict[str, Any]:
    return dict(world.storage.rows()[key.table, key.pk, key.sk])


def said(world: World, agent: Wire) -> tuple[str, int, Key]:
    """Words of the agent's own: conversation, seq, and where they lie."""
    conversation = world.a.conversations[1]
    told = agent.ask(say(agent.synced(conversation), 1, OLD, conversation))
    assert told["t"] == "said", told
    place = keys.message(world.a.seats[Role.AGENT].desk, conversation, told["seq"])
    return conversation, told["seq"], place


def change(agent: Wire, kind: str, conversation: str, seq: int) -> None:
    frame = {"t": kind, "conversation": conversation, "seq": seq, **AMENDED[kind]}
    assert agent.ask(frame)["t"] == "amended"


def sync(agent: Wire, conversation: str, after: int = 0) -> dict[str, Any]:
    return agent.ask({"t": "sync", "conversation": conversation, "after": after})


@pytest.mark.attack("A29")
@pytest.mark.parametrize("kind", AMENDED)
@pytest.mark.parametrize("whole", [False, True], ids=["words", "item"])
def test_a_message_that_was_changed_does_not_come_back(
    world: World, agent: Wire, alarmed: Callable[[], bool], kind: str, whole: bool
) -> None:
    conversation, seq, place = said(world, agent)
    before = lying(world, place)
    change(agent, kind, conversation, seq)
    assert sync(agent, conversation)["t"] == "history"
    alarmed()
    world.storage.put(
        place.table, before if whole else {**lying(world, place), "body": before["body"]}
    )

    denied(sync(agent, conversation), "internal", secrets=(OLD,))
    assert alarmed()


@pytest.mark.attack("A29")
def test_of_two_edits_the_first_does_not_come_back(
    world: World, agent: Wire, alarmed: Callable[[], bool]
) -> None:
    conversation, seq, place = said(world, agent)
    change(agent, "edit", conversation, seq)
    before = lying(world, place)
    frame = {"t": "edit", "conversation": conversation, "seq": seq}
    agent.ask({**frame, "parts": [{"type": "text", "text": "the green lamp"}]})
    world.storage.put(place.table, before)

    denied(sync(agent, conversation), "internal", secrets=(NEW,))
    assert alarmed()


@pytest.mark.attack("A29")
def test_a_head_that_is_older_than_its_messages_is_neither_read_nor_written_on(
    world: World, agent: Wire, alarmed: Callable[[], bool]
) -> None:
    conversation, desk = world.a.conversations[1], world.a.seats[Role.AGENT].desk
    session = agent.synced(conversation)
    place = keys.conversation(desk, conversation)
    before = lying(world, place)
    told = agent.ask(say(session, 1, OLD, conversation))
    kept = lying(world, keys.message(desk, conversation, told["seq"]))
    world.storage.put(place.table, before)
    alarmed()

    denied(sync(agent, conversation), "internal", secrets=(OLD,))
    assert alarmed()
    denied(agent.ask(say(session, 1, NEW, conversation)), "internal", secrets=(OLD,))
    assert alarmed()
    assert lying(world, keys.message(desk, conversation, told["seq"])) == kept


@pytest.mark.attack("A29")
def test_a_head_that_moves_while_it_is_read_is_no_fault(
    world: World, agent: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = world.a.conversations[1]
    session = agent.synced(conversation)
    store = world.house.conversations._store
    read = store.history

    def said_meanwhile(*about: Any, **bounds: Any) -> Any:
        monkeypatch.undo()
        assert agent.ask(say(session, 1, NEW, conversation))["t"] == "said"
        return read(*about, **bounds)

    monkeypatch.setattr(store, "history", said_meanwhile)
    answer = sync(agent, conversation)

    assert answer["t"] == "history"
    assert answer["seq"] == answer["messages"][-1]["seq"]
    assert NEW in str(answer["messages"][-1])


@pytest.mark.attack("A29")
def test_a_ticket_that_is_older_than_its_timeline_is_neither_shown_with_it_nor_written_on(
    world: World, alarmed: Callable[[], bool]
) -> None:
    shop, headers = world.a, world.a.owner.headers
    place = keys.ticket(shop.owner.desk, shop.ticket)
    before = lying(world, place)
    about: dict[str, Any] = {"path": {"ticket": shop.ticket}, "headers": headers}
    comment = {"text": OLD, "public": False}
    assert world.rest.send("POST /v1/tickets/{ticket}/comments", body=comment, **about).status < 300
    world.storage.put(place.table, before)
    alarmed()

    read = world.rest.send("GET /v1/tickets/{ticket}/timeline", **about)
    refused(read, 500, "internal", secrets=(OLD,))
    assert alarmed()
    written = world.rest.send("POST /v1/tickets/{ticket}/comments", body=comment, **about)
    refused(written, 500, "internal", secrets=(OLD,))
    assert alarmed()
