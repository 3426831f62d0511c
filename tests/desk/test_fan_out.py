"""From stream records, as Lambda delivers them, to the sockets that may see."""

import base64
import json
from collections.abc import Mapping
from typing import Any, NoReturn

import pytest
from botocore.exceptions import ClientError

from chalicelib.connections.model import Presence
from chalicelib.conversations.items import ConversationItem, MessageItem
from chalicelib.conversations.model import Event, MessageKind
from chalicelib.conversations.service import Words
from chalicelib.core.ids import MerchantId, new_sending_session
from chalicelib.live.gate import Line
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.items import Item
from chalicelib.wiring import House
from tests.desk.standing import MovableClock, Wires
from tests.desk.test_conversations import agent_of, visitor_of

Record = dict[str, Any]


def image(item: Item) -> dict[str, Any]:
    """As a stream event has it: binary values as base 64 text."""
    raw: Mapping[str, Any] = item.serialize()
    return {
        name: {"B": base64.b64encode(value["B"]).decode()} if "B" in value else dict(value)
        for name, value in raw.items()
    }


def record(new: Item | None, old: Item | None = None, number: int = 1) -> Record:
    there = new or old
    assert there is not None
    images = {"NewImage": new, "OldImage": old}
    return {
        "eventName": "MODIFY" if old else "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": {
            "Keys": {"pk": {"S": there.pk}, "sk": {"S": there.sk}},
            "SequenceNumber": str(number),
            **{name: image(item) for name, item in images.items() if item},
        },
    }


def head_item(desk: Desk, conversation: str) -> ConversationItem:
    item = ConversationItem.find(keys.conversation(desk, conversation), consistent=True)
    assert item is not None
    return item


def message_item(desk: Desk, conversation: str, seq: int) -> MessageItem:
    item = MessageItem.find(keys.message(desk, conversation, seq), consistent=True)
    assert item is not None
    return item


class Scene:
    """One visitor and two agents with open sockets, and a conversation that waits."""

    def __init__(self, house: House, merchant: MerchantId) -> None:
        self.house = house
        self.visitor = visitor_of(house, merchant)
        self.agent, self.other = agent_of(merchant), agent_of(merchant)
        sockets = ((self.visitor, "v"), (self.agent, "a"), (self.other, "o"))
        for desk, connection in sockets:
            with desk.open():
                house.connections.opened(desk, connection=connection, name="")
        self.session = new_sending_session()
        self.conversation = self.say(self.visitor, None, Words(self.session, 1, "where is it?"))

    def say(self, desk: Desk, conversation: str | None, words: Words) -> str:
        with desk.open():
            said = self.house.conversations.say(desk, conversation=conversation, words=words)
        return said.conversation

    def take(self) -> tuple[ConversationItem, ConversationItem]:
        with self.agent.open():
            before = head_item(self.agent, self.conversation)
            self.house.conversations.move(
                self.agent, conversation=self.conversation, event=Event.TAKEN
            )
            return before, head_item(self.agent, self.conversation)

    def deliver(self, *records: Record) -> None:
        assert self.house.fan_out.deliver(records) == []


@pytest.fixture
def scene(house: House, merchant: MerchantId) -> Scene:
    return Scene(house, merchant)


def frames(wires: Wires, connection: str) -> list[dict[str, Any]]:
    posted = [json.loads(data) for to, data in wires.sent if to == connection]
    return [frame for post in posted for frame in (post if isinstance(post, list) else [post])]


def test_what_waits_reaches_the_customer_and_every_agent(scene: Scene, wires: Wires) -> None:
    with scene.agent.open():
        head = head_item(scene.agent, scene.conversation)
        message = message_item(scene.agent, scene.conversation, 1)
    scene.deliver(record(head, number=1), record(message, number=2))

    for connection in ("v", "a", "o"):
        kinds = [frame["t"] for frame in frames(wires, connection)]
        assert kinds == ["state", "message"], connection
    told = frames(wires, "a")[1]["message"]
    assert (told["seq"], told["parts"][0]["text"]) == (1, "where is it?")


def test_a_batch_tells_each_socket_once_in_its_order(scene: Scene, wires: Wires) -> None:
    with scene.agent.open():
        head = head_item(scene.agent, scene.conversation)
        first = message_item(scene.agent, scene.conversation, 1)
    scene.say(scene.visitor, scene.conversation, Words(scene.session, 2, "hello?"))
    with scene.agent.open():
        second = message_item(scene.agent, scene.conversation, 2)
    scene.deliver(record(first, number=1), record(head, number=2), record(second, number=3))

    assert sorted(to for to, _ in wires.sent) == ["a", "o", "v"]
    told = frames(wires, "a")
    assert [frame["t"] for frame in told] == ["message", "state", "message"]
    assert [told[at]["message"]["seq"] for at in (0, 2)] == [1, 2]


def test_of_a_push_that_fails_the_first_record_comes_again_and_the_others_hear(
    scene: Scene, wires: Wires, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = wires.post_to_connection

    def failing_for_agent(*, ConnectionId: str, Data: bytes) -> None:  # noqa: N803 - AWS's name
        if ConnectionId == "a":
            answer = {"Error": {"Code": "Throttled"}, "ResponseMetadata": {"HTTPStatusCode": 429}}
            raise ClientError(answer, "PostToConnection")
        post(ConnectionId=ConnectionId, Data=Data)

    with scene.agent.open():
        head = head_item(scene.agent, scene.conversation)
        message = message_item(scene.agent, scene.conversation, 1)
    records = [record(message, number=7), record(head, number=8)]
    monkeypatch.setattr(wires, "post_to_connection", failing_for_agent)

    assert scene.house.fan_out.deliver(records) == records[:1]
    assert [frame["t"] for frame in frames(wires, "o")] == ["message", "state"]


def test_what_somebody_holds_reaches_holder_and_watchers_alone(scene: Scene, wires: Wires) -> None:
    _, head = scene.take()
    scene.say(scene.visitor, scene.conversation, Words(scene.session, 2, "still there?"))
    with scene.agent.open():
        message = message_item(scene.agent, scene.conversation, 3)
        head = head_item(scene.agent, scene.conversation)
    scene.deliver(record(head, head), record(message))
    assert frames(wires, "o") == []
    assert [frame["t"] for frame in frames(wires, "a")] == ["message"]

    with scene.other.open():
        scene.house.connections.watch(scene.other, connection="o", conversation=scene.conversation)
    scene.deliver(record(message))
    assert [frame["t"] for frame in frames(wires, "o")] == ["message"]


def test_a_note_reaches_the_customer_as_a_number_alone(scene: Scene, wires: Wires) -> None:
    session = new_sending_session()
    with scene.agent.open():
        scene.house.conversations.register(
            scene.agent, conversation=scene.conversation, session=session
        )
    scene.say(scene.agent, scene.conversation, Words(session, 1, "rude", MessageKind.NOTE, "Ann"))
    with scene.agent.open():
        note = message_item(scene.agent, scene.conversation, 2)
    scene.deliver(record(note))

    assert "rude" not in str(wires.sent[0]) or wires.sent[0][0] != "v"
    (told,) = [frame["message"] for frame in frames(wires, "v")]
    assert set(told) == {"conversation", "seq", "at", "kind"}


def test_a_change_of_state_moves_rows_in_every_agents_list(scene: Scene, wires: Wires) -> None:
    before, after = scene.take()
    scene.deliver(record(after, before))

    told = frames(wires, "o")[0]["conversation"]
    assert (told["status"], told["assignee"]["id"]) == ("active", scene.agent.caller.id)
    assert "assignee" not in frames(wires, "v")[0]["conversation"]


def test_a_seen_mark_that_moves_by_itself_is_told(scene: Scene, wires: Wires) -> None:
    _, before = scene.take()
    with scene.agent.open():
        scene.house.conversations.see(scene.agent, conversation=scene.conversation, seq=2)
        after = head_item(scene.agent, scene.conversation)
    scene.deliver(record(after, before))

    assert frames(wires, "v") == [
        {"t": "seen", "conversation": scene.conversation, "by": "agent", "seq": 2}
    ]


def test_another_merchants_sockets_hear_nothing(
    scene: Scene, house: House, wires: Wires, new_merchant: Any
) -> None:
    stranger = agent_of(new_merchant())
    with stranger.open():
        house.connections.opened(stranger, connection="s", name="")
        house.connections.watch(stranger, connection="s", conversation=scene.conversation)
    with scene.agent.open():
        message = message_item(scene.agent, scene.conversation, 1)
    scene.deliver(record(message))

    assert frames(wires, "s") == []


def test_a_message_without_its_head_in_the_batch_asks_the_table(scene: Scene, wires: Wires) -> None:
    with scene.agent.open():
        message = message_item(scene.agent, scene.conversation, 1)
    scene.deliver(record(message))

    assert [frame["t"] for frame in frames(wires, "v")] == ["message"]


def gone(*_: object, **__: object) -> NoReturn:
    answer = {"Error": {"Code": "GoneException"}, "ResponseMetadata": {"HTTPStatusCode": 410}}
    raise ClientError(answer, "PostToConnection")


def test_a_socket_whose_handshake_is_not_over_is_not_taken_for_gone(
    scene: Scene, clock: MovableClock, wires: Wires, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene.agent.open():
        message = message_item(scene.agent, scene.conversation, 1)
    with monkeypatch.context() as patch:
        patch.setattr(wires, "post_to_connection", gone)
        clock.advance(14)
        scene.deliver(record(message))
    scene.deliver(record(message))

    assert frames(wires, "a") != []
    assert frames(wires, "v") != []


def test_who_says_hello_is_there_whatever_a_push_has_found(
    scene: Scene, house: House, clock: MovableClock, wires: Wires, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene.agent.open():
        message = message_item(scene.agent, scene.conversation, 1)
    with monkeypatch.context() as patch:
        patch.setattr(wires, "post_to_connection", gone)
        clock.advance(60)
        scene.deliver(record(message))
    line = Line(desk=scene.agent, connection="a", name="Ann")
    monkeypatch.setattr(house.dispatch, "_ensure_stands", lambda _: None)
    with scene.agent.open():
        answer = house.dispatch.receive(line, json.dumps({"t": "hello", "v": 1}))

    assert answer is not None
    assert scene.agent.caller.id in [person["id"] for person in answer["people"]]


def test_a_socket_that_is_gone_is_forgotten_and_the_others_still_hear(
    scene: Scene,
    house: House,
    clock: MovableClock,
    wires: Wires,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = wires.post_to_connection
    tried = []

    def gone_for_agent(*, ConnectionId: str, Data: bytes) -> None:  # noqa: N803 - AWS's name
        tried.append(ConnectionId)
        if ConnectionId == "a":
            gone()
        post(ConnectionId=ConnectionId, Data=Data)

    monkeypatch.setattr(wires, "post_to_connection", gone_for_agent)
    clock.advance(60)
    with scene.agent.open():
        message = message_item(scene.agent, scene.conversation, 1)
    scene.deliver(record(message))
    scene.deliver(record(message))

    assert tried.count("a") == 1
    assert tried.count("o") == 2
    with scene.agent.open():
        presence = house.connections.presence_of(scene.agent, person=scene.agent.caller.id)
    assert presence is Presence.OFFLINE


def test_a_customer_sees_only_the_holder_typing(scene: Scene, house: House, wires: Wires) -> None:
    frame = json.dumps({"t": "typing", "conversation": scene.conversation, "on": True})

    def types(desk: Desk, connection: str) -> list[dict[str, Any]]:
        wires.sent.clear()
        with desk.open():
            house.dispatch.receive(Line(desk=desk, connection=connection, name="Ann"), frame)
        return frames(wires, "v")

    scene.take()

    assert types(scene.other, "o") == []
    assert [told["t"] for told in types(scene.agent, "a")] == ["typing"]
