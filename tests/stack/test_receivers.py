"""By signed webhook in and out on the local stack, where receivers fail, hang, babble and recover."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from chalicelib.channels.transport import READ_SECONDS
from infra.local.client import Caller
from tests.stack.clerks import Held, awaited, begun, owner_of, whatever_is_due
from tests.stack.fixtures import Stack
from tests.stack.hooks import FLOOD, Mood, Shop, listening, posted

SAID = ["一", "two", "三 😡"]
ANSWERED = ["one", "二", "three"]


@dataclass
class Line:
    """An inbox of a merchant with its shop at the other end. `made`: as the desk told of it."""

    owner: Caller
    made: dict[str, str]
    shop: Shop
    held: list[Held] = field(default_factory=list)

    @property
    def inbox(self) -> str:
        return f"/v1/inboxes/{self.made['id']}"

    def asks(self, sender: str) -> Held:
        """A customer writes, each word twice as providers do; and somebody takes them."""
        for n, text in enumerate(SAID):
            parts = [{"type": "text", "text": text}]
            event = {"type": "message", "id": f"{sender}.{n}", "parts": parts}
            told = {**event, "sender": {"id": sender, "name": "张三"}}
            for _ in range(2):
                assert posted(self.made["url"], self.made["secret"], told) == 202
        known = tuple(each.conversation for each in self.held)
        held = Held(self.owner, begun(self.owner, self.made["id"], but=known)["id"])
        self.held.append(held)
        awaited(lambda: len(held.texts()) == len(SAID))
        return held

    def outcomes(self) -> set[tuple[str, int]]:
        log = self.owner.call("GET", f"{self.inbox}/deliveries")["items"]
        return {(each["outcome"], each["status"] or 0) for each in log}


@pytest.fixture
def lines(running: Stack) -> Iterator[dict[str, Line]]:
    """The first merchant has three of them, the other one."""
    owners = {"bamboo": owner_of(running, "bamboo"), "clinic": owner_of(running, "clinic")}
    where = {"slow": "bamboo", "odd": "bamboo", "well": "bamboo", "other": "clinic"}
    found: dict[str, Line] = {}
    for name, merchant in where.items():
        owner = owners[merchant]
        made = owner.call("POST", "/v1/inboxes", {"channel": "webhook", "name": name})
        found[name] = Line(owner, made, Shop(made["secret"]))
    with listening(running.place, [line.shop for line in found.values()]) as urls:
        for line, url in zip(found.values(), urls, strict=True):
            line.owner.change(line.inbox, {"settings": {"url": url, "bot": False}})
        yield found
    for line in found.values():
        for held in line.held:
            held.ends()
        line.owner.call("DELETE", line.inbox)


def test_r16_receivers_that_fail_hang_and_babble_have_all_once_in_order_and_others_do_not_wait(
    running: Stack, lines: dict[str, Line]
) -> None:
    slow, odd, well, other = (lines[name] for name in ("slow", "odd", "well", "other"))
    hanging = slow.asks("hanging")
    babbling = odd.asks("babbling")
    failing = odd.asks("failing")
    beside = odd.asks("beside")
    same, foreign = well.asks("same"), other.asks("foreign")
    troubled = {"hanging": (slow, hanging), "babbling": (odd, babbling), "failing": (odd, failing)}
    calm = {"beside": (odd, beside), "same": (well, same), "foreign": (other, foreign)}
    slow.shop.moods = {"hanging": Mood.HANGS}
    odd.shop.moods = {"babbling": Mood.BABBLES, "failing": Mood.FAILS}
    well.shop.moods = {"same": Mood.FLOODS}

    for _, held in troubled.values():
        held.answers(*ANSWERED)
    awaited(lambda: all(line.shop.asked_for(name) for name, (line, _) in troubled.items()))
    started = time.monotonic()
    for _, held in calm.values():
        held.answers(*ANSWERED)
    awaited(lambda: all(line.shop.texts(name) == ANSWERED for name, (line, _) in calm.items()))

    assert time.monotonic() - started < READ_SECONDS  # one of the others is being waited for still
    assert hanging.states() == ["pending"] * 3
    awaited(lambda: all(held.told()[0]["attempts"] for _, held in troubled.values()))
    asked = {name: line.shop.asked_for(name) for name, (line, _) in troubled.items()}
    assert set(asked.values()) == {1}  # what stands behind is not tried before it

    for line in lines.values():
        line.shop.recovers()

    def all_have_come() -> bool:
        whatever_is_due(running)
        return all(held.states() == ["sent"] * 3 for _, held in troubled.values())

    awaited(all_have_come)
    for name, (line, held) in {**troubled, **calm}.items():
        assert line.shop.texts(name) == ANSWERED
        assert held.texts() == SAID + ANSWERED
    assert (slow.outcomes(), other.outcomes()) == (
        {("retry", 0), ("accepted", 204)},
        {("accepted", 204)},
    )
    assert odd.outcomes() == {("retry", 0), ("retry", 500), ("accepted", 204)}
    assert well.shop.poured < FLOOD / 4  # what lies in buffers on the way
