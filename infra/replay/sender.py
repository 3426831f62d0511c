"""Saying surely: stop and wait, the same (session, n) again until answered, recovery by sync."""

import asyncio

from infra.replay.client import Broken, Client, acknowledged
from infra.replay.compare import Acknowledged
from infra.replay.link import Frame, Lost
from infra.replay.timeline import Message

PATIENT_ASKS = 2  # unanswered on one socket; then the socket is taken for dead


class Refused(Exception):  # noqa: N818 - the desk's word for it
    """The desk will not have this text; the dialogue goes on without it."""


class Sender:
    """One client's words in one conversation; the conversation may still be unborn."""

    def __init__(self, client: Client, conversation: str | None = None) -> None:
        self._client, self.conversation = client, conversation
        self._session, self._n = "", 0

    async def say(self, turn: str, text: str) -> Acknowledged:
        try:
            async with asyncio.timeout(self._client.patience.turn_s):
                said = await self._insist(turn, text)
        except TimeoutError as error:
            raise Broken(f"no acknowledgement within {self._client.patience.turn_s} s") from error
        self.conversation = said.conversation
        self._client.ledger.acknowledge(said)
        own = Message(said.seq, "message", self._client.side, text, said.session, said.n)
        await self._client.show(said.conversation, own)
        return said

    async def _insist(self, turn: str, text: str) -> Acknowledged:
        if not self._session:
            await self._register()
        self._n += 1
        while True:
            answer = await self._ask(turn, text)
            if answer["t"] == "said":
                return acknowledged(answer, turn, text)
            found = await self._recover(answer, turn, text)
            if found is not None:
                return found

    async def _ask(self, turn: str, text: str) -> Frame:
        for attempt in range(1, 1000):
            frame = {
                "t": "say", "conversation": self.conversation, "session": self._session,
                "n": self._n, "parts": [{"type": "text", "text": text}],
            }  # fmt: skip
            try:
                return await self._client.link.ask(frame, turn)
            except Lost:
                self._client.ledger.healed["resent"] += 1
                if attempt % PATIENT_ASKS == 0:
                    await self._client.link.drop()
        raise Broken("asked a thousand times")

    async def _recover(self, refusal: Frame, turn: str, text: str) -> Acknowledged | None:
        """After a refusal: nothing (say again), or the acknowledgement found in the history."""
        match refusal.get("code"):
            case "busy" | "internal":
                await asyncio.sleep(refusal.get("retry_ms", 500) / 1000)
                return None
            case "unknown_session" | "out_of_order":
                return await self._start_over(turn, text)
            case "invalid" | "too_large":
                self._n -= 1
                raise Refused(f"{refusal['code']}: {refusal.get('detail', '')}")
            case code:
                raise Broken(f"say was refused: {code} {refusal.get('detail', '')}")

    async def _start_over(self, turn: str, text: str) -> Acknowledged | None:
        lost_session, lost_n = self._session, self._n
        self._client.ledger.healed["recovered"] += 1
        await self._register(fresh=True)
        self._n = 1
        if self.conversation is None:
            return None
        own = self._client.timelines[self.conversation].own(lost_session, lost_n)
        if own is None:
            return None
        self._n = 0  # nothing said yet in the new session
        return Acknowledged(turn, self.conversation, lost_session, lost_n, own.seq, text)

    async def _register(self, *, fresh: bool = False) -> None:
        """Make the socket's session a sender here; a conversation not yet born does it itself."""
        while True:
            try:
                if fresh:
                    await self._client.link.hello()
                session = await self._client.link.current_session()
                born = self._client.link.welcome.get("conversation")
                self.conversation = self.conversation or (born and born["id"])
                if self.conversation is not None:
                    self._client.open.add(self.conversation)
                    await self._client.sync(self.conversation, session)
            except Lost:
                continue
            self._session, self._n = session, 0
            return
