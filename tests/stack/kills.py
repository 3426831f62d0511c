"""Real function workers killed (SIGKILL) while customers write; what was acknowledged is held against what lies there.

    python -m tests.stack.kills [--kills 500]

Uses the stack that DESK_STATE names, else starts one of its own.
"""

import argparse
import asyncio
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, DummyCookieJar

from infra.local import processes, proctable
from infra.local.place import Place
from infra.replay import demo
from infra.replay.client import Patience
from infra.replay.customer import Entrance
from infra.replay.ledger import Ledger
from infra.replay.rest import Rest, RestRefused
from tests.delivery.frames import Frame
from tests.delivery.sender import Sender
from tests.stack.fixtures import started

CUSTOMERS, TABS = 4, 2
ANSWER, DIALLING, PAUSE, BETWEEN = 20.0, 20.0, 0.05, (0.1, 0.4)
STANDSTILL = 6.0  # the next kill comes after an answer, or after so long without one
# Those that a message goes through are hit most.
OFTEN = {"WebsocketMessage": 6, "FanOut": 3, "Relay": 2, "ReplyBot": 2}
FINISHING = 180.0
TOLD_EVERY = 50
Trouble = (ClientError, OSError, TimeoutError, TypeError, ValueError, RestRefused)


@dataclass
class Killer:
    """Kills workers of every function, whichever runs, until there were enough."""

    emulator: int
    kills: int
    chance: random.Random
    killed: Counter[str] = field(default_factory=Counter)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def over(self) -> bool:
        return self.killed.total() >= self.kills

    def workers(self) -> list[tuple[int, str]]:
        found = []
        for process in proctable.family([self.emulator]):
            with suppress(OSError):
                words = Path(f"/proc/{process.number}/cmdline").read_bytes().decode()
                name = re.search(r"ministack-lambda-manydesk-local-(\w+)-\w+-\w+/", words)
                if name and "_worker" in words:
                    found.append((process.number, name.group(1)))
        return found

    async def run(self) -> None:
        while not self.over:
            await asyncio.sleep(self.chance.uniform(*BETWEEN))
            self.answered.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.answered.wait(), STANDSTILL)
            self._kill_one()
            if self.killed.total() % TOLD_EVERY == 0:
                print(f"{self.killed.total()} killed", flush=True)  # noqa: T201

    def _kill_one(self) -> None:
        """Of a function by its weight, however many workers it has just now."""
        running: dict[str, list[int]] = {}
        for number, name in self.workers():
            running.setdefault(name, []).append(number)
        if not running:
            return
        names = sorted(running)
        (name,) = self.chance.choices(names, [OFTEN.get(each, 1) for each in names])
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(running[name]), signal.SIGKILL)
            self.killed[name] += 1


@dataclass
class Tab:
    """One tab of a customer: a socket that is opened again, and a sender that forgets nothing."""

    rest: Rest
    sender: Sender
    took: list[float] = field(default_factory=list)
    asked_at: dict[str, float] = field(default_factory=dict)
    socket: ClientWebSocketResponse | None = None

    async def ask(self, frame: Frame) -> Frame:
        """The answer to it; {} where the function died, and the socket lives on."""
        if self.socket is None or self.socket.closed:
            ticket = await self.rest.post("/socket-tickets", {})
            url = f"{ticket['url']}?ticket={ticket['ticket']}"
            async with asyncio.timeout(DIALLING):
                self.socket = await self.rest.http.ws_connect(url, origin=self.rest.origin)
        await self.socket.send_json(frame)
        async with asyncio.timeout(ANSWER):
            while True:
                told = await self.socket.receive_json()
                for each in told if isinstance(told, list) else [told]:
                    if each.get("ref") == frame["ref"]:
                        return dict(each)
                    if each.get("message") == "Internal server error":
                        return {}

    async def write(self, killer: Killer) -> None:
        number = 0
        while not (killer.over and self.sender.done):
            if not killer.over and not self.sender.waiting:
                number += 1
                self.sender.compose(f"{self.sender.name} {number}")
            for frame in self.sender.frames():
                if await self._exchange(frame):
                    killer.answered.set()
            await asyncio.sleep(PAUSE)

    async def _exchange(self, frame: Frame) -> bool:
        """Whether it was acknowledged."""
        self.asked_at.setdefault(frame["ref"], time.monotonic())
        answer: Frame = {}
        try:
            answer = await self.ask(frame)
        except Trouble:
            await self._hang_up()
        if answer:
            self.sender.take(answer)
        if answer.get("t") == "said":
            self.took.append(time.monotonic() - self.asked_at[frame["ref"]])
            return True
        self.sender.sent_at.clear()  # again, as it was
        return False

    async def _hang_up(self) -> None:
        if self.socket is not None:
            with suppress(*Trouble):
                await self.socket.close()

    async def history(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []
        while True:
            after = messages[-1]["seq"] if messages else 0
            frame = {"t": "sync", "conversation": self.sender.conversation, "after": after}
            with suppress(*Trouble):
                found = await self.ask({**frame, "ref": f"h{after}"})
                if found.get("t") == "history":
                    messages += found["messages"]
                    if not found["more"]:
                        return messages


@dataclass
class Outcome:
    killed: Counter[str]
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    gaps: int = 0
    misplaced: int = 0

    @property
    def faultless(self) -> bool:
        return not (self.lost or self.doubled or self.gaps or self.misplaced)

    def judge(self, tabs: list[Tab], messages: list[dict[str, Any]]) -> None:
        places: dict[str, list[int]] = {}
        for message in messages:
            for part in message.get("parts", ()):
                places.setdefault(part.get("text", ""), []).append(message["seq"])
        self.gaps += [m["seq"] for m in messages] != list(range(1, len(messages) + 1))
        for sender in (tab.sender for tab in tabs):
            self.acknowledged += len(sender.acked)
            for text in sender.composed:
                self.lost += text not in places
                self.doubled += len(places.get(text, ())) > 1
            self.misplaced += sum(places.get(t) != [seq] for t, seq in sender.acked.items())


async def played(place: Place, kills: int, seed: int) -> tuple[Outcome, list[float]]:
    emulator = processes.alive(place.state / "aws.pid")
    assert emulator is not None
    killer = Killer(emulator, kills, random.Random(seed))  # noqa: S311
    async with ClientSession(cookie_jar=DummyCookieJar()) as http:
        # The stack meant is this place's, whatever ports the shell names.
        shop = replace(
            demo.load(place.state / "demo.json"),
            origin=place.desk_url,
            shop_origin=place.shop_url,
        )
        entrance = Entrance(http, shop, Ledger(), Patience())
        customers = []
        for number in range(CUSTOMERS):
            rest = (await entrance.customer("en")).rest
            customers.append([Tab(rest, Sender(f"c{number}t{tab}.{seed}")) for tab in range(TABS)])
        tabs = [tab for each in customers for tab in each]
        writing = asyncio.gather(killer.run(), *(tab.write(killer) for tab in tabs))
        await asyncio.wait_for(writing, FINISHING + kills * (STANDSTILL + 1))
        outcome = Outcome(killer.killed)
        for each in customers:
            outcome.judge(each, await each[0].history())
    return outcome, sorted(took for tab in tabs for took in tab.took)


def killed(place: Place, kills: int, seed: int = 1) -> tuple[Outcome, list[float]]:
    return asyncio.run(played(place, kills, seed))


def main() -> None:
    asked = argparse.ArgumentParser(description="Kill function workers while customers write.")
    asked.add_argument("--kills", type=int, default=500)
    outcome, took = killed(started().place, asked.parse_args().kills)
    print(outcome)  # noqa: T201
    print(f"answers: p50 {took[len(took) // 2]:.2f} s, p99 {took[len(took) * 99 // 100]:.2f} s")  # noqa: T201
    sys.exit(0 if outcome.faultless else 1)


if __name__ == "__main__":
    main()
