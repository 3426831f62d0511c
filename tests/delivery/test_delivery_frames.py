"""How far a message has come that goes out by an inbox: told at once to the agents it concerns."""

from typing import Any

from chalicelib.channels.transport import Reply
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.ids import new_id
from chalicelib.table.desk import Desk
from tests.delivery.channels import Hooked, Receiver, Talk
from tests.delivery.cloud import Cloud, Line
from tests.desk.agents import agent_of

Frame = dict[str, Any]


def told(line: Line) -> list[Frame]:
    return [frame for frame in line.pushed() if frame["t"] == "delivery"]


def colleague(hooked: Hooked, name: str) -> Line:
    desk = agent_of(hooked.cloud.house, hooked.merchant, name=name, there=False)
    return hooked.cloud.line(desk, name, name)


def test_each_change_is_one_frame_to_the_agents_concerned(cloud: Cloud) -> None:
    """To who holds the conversation and who has it open; to no other, and to no other merchant's."""
    hooked, other = Hooked(cloud), Hooked(cloud)
    talk = Talk(hooked)
    holder, watching, away = (
        cloud.line(hooked.agent, "holder", "May"),
        colleague(hooked, "watching"),
        colleague(hooked, "away"),
    )
    stranger = cloud.line(other.agent, "stranger", "Eve")
    for line in (watching, stranger):
        line.send({"t": "sync", "conversation": talk.conversation, "after": 0})

    talk.answers("one", "two")

    places = [message.seq for message in talk.ours()]
    frames = told(holder)
    assert [(each["seq"], each["delivery"]["state"]) for each in frames] == [
        (seq, "sent") for seq in places
    ]
    assert {each["conversation"] for each in frames} == {talk.conversation}
    assert [set(each) for each in frames] == [{"t", "conversation", "seq", "delivery"}] * 2
    assert told(watching) == frames
    assert (told(away), told(stranger)) == ([], [])


def test_the_way_of_a_message_is_told_step_by_step(cloud: Cloud) -> None:
    hooked = Hooked(cloud, Receiver(lambda _: Reply(status=422, left=True)))
    talk = Talk(hooked)
    holder = cloud.line(hooked.agent, "holder", "May")
    talk.answers("one")
    (message,) = talk.ours()
    hooked.receiver.answering = lambda _: Reply(status=204, left=True)
    with hooked.agent.open():
        cloud.house.channels.retry(hooked.agent, conversation=talk.conversation, seq=message.seq)
    hooked.settle()
    about = {"id": f"{talk.conversation}.{message.seq}"}
    for n, status in enumerate(("delivered", "delivered", "read")):
        hooked.post({"type": "receipt", "id": f"r{n}", "about": about, "status": status})
        hooked.settle()

    steps = [(each["delivery"]["state"], each["delivery"]["code"]) for each in told(holder)]
    assert steps == [
        ("failed", "http_422"),
        ("pending", None),
        ("sent", None),
        ("delivered", None),
        ("read", None),
    ]


def test_the_customer_is_told_nothing_of_it(cloud: Cloud) -> None:
    """Neither by a frame of its own nor within a message: it says how our side and theirs are doing."""
    hooked = Hooked(cloud)
    talk = Talk(hooked)
    (head,) = hooked.heads()
    visitor = Desk(hooked.merchant, Caller(CallerKind.VISITOR, head.customer))
    line = cloud.line(visitor, "customer")
    someone = cloud.line(Desk(hooked.merchant, Caller(CallerKind.VISITOR, new_id())), "someone")

    talk.answers("one")

    assert (told(line), someone.pushed()) == ([], [])
    said = [frame["message"] for frame in line.pushed() if frame["t"] == "message"]
    assert [each["parts"][0]["text"] for each in said] == ["one"]
    assert not any("delivery" in each for each in said)
