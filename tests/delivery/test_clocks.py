"""Two servers whose clocks are four seconds apart, at one store; clients' clocks say nothing at all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from chalicelib.core.config import Config
from chalicelib.core.errors import Refused
from chalicelib.core.ids import MerchantId, minted_ms
from chalicelib.mail.port import CapturedMailer
from chalicelib.wiring import House
from tests.delivery.cloud import Cloud, Line, settings, standing
from tests.delivery.frames import say
from tests.delivery.history import stored
from tests.desk.agents import visitor_of
from tests.desk.clocked import Case
from tests.desk.standing import MovableClock

TWO = timedelta(seconds=2)


@dataclass
class Skewed:
    """A server's own clock, off by so much."""

    clock: MovableClock
    by: timedelta

    def __call__(self) -> datetime:
        return self.clock() + self.by


@pytest.fixture
def servers() -> Iterator[tuple[Cloud, Cloud]]:
    """One is two seconds ahead, the other two behind."""
    with standing() as cloud:
        pair = [
            replace(
                cloud,
                house=House(
                    Config.read(settings()), clock=Skewed(cloud.clock, by), mailer=CapturedMailer()
                ),
            )
            for by in (TWO, -TWO)
        ]
        yield pair[0], pair[1]


def test_r14_order_stands_whichever_server_answers(servers: tuple[Cloud, Cloud]) -> None:
    ahead, behind = servers
    visitor = visitor_of(ahead.house, ahead.merchant())
    lines = [server.line(visitor, f"c{n}") for n, server in enumerate(servers)]
    session = lines[0].ask({"t": "hello", "v": 1})["session"]
    conversation = None
    for n in range(1, 21):
        answer = lines[n % 2].ask(say(session, n, f"m{n}", conversation))
        assert (answer["t"], answer["seq"]) == ("said", n)
        conversation = answer["conversation"]

    _, messages = stored(behind, visitor, str(conversation))
    assert [message.text for message in messages] == [f"m{n}" for n in range(1, 21)]


def test_r14_a_fresh_session_is_let_in_whichever_server_minted_it(
    servers: tuple[Cloud, Cloud],
) -> None:
    ahead, _ = servers
    visitor = visitor_of(ahead.house, ahead.merchant())
    lines = [server.line(visitor, f"c{n}") for n, server in enumerate(servers)]
    first = lines[0].ask({"t": "hello", "v": 1})["session"]
    conversation = lines[0].ask(say(first, 1, "begin", None))["conversation"]
    for number in range(12):  # twice as many as a head remembers
        ahead.clock.advance(5)
        session, line = _registered(lines, number % 2, conversation)
        assert line.ask(say(session, 1, f"s{number}", conversation))["t"] == "said"

    late = lines[0].ask({"t": "sync", "conversation": conversation, "after": 0, "session": first})
    assert late["code"] == "unknown_session"
    assert minted_ms(first) < minted_ms(session)


def _registered(lines: list[Line], which: int, conversation: str) -> tuple[str, Line]:
    """By one server minted, by the other let in."""
    session = lines[which].ask({"t": "hello", "v": 1})["session"]
    other = lines[1 - which]
    frame = {"t": "sync", "conversation": conversation, "after": 0, "session": session}
    assert other.ask(frame)["t"] == "history"
    return str(session), other


def test_r14_windows_of_tickets_open_and_close_by_no_more_than_the_skew(
    servers: tuple[Cloud, Cloud],
) -> None:
    visitor = visitor_of(servers[0].house, servers[0].merchant())
    for issuer, redeemer in (servers, servers[::-1]):
        for age, stands in ((0, True), (50, True), (70, False)):
            with visitor.open(front=True):
                ticket = issuer.house.access.issue_ticket(visitor)
            issuer.clock.advance(age)
            assert _redeems(redeemer.house, ticket) is stands


def _redeems(house: House, ticket: str) -> bool:
    try:
        house.access.redeem_ticket(ticket)
    except Refused:
        return False
    return True


def test_r14_a_clock_of_an_sla_breaches_once_whichever_server_looks(
    servers: tuple[Cloud, Cloud],
) -> None:
    ahead, _ = servers
    merchant: MerchantId = ahead.merchant()
    cases = [Case(server.house, server.clock, merchant) for server in servers]
    cases[0].promise()
    ticket = cases[1].open()
    begun = ahead.clock()
    while ahead.clock() - begun < timedelta(minutes=62):
        ahead.clock.advance(20)
        for case in cases:
            case.run()

    told = cases[0].told(ticket)
    assert told.count(("first_response", "breached")) == 1
    assert told.count(("first_response", "warned")) == 1
