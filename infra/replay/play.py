"""One dialogue, as it happened: each turn waits until the turn before has reached the other side."""

import time

from infra.replay.agent import Agent
from infra.replay.client import Broken, Client
from infra.replay.compare import SIDES, Acknowledged, Seen, Sent
from infra.replay.customer import Customer
from infra.replay.dialogues import Dialogue, Turn
from infra.replay.ledger import Ledger
from infra.replay.sender import Refused, Sender


class Play:
    def __init__(
        self, dialogue: Dialogue, customer: Customer, agent: Agent, ledger: Ledger
    ) -> None:
        self._dialogue, self._ledger = dialogue, ledger
        self._customer, self._agent = customer, agent
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
        await self._be_seen(turn.author, said, started)

    def _send(self, name: str, turn: Turn) -> None:
        conversation = self._conversation or f"unborn {self._dialogue.id}"
        self._ledger.sent.append(Sent(name, conversation, turn.author, turn.text))

    async def _be_seen(self, author: str, said: Acknowledged, started: float) -> None:
        listener: Client = self._agent if author == "customer" else self._customer
        await listener.watch(said.conversation)
        shown_at = await listener.see(said.conversation, said.seq)
        self._ledger.seen_ms.append((shown_at - started) * 1000)
        if "agent" not in self._senders:
            self._senders["agent"] = await self._agent.take(said.conversation)

    def testify(self) -> None:
        """Write down what each side was shown of the other's words."""
        for client in (self._customer, self._agent):
            others = set(SIDES) - {client.side}
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
