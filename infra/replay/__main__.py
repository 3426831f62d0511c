"""make replay DIALOGUES=FILE [LIMIT=n] [CONCURRENCY=n] [BY=webhook|email]: against the stack of `make run`."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientError

from infra.local.place import here
from infra.replay import cpu, demo, dialogues, result
from infra.replay.client import Patience
from infra.replay.compare import Report, compare
from infra.replay.ledger import Ledger
from infra.replay.outside import Outside, opened
from infra.replay.rest import RestRefused
from infra.replay.stage import Stage, raised

CONCURRENCY = 12
AWS_PORT = 4566
USAGE = (
    "make replay DIALOGUES=FILE [LIMIT=n] [CONCURRENCY=n] [BY=webhook|email]: "
    "a file with one dialogue a line; the customers talk in the widget, or by that channel"
)
WIDGET = "widget"


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        return asyncio.run(_replay(Path(arguments[0])))
    except dialogues.Unusable as error:
        print(f"replay: {error}", file=sys.stderr)
    except (ClientError, RestRefused) as error:
        print(f"replay: the desk does not answer as `make run` has it: {error}", file=sys.stderr)
    return 2


async def _replay(file: Path) -> int:
    chosen = dialogues.read(file, _number("LIMIT"))
    ledger, place = Ledger(), demo.load()
    print(f"{len(chosen)} dialogues of {file.name} against {place.origin}")
    async with raised(place, ledger, Patience()) as stage:
        port = _number("AWS_PORT") or AWS_PORT
        cpu_before, started = cpu.worker_seconds(port), time.monotonic()
        async with _played_by(stage) as players:
            await players.play(chosen, ledger, _number("CONCURRENCY") or CONCURRENCY)
        cpu_after, seconds = cpu.worker_seconds(port), time.monotonic() - started
        await stage.read_back(ledger)
    spent = None if cpu_before is None or cpu_after is None else cpu_after - cpu_before
    report = compare(ledger.sent, ledger.acknowledged, ledger.seen, ledger.stored)
    figures = result.figures(file.name, ledger, report, cpu_s=spent, seconds=seconds)
    result.write(figures)
    print("", result.table(figures, report), "", *_remarks(ledger, report), sep="\n")
    return 0 if report.faithful and not ledger.broken else 1


@asynccontextmanager
async def _played_by(stage: Stage) -> AsyncIterator[Stage | Outside]:
    way = os.environ.get("BY") or WIDGET
    if way == WIDGET:
        yield stage
    elif way in {"webhook", "email"}:
        async with opened(stage, way, here()) as outside:
            yield outside
    else:
        raise dialogues.Unusable(f"BY={way} is none of widget, webhook, email")


def _remarks(ledger: Ledger, report: Report) -> list[str]:
    refused = [f"refused · {line}" for line in ledger.refused]
    broken = [f"broken off · {line}" for line in ledger.broken]
    return [*report.examples(), *refused, *broken]


def _number(variable: str) -> int | None:
    text = os.environ.get(variable, "")
    if text and not (text.isdecimal() and int(text) > 0):
        raise dialogues.Unusable(f"{variable}={text} is not a positive number")
    return int(text) if text else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
