"""The door of the channels: what taking in one signed webhook costs, from cold and warm.

    python -m infra.bench.door

A message is recorded at the real door with an emulator behind it; then fresh processes meet the same
one, signed anew, with AWS on loopback (`infra.bench.knocking`). What AWS itself takes is not in it.
"""

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from chalicelib.channels.signatures import secret_of, standard_webhook_headers
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.rights import Role
from infra.bench import rows
from infra.bench.handlers import LIMIT_SECONDS, environment, stub
from infra.bench.recording import Recording
from infra.bench.rows import Row
from infra.bench.theatre import Theatre, desk_of, theatre
from infra.parts import ROOT

STARTS = 5
DEADLINE_MS = 700.0  # the shortest of any provider
BODY = {
    "schema": "manydesk.message/1",
    "events": [
        {
            "type": "message",
            "id": "m1",
            "sender": {"id": "u1", "name": "Li Na"},
            "parts": [{"type": "text", "text": "Where is my parcel? It was to be here on Monday."}],
        }
    ],
}


def event(key: str, secret: str, at: datetime) -> dict[str, Any]:
    """As API Gateway hands it over."""
    body, opened = json.dumps(BODY), secret_of(secret)
    assert opened is not None  # noqa: S101 - the house has made it
    return {
        "httpMethod": "POST",
        "headers": standard_webhook_headers("d1", body.encode(), [opened], at.timestamp()),
        "body": body,
        "pathParameters": {"channel": "webhook", "inbox_key": key},
        "queryStringParameters": None,
        "requestContext": {"identity": {"sourceIp": "203.0.113.7"}},
        "isBase64Encoded": False,
    }


def record(theatre: Theatre, merchant: MerchantId) -> tuple[Recording, str, str]:
    """What one message asks of AWS, by a vault that knows no key yet; the inbox's key and secret."""
    owner = desk_of(merchant, Caller(CallerKind.PERSON, new_id(), role=Role.OWNER))
    with owner.open(front=True):
        inbox, secret = theatre.house.inboxes.make(
            owner, channel="webhook", name="Shop", settings={}
        )
    made = Recording()
    theatre.forget_keys()
    asked = event(inbox.key, secret, theatre.clock())
    with theatre.trace.step() as step:
        answer = theatre.house.channel_door.answer(asked)
    if answer["statusCode"] != 202:  # noqa: PLR2004 - what it takes for a yes
        raise ValueError(f"the door answered {answer}")
    made.add("ingest_channel", asked, step)
    return made, inbox.key, secret


def started(asked: Path, result: Path, surroundings: dict[str, str]) -> dict[str, Any]:
    with result.with_suffix(".log").open("w+b") as log:
        subprocess.run(
            [sys.executable, "-m", "infra.bench.knocking", str(asked), str(result)],
            cwd=ROOT,
            env=surroundings,
            stdout=log,
            check=True,
            timeout=LIMIT_SECONDS,
        )
    found: dict[str, Any] = json.loads(result.read_text())
    return found


def bench(work: Path) -> Iterator[Row]:
    with theatre() as stage:
        recording, key, secret = record(stage, stage.merchant())
        settings = stage.settings
    asked = work / "event.json"
    asked.write_text(json.dumps(event(key, secret, datetime.now(UTC))), encoding="utf-8")
    with stub(recording.answers, work) as url:
        surroundings = environment(url, settings)
        runs = [started(asked, work / "result.json", surroundings) for _ in range(STARTS + 1)]
    yield from told(runs[1:])  # the first one compiles


def told(runs: list[dict[str, Any]]) -> Iterator[Row]:
    """Of what is cold the least of the starts: what disturbs one only ever adds."""
    cold_cpu, cold_wall = (min(run["cold"][n] for run in runs) for n in (0, 1))
    warm = [each for run in runs for each in run["warm"]]
    walls = sorted(wall for _, wall in warm)
    last = walls[math.ceil(len(walls) * 0.99) - 1]
    where = "webhook door, AWS on loopback"
    yield Row(f"{where}: cold, import and first request: CPU", cold_cpu, "ms")
    yield Row(f"{where}: cold, import and first request: wall", cold_wall, "ms")
    yield Row(f"{where}: warm: CPU, median of {len(warm):,}", median(cpu for cpu, _ in warm), "ms")
    yield Row(f"{where}: warm: wall, median", median(walls), "ms")
    yield Row(f"{where}: warm: wall, 99 of 100 within", last, "ms", DEADLINE_MS)


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        print(rows.table(bench(Path(work))))


if __name__ == "__main__":
    main()
