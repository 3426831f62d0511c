"""Many dialogues at once: the people at the console, the customers at the door, the crowd."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import ClientError, ClientSession, DummyCookieJar, TCPConnector

from infra.replay.agent import Agent, console, sign_in
from infra.replay.client import Broken, Patience
from infra.replay.compare import Stored
from infra.replay.customer import Entrance
from infra.replay.demo import Demo
from infra.replay.dialogues import Dialogue
from infra.replay.ledger import Ledger
from infra.replay.play import Play
from infra.replay.rest import Rest, RestRefused
from infra.replay.timeline import message_of

SOCKETS_EACH = 2  # two people, two tabs each: every push has to find all of a person's sockets
CAPACITY = 50
PAGE = 20  # smaller than most dialogues, so that the history is really paged


class Stage:
    def __init__(self, demo: Demo, entrance: Entrance, agents: list[Agent], owner: Rest) -> None:
        self.demo, self.owner = demo, owner
        self._entrance, self.agents = entrance, agents
        self._plays: list[Play] = []

    async def play(self, dialogues: Sequence[Dialogue], ledger: Ledger, concurrency: int) -> None:
        room = asyncio.Semaphore(concurrency)
        done = 0

        async def one(number: int, dialogue: Dialogue) -> None:
            nonlocal done
            async with room:
                await self._one(dialogue, self._tabs(number), ledger)
            done += 1
            if done % max(1, len(dialogues) // 10) == 0:
                print(f"{done} of {len(dialogues)} dialogues, {len(ledger.acknowledged)} messages")

        await asyncio.gather(*(one(i, dialogue) for i, dialogue in enumerate(dialogues)))
        for play in self._plays:
            play.testify()

    def _tabs(self, number: int) -> list[Agent]:
        """One tab of each person, another one in every dialogue."""
        tabs: dict[str, list[Agent]] = {}
        for agent in self.agents:
            tabs.setdefault(agent.person, []).append(agent)
        return [each[number % len(each)] for each in tabs.values()]

    async def _one(self, dialogue: Dialogue, agents: list[Agent], ledger: Ledger) -> None:
        try:
            async with await self._entrance.customer(dialogue.locale) as customer:
                play = Play(dialogue, customer, agents, ledger)
                self._plays.append(play)
                await play.run()
        except (Broken, RestRefused, ClientError) as error:
            ledger.broken.append(f"{dialogue.id}: {error}")

    async def read_back(self, ledger: Ledger) -> None:
        """What the history returns now, page by page, as the owner reads it."""
        for conversation in ledger.conversations:
            after, more = 0, True
            while more:
                path = f"/conversations/{conversation}/messages?after={after}&limit={PAGE}"
                page = await self.owner.get(path)
                messages = [message_of(row) for row in page["items"]]
                ledger.stored += [
                    Stored(conversation, m.seq, m.author, m.text)
                    for m in messages
                    if m.kind == "message"
                ]
                more = page["more"] and bool(messages)
                after = messages[-1].seq if messages else after


@asynccontextmanager
async def raised(demo: Demo, ledger: Ledger, patience: Patience) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        agents: list[Agent] = []
        for login in (demo.agent, demo.owner):
            http = await stack.enter_async_context(console(demo.origin))
            rest = await sign_in(http, demo.origin, login)
            person = (await rest.get("/session"))["person"]["id"]
            agents += [Agent(rest, ledger, patience, person=person) for _ in range(SOCKETS_EACH)]
        await seat(rest, {agent.person for agent in agents})
        for agent in agents:
            await stack.enter_async_context(agent)
        crowd = ClientSession(connector=TCPConnector(limit=0), cookie_jar=DummyCookieJar())
        http = await stack.enter_async_context(crowd)
        yield Stage(demo, Entrance(http, demo, ledger, patience), agents, rest)


async def seat(owner: Rest, people: set[str]) -> None:
    """They hold as many as one person may: how long a queue is, is not what a replay measures."""
    for row in (await owner.get("/people"))["items"]:
        if row["person"] in people and row["capacity"] < CAPACITY:
            await owner.patch(f"/people/{row['person']}", {"capacity": CAPACITY}, row["version"])
