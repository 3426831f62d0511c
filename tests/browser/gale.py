"""Bad weather on the wire itself: a browser behind a proxy that loses frames and cuts sockets.

Plain requests pass. A WebSocket comes as a tunnel: the proxy knows its frames well enough to swallow
a single one, to end the socket with a close frame, or to reset it.
"""

import asyncio
import socket
import struct
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Thread
from typing import TypeVar
from urllib.parse import urlsplit

GOING_AWAY = b"\x88\x02" + struct.pack("!H", 1001)
RESET = struct.pack("ii", 1, 0)  # linger for no time at all: what follows is a reset
TEXT = 1
END = b"\r\n\r\n"
Done = TypeVar("Done")


@dataclass(eq=False)
class Tunnel:
    near: asyncio.StreamWriter
    far: asyncio.StreamWriter

    def end(self, *, reset: bool) -> None:
        if reset:
            raw: socket.socket = self.near.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.near.transport.abort()
        else:
            self.near.write(GOING_AWAY)
            self.near.close()
        self.far.close()


@dataclass
class Gale:
    """`losing` is the part of acknowledgements that never arrive; `closed` lets no socket through."""

    chance: Random
    losing: float = 0.0
    closed: bool = False
    lost: int = 0
    resets: int = 0
    clean: int = 0
    port: int = 0
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _tunnels: set[Tunnel] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    @property
    def flags(self) -> tuple[str, ...]:
        """For Chromium, which by itself goes round a proxy to this machine."""
        return f"--proxy-server=127.0.0.1:{self.port}", "--proxy-bypass-list=<-loopback>"

    def cut(self, *, reset: bool) -> int:
        """Ends every socket that is open now; how many there were."""
        return self.run(self._cut(reset))

    def run(self, work: Coroutine[None, None, Done]) -> Done:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        await self._cut(reset=True)
        if self._server:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _taken(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await self._serve(near, answer)
        except (asyncio.IncompleteReadError, OSError):
            pass  # the cut that this is for
        finally:
            answer.close()

    async def _cut(self, reset: bool) -> int:
        ended = list(self._tunnels)
        self._tunnels.clear()
        for tunnel in ended:
            tunnel.end(reset=reset)
        self.resets += len(ended) if reset else 0
        self.clean += 0 if reset else len(ended)
        return len(ended)

    async def _serve(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        head = await near.readuntil(END)
        if not head.startswith(b"CONNECT"):
            return await _plainly(head, near, answer)
        if self.closed:
            return None
        host, _, port = head.split()[1].decode().rpartition(":")
        far, ask = await asyncio.open_connection(host, int(port))
        answer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        ask.write(_without(await near.readuntil(END), b"sec-websocket-extensions"))
        tunnel = Tunnel(answer, ask)
        self._tunnels.add(tunnel)
        try:
            await asyncio.gather(_pass(near, ask), self._pass_frames(far, answer))
        finally:
            self._tunnels.discard(tunnel)
            ask.close()

    async def _pass_frames(self, far: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        near.write(await far.readuntil(END))
        while not near.is_closing():
            kind, frame = await _frame(far)
            if kind == TEXT and b'"said"' in frame and self.chance.random() < self.losing:
                self.lost += 1
            else:
                near.write(frame)


async def _plainly(head: bytes, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
    """One request and its answer; then the connection ends, which spares us to know where."""
    method, where, rest = head.split(b" ", 2)
    url = urlsplit(where.decode())
    far, ask = await asyncio.open_connection(url.hostname, url.port)
    path = where.split(b"/", 3)[3]
    once = _without(rest, b"connection", b"proxy-connection")
    ask.write(b"%s /%s %s" % (method, path, once.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)))
    asking = asyncio.ensure_future(_pass(near, ask))
    await _pass(far, answer)
    asking.cancel()
    ask.close()


def _without(head: bytes, *names: bytes) -> bytes:
    lines = head.split(b"\r\n")
    return b"\r\n".join(each for each in lines if each.split(b":")[0].lower() not in names)


async def _frame(far: asyncio.StreamReader) -> tuple[int, bytes]:
    """One frame as a server sends it, unmasked: what it is, and its bytes."""
    head = await far.readexactly(2)
    length, more = head[1] & 0x7F, b""
    if length > 125:  # RFC 6455: the length follows in 2 or 8 bytes
        more = await far.readexactly(2 if length == 126 else 8)
        length = int.from_bytes(more, "big")
    return head[0] & 0x0F, head + more + await far.readexactly(length)


async def _pass(near: asyncio.StreamReader, far: asyncio.StreamWriter) -> None:
    while (data := await near.read(65_536)) and not far.is_closing():
        far.write(data)
    far.close()


@contextmanager
def blowing(seed: int) -> Iterator[Gale]:
    """The loop has a thread of its own: that of the test belongs to the browser."""
    gale = Gale(Random(seed))  # noqa: S311 - weather, no secret
    thread = Thread(target=gale.loop.run_forever, daemon=True)
    thread.start()
    gale.run(gale.open())
    yield gale
    gale.run(gale.close())
    gale.loop.call_soon_threadsafe(gale.loop.stop)
    thread.join(10)
    gale.loop.close()
