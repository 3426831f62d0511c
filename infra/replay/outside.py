"""make replay BY=webhook|email: the customer's side of each dialogue comes from outside, by that channel.

As in the widget's replay, each turn waits until the one before has reached the other side.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, web

from infra.local.place import Place
from infra.replay.agent import Agent
from infra.replay.client import Broken
from infra.replay.compare import Acknowledged, Seen, Sent
from infra.replay.dialogues import Dialogue, Turn
from infra.replay.ledger import Ledger
from infra.replay.rest import Rest, RestRefused
from infra.replay.stage import Stage
from infra.replay.ways import ByMail, ByWebhook, Heard, Way

PATIENCE = 120.0


class OutsidePlay:
    """`asked`, `answered`: turns of each side, in their order."""

    def __init__(
        self, dialogue: Dialogue, way: Way, inbox: str, agents: Sequence[Agent], ledger: Ledger
    ) -> None:
        self._dialogue, self._way, self._inbox = dialogue, way, inbox
        self._agents, self._ledger = agents, ledger
        self._agent = agents[0]
        mark = f"{dialogue.id[:30]}-{time.time_ns() % 10**9}".lower()
        safe = "".join(c if c.isalnum() or c == "-" else "-" for c in mark)
        self._sender = f"{safe}@replay.example" if way.channel == "email" else safe
        self._conversation = ""
        self._asked: list[str] = []
        self._answered = 0

    async def run(self) -> None:
        for i, turn in enumerate(self._dialogue.turns):
            name = f"{self._sender.partition('@')[0]}.{i}"
            if turn.author == "customer":
                await self._ask(name, turn)
            elif self._conversation:
                await self._answer(name, turn)
            else:
                self._ledger.refused.append(f"{name}: an agent cannot speak first")
        if self._conversation:
            await self._agent.resolve(self._conversation)

    async def _ask(self, name: str, turn: Turn) -> None:
        started = time.monotonic()
        await self._way.say(self._sender, name, turn.text)
        self._asked.append(turn.text)
        if not self._conversation:
            self._conversation = await self._found()
            self._agent = await self._given()
            await self._agent.watch(self._conversation)
            self._speaker = self._agent.answering(self._conversation)
        seq = await self._shown(len(self._asked))
        self._ledger.seen_ms.append((time.monotonic() - started) * 1000)
        self._ledger.sent.append(Sent(name, self._conversation, "customer", turn.text))
        self._ledger.acknowledge(Acknowledged(name, self._conversation, "", 0, seq, turn.text))

    async def _answer(self, name: str, turn: Turn) -> None:
        started = time.monotonic()
        await self._speaker.say(name, turn.text)
        self._ledger.sent.append(Sent(name, self._conversation, "agent", turn.text))
        self._answered += 1
        while len(await self._way.heard(self._sender)) < self._answered:
            await self._wait(started, "what was answered did not come")
        self._ledger.seen_ms.append((time.monotonic() - started) * 1000)

    async def _found(self) -> str:
        """The conversation that the first words have begun, as the agents' list has it."""
        started, name = time.monotonic(), self._sender.partition("@")[0]
        while True:
            page = await self._agents[0].rest.get("/conversations?view=all&limit=50")
            for row in page["items"]:
                if row["inbox"] == self._inbox and row["customer"]["name"] == name:
                    return str(row["id"])
            await self._wait(started, "the first words began no conversation")

    async def _given(self) -> Agent:
        waits = [asyncio.ensure_future(each.given(self._conversation)) for each in self._agents]
        done, left = await asyncio.wait(
            waits, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
        )
        for wait in left:
            wait.cancel()
        if not done:
            raise Broken(f"nobody was given {self._conversation}")
        return self._agents[waits.index(done.pop())]

    async def _shown(self, count: int) -> int:
        """Where the agent is shown the customer's words of that number."""
        started = time.monotonic()
        timeline = self._agent.timelines[self._conversation]
        while True:
            theirs = [m for m in timeline.shown if m.author == "customer" and m.kind == "message"]
            if len(theirs) >= count:
                return theirs[count - 1].seq
            await self._wait(started, "the agent was not shown what was said")
            if time.monotonic() - started > self._agent.patience.push_s:
                self._ledger.healed["asked"] += 1
                await self._agent.sync(self._conversation)

    async def _wait(self, started: float, trouble: str) -> None:
        if time.monotonic() - started > PATIENCE:
            raise Broken(f"{trouble}: {self._sender}")
        await asyncio.sleep(self._way.glance)

    async def testify(self, owner: Rest) -> None:
        """What each side was shown of the other's words, in the order in which it was shown."""
        if not self._conversation:
            return
        for message in self._agent.timelines[self._conversation].shown:
            if message.kind == "message" and message.author == "customer":
                self._see("agent", message.seq, "customer", message.text)
        places = await self._places(owner)
        for told in await self._way.heard(self._sender):
            self._see("customer", self._seq(told, places), "agent", told.text)

    async def _places(self, owner: Rest) -> dict[str, int]:
        rows, after, more = [], 0, True
        while more:
            path = f"/conversations/{self._conversation}/messages?after={after}&limit=100"
            page = await owner.get(path)
            rows += page["items"]
            more, after = page["more"], rows[-1]["seq"] if rows else after
        return {row["id"]: int(row["seq"]) for row in rows if "id" in row}

    def _seq(self, told: Heard, places: dict[str, int]) -> int:
        _, name = told.place
        return int(name) if name.isdecimal() else places.get(name, 0)

    def _see(self, side: str, seq: int, author: str, text: str) -> None:
        self._ledger.seen.append(Seen(side, self._conversation, seq, author, text))


class Outside:
    """Many dialogues at once, by one inbox that is made for them and removed after them."""

    def __init__(self, stage: Stage, way: Way, inbox: str) -> None:
        self._stage, self._way, self._inbox = stage, way, inbox

    async def play(self, dialogues: Sequence[Dialogue], ledger: Ledger, concurrency: int) -> None:
        room = asyncio.Semaphore(concurrency)
        plays = [
            OutsidePlay(each, self._way, self._inbox, self._stage.agents, ledger)
            for each in dialogues
        ]

        async def one(play: OutsidePlay) -> None:
            async with room:
                try:
                    await play.run()
                except (Broken, RestRefused, ClientError, OSError) as error:
                    ledger.broken.append(str(error) or type(error).__name__)

        await asyncio.gather(*map(one, plays))
        for play in plays:
            await play.testify(self._stage.owner)


@asynccontextmanager
async def opened(stage: Stage, channel: str, place: Place) -> AsyncIterator[Outside]:
    made = await stage.owner.post("/inboxes", {"channel": channel, "name": f"Replay {channel}"})
    async with ClientSession() as http:
        way: ByWebhook | ByMail = (
            ByWebhook(http, made) if channel == "webhook" else ByMail(http, made, place)
        )
        receiver = await _receiver(way, place) if isinstance(way, ByWebhook) else None
        settings = {"bot": False}
        if receiver:
            settings |= {"url": f"http://{place.hook_origin}/hook"}  # type: ignore[dict-item]
        await stage.owner.patch(f"/inboxes/{made['id']}", {"settings": settings}, made["version"])
        try:
            yield Outside(stage, way, made["id"])
        finally:
            if receiver:
                await receiver.cleanup()


async def _receiver(way: ByWebhook, place: Place) -> web.AppRunner:
    app = web.Application()
    app.router.add_post("/hook", way.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    host, port = place.hook_origin.split(":")
    await web.TCPSite(runner, host, int(port)).start()
    return runner
