"""Customers and agents at the running desk who talk, each message timed from sending to being seen."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from infra.bench.texts import STATED
from infra.replay.agent import Agent
from infra.replay.client import Broken, Client
from infra.replay.customer import Customer, Entrance
from infra.replay.sender import Sender

TABS = 10  # of one visitor who only listens
GIVEN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Heard:
    """Milliseconds after sending."""

    acknowledged: float
    seen: float


@dataclass(slots=True)
class Talk:
    """One conversation; its two sides speak in turn."""

    customer: Customer
    agent: Agent
    senders: dict[str, Sender]
    conversation: str
    n: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def exchange(self) -> Heard:
        async with self.turn:
            self.n += 1
            side = "agent" if self.n % 2 else "customer"
            listener: Client = self.customer if side == "agent" else self.agent
            text = STATED.agent if side == "agent" else STATED.customer
            await listener.watch(self.conversation)
            began = time.monotonic()
            said = await self.senders[side].say(f"{self.conversation}.{self.n}", text)
            acknowledged = time.monotonic()
            seen = await listener.see(self.conversation, said.seq)
            return Heard((acknowledged - began) * 1_000, (seen - began) * 1_000)


async def begin(entrance: Entrance, agents: Sequence[Agent], stack: AsyncExitStack) -> Talk:
    """The bot speaks first; then the customer asks for a person, and is given one."""
    customer = await stack.enter_async_context(await entrance.customer("en"))
    sender = Sender(customer)
    said = await sender.say("first", "Hello")
    conversation = said.conversation
    await customer.see(conversation, said.seq + 1)
    await customer.ask_for_a_person(conversation)
    agent = await _given(conversation, agents)
    await agent.watch(conversation)
    senders = {"customer": sender, "agent": agent.answering(conversation)}
    return Talk(customer, agent, senders, conversation)


async def _given(conversation: str, agents: Sequence[Agent]) -> Agent:
    waits = {asyncio.ensure_future(agent.given(conversation)): agent for agent in agents}
    done, left = await asyncio.wait(
        waits, timeout=GIVEN_SECONDS, return_when=asyncio.FIRST_COMPLETED
    )
    for wait in left:
        wait.cancel()
    if not done:
        raise Broken(f"nobody was given {conversation}")
    return waits[done.pop()]


async def listeners(entrance: Entrance, count: int, stack: AsyncExitStack) -> None:
    """Open sockets of visitors who say nothing, several of each."""
    tabs: list[Customer] = []
    while len(tabs) < count:
        one = await entrance.customer("en")
        more = min(TABS, count - len(tabs)) - 1
        tabs += [one, *(Customer(one.rest, one.ledger, one.patience) for _ in range(more))]
    for tab in tabs:
        await stack.enter_async_context(tab)
    for tab in tabs:
        await tab.link.current_session()


async def paced(talks: Sequence[Talk], rate: float, count: int) -> list[Heard]:
    """So many messages a second over all talks, whatever becomes of them."""

    async def one(i: int) -> Heard:
        await asyncio.sleep(i / rate)
        return await talks[i % len(talks)].exchange()

    return await asyncio.gather(*(one(i) for i in range(count)))


async def closed(talks: Sequence[Talk], count: int) -> list[Heard]:
    """Each talk goes on as soon as its last message was seen."""

    async def one(talk: Talk) -> list[Heard]:
        return [await talk.exchange() for _ in range(count // len(talks))]

    heard = await asyncio.gather(*map(one, talks))
    return [each for some in heard for each in some]
