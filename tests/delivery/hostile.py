"""A network that loses, doubles, delays and reorders, and a process that dies at any of its calls.

    python -m tests.delivery.hostile [--deliveries 100000] [--seeds 20]

The real socket doors answer on AWS in memory. More senders write in a conversation than its head
remembers, so that sessions are evicted all the time, with frames of theirs still on the way.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.ids import MerchantId
from chalicelib.core.rights import Role
from chalicelib.table.desk import Desk
from tests.delivery.cloud import Cloud, Died, Dying, Line, standing
from tests.delivery.frames import Frame
from tests.delivery.history import Verdict, judged
from tests.delivery.sender import Sender
from tests.desk.agents import visitor_of

LOST, DOUBLED, LATE, CRASHED, UNHEARD, RELOADED = 0.04, 0.2, 0.3, 0.06, 0.08, 0.004
OVERTAKEN = 0.15
MOST_CALLS = 8
TABS, COLLEAGUES, TEXTS = 5, 3, 12
Leg = tuple[Line, Sender]


@dataclass
class Hostile:
    """One conversation after another, each written by tabs of its customer and by colleagues."""

    cloud: Cloud
    chance: random.Random
    dying: Dying = field(default_factory=Dying)
    on_the_way: list[tuple[float, int, Leg, Frame]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    now: float = 0
    _numbers: "count[int]" = field(default_factory=count)

    def conversation(self, merchant: MerchantId) -> Verdict:
        visitor = visitor_of(self.cloud.house, merchant)
        tabs = [self._leg(visitor, f"tab{n}") for n in range(TABS)]
        self._run(tabs[:2], lambda: tabs[0][1].conversation is not None)
        conversation = tabs[0][1].conversation
        notes = [
            self._leg(self._colleague(merchant, n), f"agent{n}", conversation, "note")
            for n in range(COLLEAGUES)
        ]
        legs = [*tabs, *notes]
        self._run(legs, lambda: all(sender.done for _, sender in legs))
        self._run([], lambda: not self.on_the_way)  # what was late comes in all the same
        for line, _ in notes:
            line.disconnect()
        return judged(self.cloud, visitor, str(conversation), [sender for _, sender in legs])

    def _leg(
        self, desk: Desk, name: str, conversation: str | None = None, kind: str = "message"
    ) -> Leg:
        number = next(self._numbers)
        sender = Sender(f"{name}.{number}", conversation, kind)
        for text in range(TEXTS):
            sender.compose(f"{sender.name} {text}")
        return self.cloud.line(desk, f"c{number}"), sender

    def _colleague(self, merchant: MerchantId, number: int) -> Desk:
        return Desk(merchant, Caller(CallerKind.API_KEY, f"key{number}", role=Role.AGENT))

    def _run(self, legs: list[Leg], over: Any) -> None:
        while not over():
            self.now += 1
            self.cloud.clock.advance(0.25)
            for leg in legs:
                if self.chance.random() < RELOADED:
                    leg[1].reload()
                for frame in leg[1].frames():
                    self._post(leg, frame)
            while self.on_the_way and self.on_the_way[0][0] <= self.now:
                _, _, leg, frame = heappop(self.on_the_way)
                self._deliver(leg, frame)

    def _post(self, leg: Leg, frame: Frame) -> None:
        """Lost, or on the way for a while; a second time, perhaps much later."""
        if self.chance.random() >= LOST:
            self._send(leg, frame, self.chance.expovariate(0.5))
        if self.chance.random() < DOUBLED:
            late = 400 if self.chance.random() < LATE else 12
            self._send(leg, frame, self.chance.random() * late)

    def _send(self, leg: Leg, frame: Frame, delay: float) -> None:
        heappush(self.on_the_way, (self.now + delay, next(self._numbers), leg, frame))

    def meanwhile(self, when: str, service: str, operation: str, params: Mapping[str, Any]) -> None:
        """Another frame is served between what this one has read and what it is about to write."""
        reads_are_over = when == "before" and operation in ("TransactWriteItems", "UpdateItem")
        if reads_are_over and self.on_the_way and self.chance.random() < OVERTAKEN:
            seen, at = self.dying.seen, self.dying.at
            _, _, leg, frame = heappop(self.on_the_way)
            self.told["overtook"] += 1
            self._deliver(leg, frame)
            self.dying.seen, self.dying.at = seen, at

    def _deliver(self, leg: Leg, frame: Frame) -> None:
        line, sender = leg
        dies = self.chance.random() < CRASHED
        self.dying.seen, self.dying.at = 0, self.chance.randrange(1, MOST_CALLS) if dies else 0
        self.told["delivered"] += 1
        known = sender.told  # what overtakes it from here on, it need not know of
        try:
            answer = line.send(frame)
        except Died:
            self.told["crashed"] += 1
            return
        finally:
            self.dying.at = 0
        if answer is None:
            return
        self.told[answer.get("code") or answer["t"]] += 1
        if self.chance.random() >= UNHEARD:
            sender.take(answer, known=known)


@dataclass
class Run:
    """What a seed came to."""

    verdict: Verdict = field(default_factory=Verdict)
    told: Counter[str] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)


def run(seed: int, deliveries: int) -> Run:
    """Conversations until so many frames were delivered."""
    with standing() as cloud:
        hostile = Hostile(cloud, random.Random(seed))  # noqa: S311 - a seed, to be played again
        merchant = cloud.merchant()
        found = Run(told=hostile.told, deaths=hostile.dying.deaths)
        with cloud.aws.crossed_by(hostile.meanwhile), cloud.aws.crossed_by(hostile.dying):
            while hostile.told["delivered"] < deliveries:
                found.verdict += hostile.conversation(merchant)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description="Deliveries doubled, reordered, late and crashed.")
    asked.add_argument("--deliveries", type=int, default=100_000)
    asked.add_argument("--seeds", type=int, default=20)
    given = asked.parse_args()
    total, told, deaths = Verdict(), Counter[str](), Counter[str]()
    began = time.monotonic()
    for seed in range(given.seeds):
        found = run(seed, given.deliveries // given.seeds)
        total, told, deaths = total + found.verdict, told + found.told, deaths + found.deaths
        print(f"seed {seed:2}: {found.told['delivered']} deliveries, {found.verdict}", flush=True)  # noqa: T201
    print(f"\n{dict(told.most_common())}\ndied {dict(sorted(deaths.items()))}")  # noqa: T201
    print(f"{total} in {time.monotonic() - began:.0f} s")  # noqa: T201
    sys.exit(0 if total.faultless else 1)


if __name__ == "__main__":
    main()
