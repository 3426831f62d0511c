"""A frame too many, through the real door: refused before anything is read or written."""

from collections import Counter
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib.live.backpressure import Amounts, Asking, Backpressure, Subject
from tests.doors.wire import Frame, denied, line, say
from tests.doors.world import World

NONE_LEFT = 8
FEW: dict[Subject, Amounts] = {
    Subject.VISITOR: {Asking.FRAMES: 100, Asking.WORDS: NONE_LEFT},
    Subject.STAFF: {},
    Subject.ADDRESS: {},
    Subject.MERCHANT: {},
}


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Every call to AWS, whoever makes it."""
    seen: Counter[str] = Counter()
    made = BaseClient._make_api_call

    def counted(client: Any, operation: str, params: Any) -> Any:
        seen[operation] += 1
        return made(client, operation, params)

    monkeypatch.setattr(BaseClient, "_make_api_call", counted)
    return seen


def test_a_message_over_the_limit_costs_no_call(
    world: World, front: Any, calls: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = world.stage.clock
    monkeypatch.setattr(world.house.dispatch, "_pressure", Backpressure(clock=clock, most=FEW))
    visitor = line(world, front.sockets, world.a.guests[1])
    conversation = world.a.conversations[1]
    session = visitor.synced(conversation)

    def sent(n: int) -> Frame:
        return visitor.ask(say(session, n, "flood", conversation, ref="r"))

    for n in range(1, NONE_LEFT + 1):
        assert sent(n)["t"] == "said"
    before = world.storage.rows(limits=True)
    calls.clear()
    refused = sent(NONE_LEFT + 1)

    denied(refused, "busy", of="say", ref="r", rule="words_of_visitor")
    assert 0 < refused["retry_ms"] <= 60_001
    assert not calls
    assert world.storage.rows(limits=True) == before
    clock.advance(60)
    assert sent(NONE_LEFT + 1)["t"] == "said"  # the same counter: nothing was lost by waiting


def test_a_message_within_the_limit_costs_what_it_did(
    world: World, front: Any, calls: Counter[str]
) -> None:
    visitor = line(world, front.sockets, world.a.guests[1])
    conversation = world.a.conversations[1]
    session = visitor.synced(conversation)
    calls.clear()
    visitor.ask(say(session, 1, "hello", conversation))

    assert calls == {"GetItem": 1, "TransactWriteItems": 1}
