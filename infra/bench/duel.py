"""Our handlers beside the bare ones, in one process, turn and turn about, against one stub.

    python -m infra.bench.duel RECORDING.json RESULT.json       log lines go to standard output

Processor time of this process alone, user and system. Rounds are short and alternate, so that both
sides meet the same machine; the figure is the median of the rounds' ratios.
"""

import importlib
import importlib.util
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from botocore.httpsession import URLLib3Session

from infra.bench import bare
from infra.bench.bare import Handler
from infra.bench.recording import Part, Recording
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
    both = (ours, other)
    for handler in both:
        cpu_ms(handler, event, 5)  # connections and caches
    times = max(3, round(SECONDS * 1_000 / cpu_ms(other, event, 5)))
    rounds = []
    for turn in range(ROUNDS):
        order = both if turn % 2 else both[::-1]
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


def ensure_done(handler: Handler, event: dict[str, Any], part: Part) -> None:
    """It asks AWS for what was recorded, in as many calls, and does not refuse."""
    sent: list[str] = []
    send = URLLib3Session.send

    def counted(self: URLLib3Session, request: Any) -> Any:
        sent.append(request.url)
        return send(self, request)

    handler(event, Context())  # what is fetched once is fetched
    with patch.object(URLLib3Session, "send", counted):
        answer = handler(event, Context())
    refused = isinstance(answer, dict) and (
        answer.get("batchItemFailures") or '"refused"' in answer.get("body", "")
    )
    if refused or len(sent) != len(part.calls):
        raise Refused(f"{len(sent)} of {len(part.calls)} calls, answered {answer}")


def function(name: str) -> Handler:
    path = ROOT / "functions" / name / "handler.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader  # noqa: S101, PT018 - the file is there
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    handler: Handler = module.handler
    return handler


def sides(name: str, part: Part, clients: dict[str, Any]) -> tuple[Handler, Handler]:
    """Ours and the bare one, by the first word of a part's name."""
    match name.partition(" ")[0]:
        case "say":
            return importlib.import_module("app").message, bare.saying(part, clients)
        case "history":
            paging = importlib.import_module("infra.bench.paging").page
            return paging, bare.querying(part, clients)
        case known:
            return function(known), bare.serving(part, clients)


def measured(recording: Recording) -> Iterator[tuple[str, Result]]:
    clients = bare.clients(os.environ["SOCKET_CALLBACK_URL"])
    importlib.import_module("infra.bench.endless").install()
    for name, part in recording.parts.items():
        ours, other = sides(name, part, clients)
        ensure_done(ours, part.event, part)
        yield name, duel(ours, other, part.event)
        ensure_done(ours, part.event, part)


def main() -> None:
    recording = Recording.read(Path(sys.argv[1]))
    results = {name: asdict(result) for name, result in measured(recording)}
    Path(sys.argv[2]).write_text(json.dumps(results))


if __name__ == "__main__":
    main()
