"""Floods end, talks do not: what a process lets through, and what it learns of the others."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Busy
from chalicelib.core.ids import MerchantId
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.live import backpressure
from chalicelib.live.backpressure import MOST, SECONDS, Amounts, Asking, Backpressure, Subject
from chalicelib.live.gate import Line
from chalicelib.table.desk import Desk
from chalicelib.table.windows import NotCounted

MERCHANT = MerchantId("01J8ZK5W3M4N5P6Q7R8S9T0V1W")
OTHER = MerchantId("01J8ZK5W3M4N5P6Q7R8S9T0V1X")
Frame = Mapping[str, object]
SAY: Frame = {"t": "say", "conversation": "c"}
EDIT: Frame = {"t": "edit", "conversation": "c"}
START: Frame = {"t": "say", "conversation": None}
PING: Frame = {"t": "ping"}
FEW: dict[Subject, Amounts] = {
    Subject.VISITOR: {Asking.FRAMES: 40, Asking.WORDS: 20, Asking.STARTS: 2},
    Subject.STAFF: {Asking.FRAMES: 100, Asking.WORDS: 50},
    Subject.ADDRESS: {Asking.FRAMES: 80, Asking.WORDS: 60, Asking.STARTS: 4},
    Subject.MERCHANT: {Asking.FRAMES: 160, Asking.WORDS: 100, Asking.STARTS: 6},
}
_ids = count(1)


class Shared:
    """The counts that all processes share, and how often somebody asked for them."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, int]] = Counter()
        self.calls = 0
        self.broken = False

    def __call__(self, name: str, subject: str, *, window: int, seconds: int, n: int) -> int:
        self.calls += 1
        if self.broken:
            raise NotCounted(name)
        assert seconds == SECONDS
        self.counts[(name, subject, window)] += n
        return self.counts[(name, subject, window)]


class Clock:
    now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def shared() -> Shared:
    return Shared()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def process(
    shared: Shared, clock: Clock, most: dict[Subject, Amounts] | None = None
) -> Backpressure:
    return Backpressure(clock=clock, share=shared, most=most or FEW)


def visitor(address: str = "203.0.113.9", merchant: MerchantId = MERCHANT) -> Line:
    caller = Caller(CallerKind.VISITOR, f"visitor{next(_ids)}")
    return Line(Desk(merchant, caller, address=address), connection="c", name="")


def passes(pressure: Backpressure, line: Line, frame: Frame) -> str:
    """Nothing where the frame was let through, else the limit that held it."""
    try:
        counted = pressure.admit(line, frame)
    except Busy as busy:
        return str(busy.extra["rule"])
    pressure.tell(counted)
    return ""


def flood(pressure: Backpressure, line: Line, frame: Frame, times: int) -> Counter[str]:
    return Counter(passes(pressure, line, frame) for _ in range(times))


@pytest.mark.parametrize(
    ("frame", "most", "limit"),
    [
        (SAY, 20, "words_of_visitor"),
        (EDIT, 20, "words_of_visitor"),
        (START, 2, "starts_of_visitor"),
        (PING, 40, "frames_of_visitor"),
        ({}, 40, "frames_of_visitor"),
    ],
)
def test_a_visitor_gets_as_much_as_there_is(
    shared: Shared, clock: Clock, frame: Frame, most: int, limit: str
) -> None:
    assert flood(process(shared, clock), visitor(), frame, 70) == {"": most, limit: 70 - most}


def test_an_address_is_held_whatever_visitors_it_makes_up(shared: Shared, clock: Clock) -> None:
    pressure = process(shared, clock)
    got = Counter(passes(pressure, visitor(), SAY) for _ in range(90))

    assert got == {"": 60, "words_of_address": 30}
    assert passes(pressure, visitor("203.0.113.10"), SAY) == ""


def test_a_merchant_is_held_from_wherever_its_visitors_come(shared: Shared, clock: Clock) -> None:
    pressure = process(shared, clock)
    got = Counter(passes(pressure, visitor(f"2001:db8::{n}"), SAY) for n in range(130))

    assert got == {"": 100, "words_of_merchant": 30}
    assert passes(pressure, visitor("2001:db8::1", OTHER), SAY) == ""


def test_an_agent_has_more_room_and_is_no_visitor(shared: Shared, clock: Clock) -> None:
    agent = replace(visitor(), desk=Desk(MERCHANT, Caller(CallerKind.PERSON, "p", role=Role.AGENT)))

    assert flood(process(shared, clock), agent, SAY, 60) == {"": 50, "words_of_staff": 10}


def test_what_is_refused_asks_nothing_of_anybody(shared: Shared, clock: Clock) -> None:
    pressure, line = process(shared, clock), visitor()
    flood(pressure, line, SAY, 20)
    before = shared.calls

    assert flood(pressure, line, SAY, 500) == {"words_of_visitor": 500}
    assert shared.calls == before


def test_a_window_ends_when_it_says(shared: Shared, clock: Clock) -> None:
    pressure, line = process(shared, clock), visitor()
    clock.now += timedelta(seconds=18.5)
    flood(pressure, line, SAY, 30)
    with pytest.raises(Busy) as refused:
        pressure.admit(line, SAY)
    clock.now += timedelta(milliseconds=refused.value.extra["retry_ms"])

    assert passes(pressure, line, SAY) == ""


def test_processes_learn_of_each_other(shared: Shared, clock: Clock) -> None:
    """Ten of them see a tenth of the flood each: a quarter of the limit each at the most."""
    processes, line = [process(shared, clock, dict(MOST)) for _ in range(10)], visitor()
    most = MOST[Subject.VISITOR][Asking.WORDS]
    through = sum(passes(processes[n % 10], line, SAY) == "" for n in range(most * 20))

    assert most <= through <= most + 10 * most // backpressure.PARTS


def test_who_writes_as_people_do_is_counted_in_the_process_alone(
    shared: Shared, clock: Clock
) -> None:
    """A message every three seconds, each typed and seen: no call more than the message's own."""
    pressure, line = process(shared, clock, dict(MOST)), visitor()
    assert passes(pressure, line, START) == ""
    for _ in range(200):
        for frame in ({"t": "typing"}, SAY, {"t": "seen"}):
            assert passes(pressure, line, frame) == ""
        clock.now += timedelta(seconds=3)

    assert shared.calls == 0


def test_storage_trouble_holds_nobody_up(shared: Shared, clock: Clock) -> None:
    pressure, line = process(shared, clock), visitor()
    shared.broken = True

    assert flood(pressure, line, SAY, 30) == {"": 20, "words_of_visitor": 10}


def test_what_a_process_remembers_is_bounded(
    shared: Shared, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backpressure, "MOST_REMEMBERED", 50)
    pressure = process(shared, clock, dict(MOST))
    for _ in range(200):
        passes(pressure, visitor(), PING)

    assert len(pressure._tallies) == 50
