"""What widget and console share: a socket, timelines that close their gaps, and their healing."""

import asyncio
import contextlib
from collections import defaultdict
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import ClientWebSocketResponse

from infra.replay.compare import Acknowledged
from infra.replay.ledger import Ledger
from infra.replay.link import Frame, Link, Lost
from infra.replay.rest import Rest
from infra.replay.timeline import Message, Timeline, message_of


class Broken(Exception):  # noqa: N818 - ends one dialogue, not the program
    """The dialogue cannot go on; the message says why."""


@dataclass(frozen=True)
class Patience:
    answer_s: float = 20.0  # for one answer, then the same frame goes out again
    push_s: float = 10.0  # for a push, then the listener asks by sync
    turn_s: float = 120.0  # for one turn, everything included


class Client:
    side = ""

    def __init__(self, rest: Rest, ledger: Ledger, patience: Patience) -> None:
        self.rest, self.ledger, self.patience = rest, ledger, patience
        self.timelines: defaultdict[str, Timeline] = defaultdict(Timeline)
        self.open: set[str] = set()
        self.link = Link(
            self._dial, hear=self._hear, greeted=self._greeted, answer_s=patience.answer_s
        )
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> Self:
        self._spawn(self.link.run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.ledger.healed["reconnected"] += max(0, self.link.opened - 1)

    async def sync(self, conversation: str, session: str | None = None) -> Frame:
        """Fetch what is missing, page by page; with a session, register it as a sender."""
        timeline = self.timelines[conversation]
        async with timeline.lock:
            while True:
                frame = {"t": "sync", "conversation": conversation, "after": timeline.last}
                answer = await self.link.ask(frame | ({"session": session} if session else {}))
                if answer.get("code") == "busy":
                    await asyncio.sleep(answer["retry_ms"] / 1000)
                    continue
                if answer["t"] != "history":
                    raise Broken(f"sync was refused: {answer.get('code')} {answer.get('detail')}")
                for row in answer["messages"]:
                    if not timeline.put(message_of(row)):
                        raise Broken(f"history after {frame['after']} has a hole")
                if not answer["more"]:
                    return answer
                session = None

    async def watch(self, conversation: str) -> None:
        """Open it: from now on its gaps are closed, and what was heard too early is fetched."""
        self.open.add(conversation)
        timeline = self.timelines[conversation]
        if timeline.heard > timeline.last:
            await self._close_gap(conversation)

    async def show(self, conversation: str, message: Message) -> None:
        self.open.add(conversation)
        if not self.timelines[conversation].put(message):
            await self._close_gap(conversation)

    async def see(self, conversation: str, seq: int) -> float:
        """Wait until that seq is shown; the time it was."""
        timeline = self.timelines[conversation]
        try:
            async with asyncio.timeout(self.patience.push_s):
                await timeline.reach(seq)
        except TimeoutError:
            self.ledger.healed["asked"] += 1
            await self._ask_for(conversation, seq)
        return timeline.shown_at[seq]

    async def _ask_for(self, conversation: str, seq: int) -> None:
        try:
            async with asyncio.timeout(self.patience.turn_s):
                while self.timelines[conversation].last < seq:
                    with contextlib.suppress(Lost):
                        await self.sync(conversation)
                    await asyncio.sleep(0.5)
        except TimeoutError as error:
            raise Broken(f"{self.side} never saw {conversation} seq {seq}") from error

    async def _dial(self) -> ClientWebSocketResponse:
        ticket = await self.rest.post("/socket-tickets", {})
        url = f"{ticket['url']}?ticket={ticket['ticket']}"
        return await self.rest.http.ws_connect(url, origin=self.rest.origin)

    async def _greeted(self, _welcome: Frame) -> None:
        for conversation in list(self.open):
            await self.sync(conversation)

    def _hear(self, frame: Frame) -> None:
        match frame.get("t"):
            case "message":
                self._receive(frame["conversation"], message_of(frame["message"]))
            case "said":  # a late or second answer to a turn that already has one
                self.ledger.acknowledge(acknowledged(frame, frame.get("ref", ""), ""))
            case "retry":
                self._spawn(self.link.retry_after(int(frame["after_ms"])))
            case "refused" | None:  # a fault of the desk or the gateway names no frame of ours
                self.ledger.healed["faults"] += 1

    def _receive(self, conversation: str, message: Message) -> None:
        timeline = self.timelines[conversation]
        if message.seq <= timeline.last and message.author != self.side:
            self.ledger.healed["repeats"] += 1
        if not timeline.put(message) and conversation in self.open:
            self._spawn(self._close_gap(conversation))

    async def _close_gap(self, conversation: str) -> None:
        self.ledger.healed["gaps"] += 1
        with contextlib.suppress(Lost):  # the sync after the next welcome closes it too
            await self.sync(conversation)

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.ledger.broken.append(f"the {self.side}'s socket: {type(error).__name__} {error}")


def acknowledged(said: Frame, turn: str, text: str) -> Acknowledged:
    return Acknowledged(turn, said["conversation"], said["session"], said["n"], said["seq"], text)
