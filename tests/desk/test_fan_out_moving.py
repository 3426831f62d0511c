"""What the bot, handing over and other rooms' items push, and to whom."""

from collections.abc import Iterable

import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.live import deliveries
from chalicelib.live.fan_out import FanOut
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import Wires
from tests.desk.test_conversations_moving import Talk
from tests.desk.test_fan_out import Scene, frames, head_item, message_item, record
from tests.desk.test_relay import an_item, told


@pytest.fixture
def scene(house: House, merchant: MerchantId) -> Scene:
    return Scene(house, merchant)


def test_what_the_bot_tried_reaches_those_who_watch_and_never_the_customer(
    scene: Scene, house: House, wires: Wires
) -> None:
    talk = Talk(house, scene.agent.merchant)
    with talk.visitor.open():
        house.connections.opened(talk.visitor, connection="tv", name="")
    with scene.agent.open():
        house.connections.watch(scene.agent, connection="a", conversation=str(talk.id))
    talk.bot_says(1, options=[("x", "Parcels")], tried={"decision": "ask_back", "entries": []})
    with scene.agent.open():
        said = message_item(scene.agent, str(talk.id), 2)
    scene.deliver(record(said))

    (agents,), (customers,) = frames(wires, "a"), frames(wires, "tv")
    assert agents["message"]["tried"]["decision"] == "ask_back"
    assert "tried" not in customers["message"]
    assert customers["message"]["parts"][1]["options"] == [{"id": "x", "label": "Parcels"}]
    assert frames(wires, "o") == []  # the bot has it: nobody has to do with it


def test_a_handover_is_a_state_for_everybody(scene: Scene, house: House, wires: Wires) -> None:
    talk = Talk(house, scene.agent.merchant)
    with talk.agent.open():
        before = head_item(talk.agent, str(talk.id))
    talk.hand_over(up_to=1)
    with talk.agent.open():
        after = head_item(talk.agent, str(talk.id))
    with talk.visitor.open():
        house.connections.opened(talk.visitor, connection="tv", name="")
    scene.deliver(record(after, before))

    (state,) = frames(wires, "o")
    assert state["conversation"]["handoff"]["reason"] == "no_answer"
    (state,) = frames(wires, "tv")
    assert state["conversation"] == talk.head.wire_for_visitor(house.clock())


def test_another_room_pushes_its_own_kind_by_a_reader_of_its_own(
    scene: Scene, house: House, wires: Wires
) -> None:
    class Bells:
        kinds = frozenset({"bell"})

        def read(self, desk: Desk, record: deliveries.Record) -> Iterable[deliveries.Delivery]:
            yield deliveries.Delivery(lambda _: [{"t": "bell"}], agents=deliveries.everybody)

    readers = [lambda _: Bells()]
    fan_out = FanOut(
        readers=readers,
        connections=house.connections,
        push=house.push,
        missed=lambda _, __: None,
    )
    head = an_item("bell", f"M#{scene.agent.merchant}#BELL#b", "HEAD")
    for new in (told(head), told(head | {"kind": {"S": "whistle"}})):
        assert fan_out.deliver([new]) == []

    assert [len(frames(wires, socket)) for socket in ("a", "o", "v")] == [1, 1, 0]
