"""The figures that alarms and dashboard read: each is printed by its function, as CloudWatch reads it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.core.observe import logger
from infra.parts import read
from tests.desk.clocked import Case
from tests.desk.standing import Stage
from tests.desk.test_bot import Talk
from tests.desk.test_functions import CONTEXT, Door, door, timed

__all__ = ["door"]
ROOT = Path(__file__).parents[2]
OURS = "Manydesk"
Named = set[tuple[str, str]]


def alarms() -> Iterator[tuple[str, str]]:
    for path in [*(ROOT / "infra").glob("*.yaml"), *(ROOT / "functions").glob("*/function.yaml")]:
        for resource in (read(path).get("Resources") or {}).values():
            properties = resource.get("Properties", {})
            if properties.get("Namespace") == OURS:
                (dimension,) = properties["Dimensions"]
                assert dimension["Name"] == "FunctionName"
                yield dimension["Value"]["Ref"], properties["MetricName"]


def widgets() -> Iterator[tuple[str, str]]:
    """A row of the dashboard repeats what stands above it by a dot, all of it by three."""
    for widget in json.loads((ROOT / "infra/dashboard.json").read_text("utf-8"))["widgets"]:
        above: list[Any] = []
        for row in widget["properties"]["metrics"]:
            if row[0] == "...":
                continue
            above = [above[n] if cell == "." else cell for n, cell in enumerate(row)]
            if above[0] == OURS:
                yield above[3].strip("${}"), above[1]


def printed(caplog: pytest.LogCaptureFixture) -> Iterator[dict[str, Any]]:
    """What a function writes to its log, read as CloudWatch does."""
    formatter = logger.registered_handler.formatter
    assert formatter is not None
    for record in caplog.records:
        line = json.loads(formatter.format(record))
        if "_aws" in line:
            yield line


def measured(caplog: pytest.LogCaptureFixture) -> Named:
    found = set()
    for line in printed(caplog):
        assert isinstance(line["_aws"]["Timestamp"], int)
        (reading,) = line["_aws"]["CloudWatchMetrics"]
        assert (reading["Namespace"], reading["Dimensions"]) == (OURS, [["FunctionName"]])
        for each in reading["Metrics"]:
            assert isinstance(line[each["Name"]], int | float)
            found.add((line["FunctionName"], each["Name"]))
    return found


@pytest.fixture
def emitted(
    door: Door,
    fresh: Stage,
    merchant: MerchantId,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Named:
    """A minute of what is due, and a bot that breaks."""
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "CheckSla")
    house = fresh.house
    Case(house, fresh.clock, merchant).promise()
    door("check_sla").handler({}, timed(60_000))

    talk = Talk(fresh, merchant, faq=())
    asked = talk.say("在吗？")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "ReplyBot")
    monkeypatch.setattr(house.bot, "_triage", lambda _: 1 / 0)
    job = {"merchant": merchant, "conversation": asked.conversation, "seq": asked.seq}
    record = {
        "messageId": "1",
        "eventSource": "aws:sqs",
        "body": json.dumps(job),
        "attributes": {"ApproximateReceiveCount": "1"},
    }
    answer = door("reply_bot").handler({"Records": [record]}, CONTEXT)
    assert answer == {"batchItemFailures": []}
    return measured(caplog)


def test_every_figure_that_is_watched_is_printed_by_its_function(emitted: Named) -> None:
    watched = {*alarms(), *widgets()}

    assert watched
    assert watched <= emitted


def test_every_figure_is_defined_once_and_none_that_nobody_prints(emitted: Named) -> None:
    running = (ROOT / "docs/metrics.md").read_text("utf-8").split("## Running it")[1]
    defined = re.findall(r"^\| `(\w+)` \|", running, re.MULTILINE)

    assert sorted(defined) == sorted({name for _, name in emitted})
