"""Our handlers beside the bare ones, in one process, turn and turn about, against one stub.

    python -m infra.bench.duel RECORDING.json RESULT.json       log lines go to standard output

Processor time of this process alone, user and system. Rounds are short and alternate, so that both
sides meet the same machine; the figure is the median of the rounds' ratios.
"""

import importlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from infra.bench import bare
from infra.bench.bare import Handler
from infra.bench.recording import Recording
from infra.parts import ROOT

ROUNDS = 41
SECONDS = 0.05  # how long one side runs in one round, roughly


@dataclass(frozen=True, slots=True)
class Context:
    """As much of Lambda's context as handlers read."""

    function_name: str = "manydesk-Function"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:000000000000:function:manydesk-Function"
    aws_request_id: str = "52fdfc07-2182-454f-963f-5f0f9a621d72"


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds of processor time per invocation, and the log's bytes and lines."""

    ours_ms: float
    bare_ms: float
    ratio: float
    log_bytes: float
    log_lines: float


def cpu_ms(handler: Handler, event: dict[str, Any], times: int) -> float:
    context = Context()
    began = time.process_time()
    for _ in range(times):
        handler(event, context)
    return (time.process_time() - began) * 1_000 / times


def written() -> int:
    """Bytes on standard output so far: a file, as the bench starts us."""
    sys.stdout.flush()
    return os.fstat(sys.stdout.fileno()).st_size


def lines_of(handler: Handler, event: dict[str, Any]) -> tuple[int, int]:
    """What one invocation logs, in bytes and lines."""
    before = written()
    handler(event, Context())
    size = written() - before
    with Path(f"/proc/self/fd/{sys.stdout.fileno()}").open("rb") as log:
        log.seek(before)
        return size, log.read(size).count(b"\n")


def duel(ours: Handler, other: Handler, event: dict[str, Any]) -> Result:
    sides = (ours, other)
    for handler in sides:
        cpu_ms(handler, event, 5)  # connections and caches
    times = max(3, round(SECONDS * 1_000 / cpu_ms(other, event, 5)))
    rounds = []
    for turn in range(ROUNDS):
        order = sides if turn % 2 else sides[::-1]
        spent = {handler: cpu_ms(handler, event, times) for handler in order}
        rounds.append((spent[ours], spent[other]))
    size, count = lines_of(ours, event)
    return Result(
        median(mine for mine, _ in rounds),
        median(theirs for _, theirs in rounds),
        median(mine / theirs for mine, theirs in rounds),
        size,
        count,
    )


class Refused(Exception):  # noqa: N818 - the play went wrong, and with it the figure
    """A refusal is cheaper than a message: what was measured is something else."""


def ensure_said(handler: Handler, event: dict[str, Any]) -> None:
    got = json.loads(handler(event, Context()).get("body", "{}"))
    if got.get("t") != "said":
        raise Refused(f"say got {got}")


def measured(recording: Recording) -> Iterator[tuple[str, Result]]:
    clients = bare.clients(os.environ["SOCKET_CALLBACK_URL"])
    app = importlib.import_module("app")
    importlib.import_module("infra.bench.endless").install()
    sys.path.insert(0, str(ROOT / "functions" / "fan_out"))
    fan_out = importlib.import_module("handler")
    for name, part in recording.parts.items():
        if name == "say":
            ensure_said(app.message, part.event)
            yield name, duel(app.message, bare.saying(part, clients), part.event)
            ensure_said(app.message, part.event)
        else:
            yield name, duel(fan_out.handler, bare.posting(part, clients), part.event)


def main() -> None:
    recording = Recording.read(Path(sys.argv[1]))
    results = {name: asdict(result) for name, result in measured(recording)}
    Path(sys.argv[2]).write_text(json.dumps(results))


if __name__ == "__main__":
    main()
