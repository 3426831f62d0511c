"""What only a running desk shows: seconds until a message is seen, and its functions' processor time.

    python -m infra.bench.live [--out build/bench.json]

On the stack that runs here, else on one of its own that goes when it is done. Both sides of the
conversations speak in turn, over real sockets. Processor time is that of the functions' worker
processes, user and system: the doors that take messages, `fan_out`, and whatever else the functions are
asked for meanwhile (pings, the minute's check). The local AWS that stands for API Gateway, DynamoDB and
the streams is not in it, nor are the clients. Times are this machine's, with all of it on two cores; AWS
adds the wait for its poll of the stream, which is stated beside.
"""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from infra.bench import rows, talks
from infra.bench.rows import Row
from infra.bench.talks import Heard, Talk
from infra.local import place, run
from infra.local.place import Place
from infra.parts import ROOT
from infra.replay import cpu, demo, stage
from infra.replay.agent import Agent
from infra.replay.client import Patience
from infra.replay.customer import Entrance
from infra.replay.ledger import Ledger
from infra.replay.result import percentile

WIDTH = 84
OUT = ROOT / "build" / "bench.json"
SIZES = (1, 20, 100)
USUAL = 20
RATES = {1: 1.0, 20: 5.0, 100: 5.0}
COUNTS = {1: 20, 20: 100, 100: 100}
SATURATED = 200
FEW, MANY, SOCKETS_COUNT, SOCKETS_RATE = 10, 500, 100, 5.0
MAX_SOCKETS_RATIO = 1.2
POLL_MS = 250  # of a stream's shard by Lambda, four times a second
SETTLE_SECONDS, QUIET_SECONDS = 1.0, 10.0
TOGETHER = 5  # conversations that begin at once


class Unmeasured(Exception):  # noqa: N818 - the machine does not tell
    """No figure is better than a wrong one."""


@dataclass(frozen=True, slots=True)
class Measured:
    heard: list[Heard]
    cpu_ms: float
    seconds: float

    def latency(self, name: str, percent: int) -> float:
        return float(percentile([getattr(each, name) for each in self.heard], percent) or 0)


async def measured(where: Place, saying: Awaitable[list[Heard]]) -> Measured:
    """Processor time per message, with what comes a little after the last of them."""
    before, began = cpu.worker_seconds(where.aws_port), time.monotonic()
    heard = await saying
    seconds = time.monotonic() - began
    await asyncio.sleep(SETTLE_SECONDS)
    after = cpu.worker_seconds(where.aws_port)
    if before is None or after is None:
        raise Unmeasured("the workers' processor time")
    return Measured(heard, (after - before) * 1_000 / len(heard), seconds)


@dataclass(frozen=True, slots=True)
class Desk:
    where: Place
    entrance: Entrance
    agents: list[Agent]
    stack: AsyncExitStack

    async def grow(self, to: int, going: list[Talk]) -> None:
        while len(going) < to:
            some = min(TOGETHER, to - len(going))
            begun = (talks.begin(self.entrance, self.agents, self.stack) for _ in range(some))
            fresh = await asyncio.gather(*begun)
            for talk in fresh:
                self.stack.push_async_callback(talk.agent.resolve, talk.conversation)
            going += fresh


async def _talking(desk: Desk) -> AsyncIterator[Row]:
    going: list[Talk] = []
    for size in SIZES:
        await desk.grow(size, going)
        await talks.closed(going, size)  # once each before anything is measured
        found = await measured(desk.where, talks.paced(going, RATES[size], COUNTS[size]))
        for row in seen(size, found):
            yield row
        if size == USUAL:
            full = await measured(desk.where, talks.closed(going, SATURATED))
            for row in spent(size, found, full):
                yield row
    for row in stream():
        yield row


def seen(size: int, found: Measured) -> Iterator[Row]:
    title = f"{size} conversation{'s' * (size > 1)}, {RATES[size]:g} messages a second"
    for name in ("acknowledged", "seen"):
        yield Row(f"{title}: {name} after, p50", found.latency(name, 50), "ms")
        yield Row(f"{title}: {name} after, p99", found.latency(name, 99), "ms")


def stream() -> Iterator[Row]:
    name = "AWS adds until it is seen: wait for the stream's poll (stated, not measured)"
    yield Row(f"{name}, mean", POLL_MS / 2, "ms")
    yield Row(f"{name}, most", POLL_MS, "ms")


def spent(size: int, slow: Measured, full: Measured) -> Iterator[Row]:
    name = "functions' processor time a message"
    yield Row(f"{name}, {RATES[size]:g} messages a second", slow.cpu_ms, "ms")
    yield Row(f"{name}, saturated ({size} at once)", full.cpu_ms, "ms")
    yield Row("messages a second, saturated", len(full.heard) / full.seconds, "per s")


async def _sockets(desk: Desk) -> AsyncIterator[Row]:
    """Few, many, few again; the lesser of the two, for what disturbs only ever adds."""
    going: list[Talk] = []
    await desk.grow(FEW - len(desk.agents), going)
    await talks.closed(going, len(going))

    async def turn() -> float:
        saying = talks.paced(going, SOCKETS_RATE, SOCKETS_COUNT)
        return (await measured(desk.where, saying)).cpu_ms

    few = [await turn()]
    async with AsyncExitStack() as open_sockets:
        await talks.listeners(desk.entrance, MANY - FEW, open_sockets)
        many = await turn()
    few.append(await turn())
    for row in sockets(min(few), many):
        yield row


def sockets(few: float, many: float) -> Iterator[Row]:
    name = f"functions' processor time a message, {SOCKETS_RATE:g} messages a second"
    yield Row(f"{name}, {FEW} open sockets", few, "ms")
    yield Row(f"{name}, {MANY} open sockets", many, "ms")
    yield Row(f"… of {MANY} over that of {FEW}", many / few, "times", MAX_SOCKETS_RATIO)


@asynccontextmanager
async def at(where: Place) -> AsyncIterator[Desk]:
    ledger, patience = Ledger(), Patience()
    known = demo.load(where.state / "demo.json")
    async with AsyncExitStack() as stack:
        raised = await stack.enter_async_context(stage.raised(known, ledger, patience))
        connector = TCPConnector(limit=0)
        crowd = ClientSession(connector=connector, cookie_jar=DummyCookieJar())
        http = await stack.enter_async_context(crowd)
        yield Desk(where, Entrance(http, known, ledger, patience), raised.agents, stack)


async def _all(where: Place, tell: Callable[[Row], None]) -> list[Row]:
    """Each part with sockets of its own, which are closed before the next one."""
    found: list[Row] = []
    for part in (_talking, _sockets):
        async with at(where) as desk:
            await asyncio.sleep(QUIET_SECONDS)  # what the part before has ended is still worked at
            async for row in part(desk):
                found.append(row)
                tell(row)
    return found


@contextmanager
def standing() -> Iterator[Place]:
    """The stack that runs here, else one of its own."""
    here = place.here()
    if run.running(here):
        yield here
        return
    with TemporaryDirectory() as home:
        own = place.here(home)
        run.up(own)
        try:
            yield own
        finally:
            run.down(own)


def measure(tell: Callable[[Row], None] = lambda _: None) -> list[Row]:
    """Takes minutes: `tell` hears of each figure when it is there."""
    with standing() as where:
        return asyncio.run(_all(where, tell))


def kept(path: Path, fresh: Sequence[Row]) -> list[Row]:
    """What other parts of the bench have written there stays."""
    names = {row.name for row in fresh}
    return [row for row in rows.read(path) if row.name not in names] + list(fresh)


def main() -> None:
    asked = argparse.ArgumentParser(description="What only a running desk shows.")
    asked.add_argument("--out", type=Path, default=OUT)
    out = asked.parse_args().out
    found = measure(lambda row: print(rows.line(row, WIDTH), flush=True))
    rows.write(kept(out, found), out)


if __name__ == "__main__":
    main()
