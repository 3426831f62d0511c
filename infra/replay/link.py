"""One client's socket: opened by a ticket, greeted, kept warm, opened again when lost."""

import asyncio
import itertools
import json
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType

from infra.replay.rest import RestRefused

Frame: TypeAlias = dict[str, Any]
ANSWER_S = 20.0  # a loaded laptop starts its workers slowly; a lost answer costs no more than this
BACKOFF_S, BACKOFF_MAX_S = 0.5, 30.0

_jitter = random.uniform  # spreads reconnects; nothing here is a secret


class Lost(Exception):  # noqa: N818 - an event of the line, not a fault of the program
    """No answer came: the socket closed, or the time ran out."""


class Link:
    def __init__(
        self,
        dial: Callable[[], Awaitable[ClientWebSocketResponse]],
        *,
        hear: Callable[[Frame], None],
        greeted: Callable[[Frame], Awaitable[None]],
        answer_s: float = ANSWER_S,
    ) -> None:
        self._dial, self._hear, self._greeted, self._answer_s = dial, hear, greeted, answer_s
        self._socket: ClientWebSocketResponse | None = None
        self._up = asyncio.Event()
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._count = itertools.count(1)
        self._retry_ms = 0
        self.welcome: Frame = {}
        self.opened = 0

    async def current_session(self) -> str:
        await self._up.wait()
        return str(self.welcome["session"])

    async def run(self) -> None:
        failures = 0
        while True:
            try:
                failures = 0 if await self._live() else failures + 1
            except (ClientError, OSError, Lost, RestRefused):
                failures += 1
            ceiling = min(BACKOFF_MAX_S, BACKOFF_S * 2**failures)
            await asyncio.sleep(self._retry_ms / 1000 or _jitter(0, ceiling))
            self._retry_ms = 0

    async def ask(self, frame: Frame, ref: str = "") -> Frame:
        """Send once the socket is up and wait for the answer that carries the same ref."""
        await self._up.wait()
        return await self._exchange(frame, ref)

    async def hello(self) -> None:
        """A fresh sending session, on the socket that is open now."""
        await self._up.wait()
        self.welcome = await self._greet()

    async def drop(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def retry_after(self, ms: int) -> None:
        self._retry_ms = ms
        await self.drop()

    async def _live(self) -> bool:
        """One socket from dial to close; False when it was never greeted."""
        async with await self._dial() as socket:
            self._socket = socket
            self.opened += 1
            warm = asyncio.create_task(self._keep_warm())
            greeted = False
            try:
                await self._read(socket)
            finally:
                greeted = self._up.is_set()
                self._go_down()
                warm.cancel()
                await asyncio.wait({warm})  # unlike `await warm`, our own cancelling stays ours
        if not warm.cancelled():
            warm.result()
        return greeted

    async def _keep_warm(self) -> None:
        try:
            self.welcome = await self._greet()
            self._up.set()
            await self._greeted(self.welcome)
            life = float(self.welcome["max_age_s"]) * _jitter(0.85, 0.95)
            async with asyncio.timeout(life):
                while True:
                    await asyncio.sleep(float(self.welcome["heartbeat_s"]))
                    await self._exchange({"t": "ping"})
        except (TimeoutError, Lost):
            pass  # near the end of its life, or dead already: a new socket takes its place
        finally:
            await self.drop()

    async def _greet(self) -> Frame:
        welcome = await self._exchange({"t": "hello", "v": 1})
        if welcome["t"] != "welcome":
            raise Lost(f"hello was refused: {welcome.get('code')}")
        return welcome

    async def _exchange(self, frame: Frame, ref: str = "") -> Frame:
        ref = ref or f"{frame['t']}.{next(self._count)}"
        if self._socket is None or self._socket.closed:
            raise Lost("the socket is closed")
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._answers[ref] = answer
        try:
            await self._socket.send_str(json.dumps({**frame, "ref": ref}, ensure_ascii=False))
            async with asyncio.timeout(self._answer_s):  # wait_for may swallow a cancelling
                return await answer
        except (TimeoutError, ConnectionError, ClientError) as error:
            raise Lost(f"no answer to {frame['t']}") from error
        finally:
            self._answers.pop(ref, None)

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                pushed = json.loads(message.data)
                for frame in pushed if isinstance(pushed, list) else [pushed]:
                    self._deliver(frame)

    def _deliver(self, frame: Frame) -> None:
        answer = self._answers.get(frame.get("ref", ""))
        if answer is not None and not answer.done():
            answer.set_result(frame)
        else:
            self._hear(frame)

    def _go_down(self) -> None:
        self._up.clear()
        self._socket = None
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(Lost("the socket closed"))
