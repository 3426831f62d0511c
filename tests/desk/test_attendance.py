"""Presence from sockets: who comes, stays, falls silent and leaves, and what follows from it."""

from typing import Any

import pytest

from chalicelib.connections.model import GRACE_SECONDS, Presence
from chalicelib.conversations.model import Status
from chalicelib.core.ids import MerchantId
from chalicelib.due.model import Kind
from chalicelib.live.gate import Line
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.agents import agent_of, asks, head_of, leaves, visitor_of, waiting, work
from tests.desk.standing import MovableClock, Queues


class Window:
    """An agent's console: its socket, opened by a ticket that stands."""

    def __init__(self, house: House, desk: Desk, connection: str = "c1") -> None:
        self.house, self.line = house, Line(desk, connection, "Wei")
        with desk.open():
            house.connections.opened(desk, connection=connection, name="Wei")

    def send(self, frame: str) -> dict[str, Any]:
        with self.line.desk.open(front=True):
            answer = self.house.dispatch.receive(self.line, frame)
        assert answer is not None
        return answer

    def hello(self, presence: str = "available") -> None:
        self.send(f'{{"t": "hello", "v": 1, "presence": "{presence}"}}')

    def ping(self) -> None:
        assert self.send('{"t": "ping"}')["t"] == "pong"

    def close(self) -> None:
        with self.line.desk.open():
            self.house.dispatch.closed(self.line)

    def presence(self) -> Presence:
        with self.line.desk.open():
            person = self.line.desk.caller.id
            return self.house.connections.presence_of(self.line.desk, person=person)


@pytest.fixture
def agent(house: House, merchant: MerchantId) -> Desk:
    return agent_of(house, merchant, there=False)


@pytest.fixture
def window(house: House, agent: Desk) -> Window:
    return Window(house, agent)


def minute(house: House) -> int:
    """What the scheduled function does of presence; how many entries were looked at."""
    run = house.due.run({Kind.PRESENCE: house.attendance.look}, goes_on=lambda: True)
    assert run.failed == 0
    return run.done


def mark(stage_dynamodb: Any) -> list[str]:
    items = stage_dynamodb.scan(TableName="sockets")["Items"]
    return [item["seen"]["N"] for item in items if item["kind"]["S"] == "socket"]


def test_who_comes_or_goes_away_is_looked_at_at_once(window: Window, queues: Queues) -> None:
    window.hello()
    window.hello("away")

    desk = window.line.desk
    assert queues.jobs == [{"merchant": desk.merchant, "person": desk.caller.id}] * 2
    assert queues.delays == [0, 0]


def test_a_closed_socket_gives_a_moment_to_come_back(window: Window, queues: Queues) -> None:
    window.close()

    desk = window.line.desk
    assert queues.jobs == [{"merchant": desk.merchant, "person": desk.caller.id}]
    assert queues.delays == [GRACE_SECONDS]


def test_a_ping_is_written_down_once_in_an_interval(
    window: Window, clock: MovableClock, dynamodb: Any
) -> None:
    window.hello()
    (before,) = mark(dynamodb)
    clock.advance(10)
    window.ping()
    assert mark(dynamodb) == [before]
    clock.advance(50)
    window.ping()
    assert int(mark(dynamodb)[0]) - int(before) == 60_000


def test_two_missed_pings_and_a_socket_is_gone(window: Window, clock: MovableClock) -> None:
    window.hello()
    clock.advance(120)
    assert window.presence() is Presence.AVAILABLE
    clock.advance(20)
    assert window.presence() is Presence.OFFLINE


def test_a_silent_agent_is_found_out_and_what_waits_for_them_waits_again(
    house: House, merchant: MerchantId, window: Window, clock: MovableClock, queues: Queues
) -> None:
    window.hello()
    (conversation,) = waiting(house, merchant)
    work(house, merchant)
    for _ in range(5):  # as long as it pings, the entry moves on
        clock.advance(60)
        window.ping()
        queues.jobs.clear()
        minute(house)
        assert queues.jobs == []
    assert head_of(house, merchant, conversation).status is Status.ACTIVE

    clock.advance(140)
    assert minute(house) == 1
    (job,) = queues.jobs
    house.assignment.work(job)
    assert head_of(house, merchant, conversation).status is Status.QUEUED
    clock.advance(600)
    assert minute(house) == 0


def test_who_was_taken_for_gone_and_pings_is_back(
    house: House, window: Window, clock: MovableClock, queues: Queues
) -> None:
    window.hello()
    clock.advance(300)
    minute(house)
    assert window.presence() is Presence.OFFLINE
    queues.jobs.clear()
    window.ping()

    assert len(queues.jobs) == 1
    assert window.presence() is Presence.AVAILABLE
    clock.advance(140)
    assert minute(house) == 1  # watched again


def test_the_best_of_several_windows_counts(house: House, agent: Desk, clock: MovableClock) -> None:
    one, two = Window(house, agent, "c1"), Window(house, agent, "c2")
    one.hello()
    two.hello("away")
    assert one.presence() is Presence.AVAILABLE
    clock.advance(100)
    two.ping()
    clock.advance(60)
    assert one.presence() is Presence.AWAY


def test_a_visitors_socket_is_nobodys_presence(
    house: House, merchant: MerchantId, queues: Queues
) -> None:
    window = Window(house, visitor_of(house, merchant))
    window.send('{"t": "hello", "v": 1}')
    window.ping()
    window.close()

    assert queues.jobs == []
    assert minute(house) == 0


def record(house: House, desk: Desk, conversation: str, seq: int) -> dict[str, Any]:
    from tests.desk.test_fan_out import message_item
    from tests.desk.test_fan_out import record as stream_record

    with desk.open():
        return stream_record(message_item(desk, conversation, seq))


@pytest.mark.parametrize("there", [True, False])
def test_a_customer_who_asks_somebody_absent_is_noticed(
    house: House, merchant: MerchantId, queues: Queues, there: bool
) -> None:
    agent = agent_of(house, merchant)
    visitor = visitor_of(house, merchant)
    conversation = asks(house, visitor)
    work(house, merchant)
    if not there:
        leaves(house, agent)
    said = record(house, agent, conversation, 1)
    assert house.fan_out.deliver([said, said]) == []

    job = {"merchant": merchant, "person": agent.caller.id}
    assert queues.jobs == ([] if there else [job])


def test_who_is_coming_back_is_not_taken_for_away_before_they_have_said_hello(
    house: House, merchant: MerchantId, window: Window, clock: MovableClock, queues: Queues
) -> None:
    """The gateway ends a socket; an older job looks while the next one is open and has said nothing."""
    window.hello()
    (conversation,) = waiting(house, merchant)
    work(house, merchant)
    window.close()
    clock.advance(1)
    again = Window(house, window.line.desk, "c2")
    for job in list(queues.jobs):
        house.assignment.work(job)
    assert head_of(house, merchant, conversation).status is Status.ACTIVE

    again.hello()
    work(house, merchant)
    assert head_of(house, merchant, conversation).status is Status.ACTIVE


def test_whose_socket_a_push_found_gone_has_a_moment_too(
    house: House, merchant: MerchantId, window: Window, clock: MovableClock, queues: Queues
) -> None:
    window.hello()
    (conversation,) = waiting(house, merchant)
    work(house, merchant)
    clock.advance(30)
    desk = window.line.desk
    with desk.open():
        (socket,) = house.connections.of_person(desk, person=desk.caller.id)
        assert house.connections.dropped(desk, socket=socket)
    older = {"merchant": merchant, "person": desk.caller.id}
    house.assignment.work(older)
    assert head_of(house, merchant, conversation).status is Status.ACTIVE

    clock.advance(GRACE_SECONDS)
    house.assignment.work(older)
    assert head_of(house, merchant, conversation).status is Status.QUEUED
