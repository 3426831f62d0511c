"""Many at once: one order for all, and one winner."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from chalicelib.core.errors import Refused
from chalicelib.table.desk import Desk
from tests.delivery.cloud import Cloud, standing
from tests.delivery.history import stored
from tests.delivery.story import Story, heard
from tests.desk.agents import agent_of, head_of, load

AGENTS = 50


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with standing() as made:
        yield made


def test_r05_all_viewers_see_the_same_order_of_what_fifty_have_written(cloud: Cloud) -> None:
    story = Story(cloud, cloud.merchant())
    first, second = story.visitor()
    conversation = story.says(first, "0")["conversation"]
    story.settle()
    writers = [first, second, story.agents]
    order = random.Random(5)  # noqa: S311
    for number in range(1, 51):  # each a sending session of its own
        story.says(order.choice(writers), str(number), conversation=conversation)
        if order.random() < 0.3:
            story.settle()
    story.settle()

    wanted = [str(number) for number in range(51)]
    assert story.texts(first, conversation) == wanted
    for line in writers:
        places = {
            frame["message"]["seq"]: frame["message"]["parts"][0]["text"]
            for frame in line.pushed()
            if frame["t"] == "message" and frame["message"]["parts"]
        }
        shown = [places[seq] for seq in sorted(places)]
        assert shown == [text for text in wanted if text in set(heard(line, conversation))]
        assert shown == sorted(shown, key=int)
        history = line.ask({"t": "sync", "conversation": conversation, "after": 0})
        seqs = [message["seq"] for message in history["messages"]]
        assert seqs == list(range(1, len(seqs) + 1))


def test_r05_fifty_writers_at_once_leave_one_dense_order(cloud: Cloud) -> None:
    story = Story(cloud, cloud.merchant())
    first, _ = story.visitor()
    conversation = story.says(first, "begin")["conversation"]
    begin = Barrier(AGENTS)

    def tell(number: int) -> int:
        """A line of its own in the history, whatever the others write meanwhile."""
        begin.wait()
        for _ in range(100):
            try:
                with story.agent.open(front=True):
                    cloud.house.conversations.tell(
                        story.agent,
                        conversation=conversation,
                        event="waiting",  # type: ignore[arg-type]
                        data={"waited_s": number},
                    )
            except Refused:  # busy: it says so, and nothing was written
                continue
            return 1
        return 0

    with ThreadPoolExecutor(AGENTS) as pool:
        told = sum(pool.map(tell, range(AGENTS)))

    head, messages = stored(cloud, first.desk, conversation)
    assert told == AGENTS
    assert [message.seq for message in messages] == list(range(1, head.seq + 1))
    waited = [m.extra.data["waited_s"] for m in messages if m.event == "waiting"]
    assert sorted(waited) == list(range(AGENTS))


def test_r18_of_fifty_agents_who_take_a_conversation_one_has_it(cloud: Cloud) -> None:
    merchant = cloud.merchant()
    story = Story(cloud, merchant)
    first, _ = story.visitor()
    conversation = story.says(first, "Who is there?")["conversation"]
    agents = [agent_of(cloud.house, merchant, name=f"A{n}", there=False) for n in range(AGENTS)]
    begin = Barrier(AGENTS)

    def take(desk: Desk) -> bool:
        begin.wait()
        try:
            with desk.open(front=True):
                cloud.house.assignment.take(desk, conversation=conversation)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(AGENTS) as pool:
        won = list(pool.map(take, agents))

    assert won.count(True) == 1
    winner = agents[won.index(True)]
    assignee = head_of(cloud.house, merchant, conversation).assignee
    assert assignee is not None
    assert assignee.id == winner.caller.id
    assert [load(cloud.house, desk.caller.id) for desk in agents] == [int(each) for each in won]
    _, messages = stored(cloud, first.desk, conversation)
    assert [message.event for message in messages if message.event] == ["taken"]
