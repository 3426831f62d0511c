"""One dialogue, as it happened: each turn waits until the turn before has reached the other side.

The bot speaks first. Then the customer asks for a person, and whoever the desk gives the conversation
to says the agent's part.
"""

import asyncio
import time
from collections.abc import Sequence

from infra.replay.agent import Agent
from infra.replay.client import Broken, Client
from infra.replay.compare import BOT, SIDES, Acknowledged, Seen, Sent
from infra.replay.customer import Customer
from infra.replay.dialogues import Dialogue, Turn
from infra.replay.ledger import Ledger
from infra.replay.sender import Refused, Sender


class Play:
    def __init__(
        self, dialogue: Dialogue, customer: Customer, agents: Sequence[Agent], ledger: Ledger
    ) -> None:
        """`agents`: one tab of each person who may be given the conversation."""
        self._dialogue, self._ledger = dialogue, ledger
        self._customer, self._agents = customer, agents
        self._agent = agents[0]
        self._senders = {"customer": Sender(customer)}
        self._conversation = ""

    async def run(self) -> None:
        for i, turn in enumerate(self._dialogue.turns):
            await self._turn(f"{self._dialogue.id}.{i}", turn)
        if self._conversation:
            await self._agent.resolve(self._conversation)

    async def _turn(self, name: str, turn: Turn) -> None:
        sender = self._senders.get(turn.author)
        if sender is None:
            self._ledger.refused.append(f"{name}: an agent cannot speak first: {turn.text[:60]}")
            return
        started = time.monotonic()
        try:
            said = await sender.say(name, turn.text)
        except Refused as error:
            self._ledger.refused.append(f"{name}: {error}: {turn.text[:60]}")
            return
        except Broken:
            self._send(name, turn)
            raise
        self._conversation = said.conversation
        self._send(name, turn)
        if "agent" in self._senders:
            await self._be_seen(turn.author, said, started)
        else:  # the bot holds it: nobody at the console is shown what is said to it
            await self._be_handed_over(said, started)

    def _send(self, name: str, turn: Turn) -> None:
        conversation = self._conversation or f"unborn {self._dialogue.id}"
        self._ledger.sent.append(Sent(name, conversation, turn.author, turn.text))

    async def _be_seen(self, author: str, said: Acknowledged, started: float) -> None:
        listener: Client = self._agent if author == "customer" else self._customer
        await listener.watch(said.conversation)
        shown_at = await listener.see(said.conversation, said.seq)
        self._ledger.seen_ms.append((shown_at - started) * 1000)

    async def _be_handed_over(self, first: Acknowledged, started: float) -> None:
        """The bot's answer or its handing over, then a person."""
        answered_at = await self._customer.see(first.conversation, first.seq + 1)
        self._ledger.bot_ms.append((answered_at - started) * 1000)
        asked_at = time.monotonic()
        await self._customer.ask_for_a_person(first.conversation)
        self._agent = await self._given(first.conversation)
        self._ledger.handover_ms.append((time.monotonic() - asked_at) * 1000)
        await self._agent.watch(first.conversation)
        self._senders["agent"] = self._agent.answering(first.conversation)

    async def _given(self, conversation: str) -> Agent:
        waits = {asyncio.ensure_future(a.given(conversation)): a for a in self._agents}
        try:
            done, _ = await asyncio.wait(
                waits,
                timeout=self._customer.patience.turn_s,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            for wait in waits:
                wait.cancel()
        if not done:
            raise Broken(f"nobody was given {conversation}")
        return waits[done.pop()]

    def testify(self) -> None:
        """Write down what each side was shown of the other's words."""
        for client in (self._customer, self._agent):
            others = {*SIDES, BOT} - {client.side} if client is self._customer else {"customer"}
            for message in client.timelines[self._conversation].shown:
                if message.kind == "message" and message.author in others:
                    self._ledger.seen.append(
                        Seen(
                            client.side,
                            self._conversation,
                            message.seq,
                            message.author,
                            message.text,
                        )
                    )
