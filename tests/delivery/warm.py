"""One warm process, invoked again and again: its memory stays as it was.

    python -m tests.delivery.warm [--invocations 1000000]

Sockets of many merchants open, say, sync, ping and close at the real doors, and the stream's readers
follow. What the stand-in for AWS keeps is put back after each round, so that only the house can grow.
"""

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.live.backpressure import MOST_REMEMBERED
from chalicelib.table.desk import Desk
from chalicelib.vault.data_keys import CACHE_SIZE
from tests.delivery.cloud import Cloud, standing
from tests.delivery.frames import Frame, say
from tests.delivery.mappings import Mappings
from tests.desk.agents import visitor_of

MERCHANTS, ROUND, SETTLING = 40, 1_000, 4  # rounds until a process has seen everything once
BETWEEN = 5  # rounds from one reading to the next: each of them collects all garbage
FLAT = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


def resident_mb() -> float:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1_048_576


@dataclass
class Warm:
    cloud: Cloud
    visitors: list[Desk] = field(init=False)
    invocations: int = 0
    _kept: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        house = self.cloud.house
        self.visitors = [visitor_of(house, self.cloud.merchant()) for _ in range(MERCHANTS)]
        tables = self.cloud.aws.dynamodb.tables
        self._kept = {name: dict(table.items) for name, table in tables.items()}

    def round(self) -> None:
        """So many invocations, and everything that AWS keeps as it was before."""
        ends, number = self.invocations + ROUND, 0
        while self.invocations < ends:
            number += 1
            self._visit(self.visitors[number % MERCHANTS], f"c{self.invocations}")
        self._put_back()

    def _visit(self, visitor: Desk, connection: str) -> None:
        line = self.cloud.line(visitor, connection)
        session = line.ask({"t": "hello", "v": 1})["session"]
        self.cloud.clock.advance(31)
        said = line.ask(say(session, 1, "在吗?", None))
        frames: list[Frame] = [{"t": "ping"}]
        if said["t"] == "said":
            conversation = said["conversation"]
            frames.append({"t": "sync", "conversation": conversation, "after": 0})
            frames.append(say(session, 2, "hello", conversation))
        for frame in frames:
            line.ask(frame)
        line.disconnect()
        self.invocations += 4 + len(frames)

    def _put_back(self) -> None:
        mappings = Mappings()
        mappings.run(self.cloud)
        self.invocations += sum(len(s.invocations) for s in mappings.streams)
        for name, table in self.cloud.aws.dynamodb.tables.items():
            for place in [*table.items]:
                table.put(place, self._kept[name].get(place))
            for place in self._kept[name].keys() - table.items.keys():
                table.put(place, self._kept[name][place])
            table.log.clear()
        self.cloud.aws.sqs.queues.clear()
        self.cloud.aws.sockets.open.clear()


def run(invocations: int) -> Iterator[tuple[int, float]]:
    """After the process has settled: invocations, and the memory it holds in MB."""
    with standing() as cloud:
        warm = Warm(cloud)
        for _ in range(SETTLING):
            warm.round()
        yield warm.invocations, resident_mb()
        while warm.invocations < invocations:
            for _ in range(BETWEEN):
                warm.round()
            yield warm.invocations, resident_mb()
        house = cloud.house
        assert len(house.vault._keys._cache) <= CACHE_SIZE
        assert len(house.dispatch._pressure._tallies) <= MOST_REMEMBERED


def grown(readings: list[tuple[int, float]]) -> float:
    """By how much the last readings are above the first, as a share."""
    return readings[-1][1] / readings[0][1] - 1


def main() -> None:
    asked = argparse.ArgumentParser(description="A warm process, again and again.")
    asked.add_argument("--invocations", type=int, default=1_000_000)
    readings = []
    for number, reading in enumerate(run(asked.parse_args().invocations)):
        readings.append(reading)
        if number % 10 == 0:
            print(f"{reading[0]:8} invocations  {reading[1]:.1f} MB", flush=True)  # noqa: T201
    growth = grown(readings)
    print(f"{readings[-1][0]} invocations, {readings[-1][1]:.1f} MB, {growth:+.1%}")  # noqa: T201
    sys.exit(0 if abs(growth) <= FLAT else 1)


if __name__ == "__main__":
    main()
