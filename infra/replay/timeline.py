"""What one client shows of one conversation: dense, in order, each seq once."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Message:
    seq: int
    kind: str
    author: str
    text: str
    session: str | None = None
    n: int | None = None


def message_of(row: dict[str, Any]) -> Message:
    """A message as the wire carries it; a hidden one has a place and nothing else."""
    return Message(
        seq=int(row["seq"]),
        kind=row["kind"],
        author=row.get("author", {}).get("kind", ""),
        text="".join(part.get("text", "") for part in row.get("parts", ())),
        session=row.get("session"),
        n=row.get("n"),
    )


class Timeline:
    def __init__(self) -> None:
        self.shown: list[Message] = []
        self.shown_at: dict[int, float] = {}
        self.heard = 0
        self.lock = asyncio.Lock()  # one sync at a time
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    @property
    def last(self) -> int:
        return self.shown[-1].seq if self.shown else 0

    def put(self, message: Message) -> bool:
        """Show it if it is the next one; False says that something before it is missing."""
        self.heard = max(self.heard, message.seq)
        if message.seq != self.last + 1:
            return message.seq <= self.last
        self.shown.append(message)
        self.shown_at[message.seq] = time.monotonic()
        for seq, future in self._waiting:
            if seq <= message.seq and not future.done():
                future.set_result(None)
        self._waiting = [(seq, f) for seq, f in self._waiting if not f.done()]
        return True

    async def reach(self, seq: int) -> None:
        if self.last < seq:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append((seq, future))
            await future

    def own(self, session: str, n: int) -> Message | None:
        return next((m for m in self.shown if (m.session, m.n) == (session, n)), None)
