"""What a line of the log says, and that nothing it is given can break it."""

import io
import json
from typing import Any

import pytest

from chalicelib.core.observe import Level, Log


@pytest.fixture
def log() -> Log:
    made = Log()
    made.stream = io.StringIO()
    return made


def lines(log: Log) -> list[dict[str, Any]]:
    assert isinstance(log.stream, io.StringIO)
    return [json.loads(line) for line in log.stream.getvalue().splitlines()]


def test_a_line_is_an_object_with_level_time_and_the_keys_of_its_invocation(log: Log) -> None:
    log.append_keys(merchant="M1")
    log.info("socket", answer="said")
    log.clear_state()
    log.info("rest")

    first, second = lines(log)
    assert first.pop("timestamp").endswith("Z")
    assert first == {"level": "INFO", "message": "socket", "merchant": "M1", "answer": "said"}
    assert second.keys() == {"level", "message", "timestamp"}


def test_a_line_names_the_trace_of_its_invocation(
    log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd86;Parent=53995c3f;Sampled=1")
    log.info("rest")

    assert lines(log)[0]["xray_trace_id"] == "1-5759e988-bd86"


def test_a_fault_is_told_with_its_kind_and_the_way_to_it(log: Log) -> None:
    try:
        json.loads("{")
    except ValueError:
        log.exception("fault", kind="job")

    (line,) = lines(log)
    assert (line["level"], line["message"], line["kind"]) == ("ERROR", "fault", "job")
    assert line["exception_name"] == "JSONDecodeError"
    assert "test_log.py" in line["exception"]


@pytest.mark.parametrize("value", ["\ud800", "a\nb", object(), {"x": {1, 2}}, "青竹里"])
def test_whatever_a_line_is_given_it_stays_one_line_that_can_be_written(
    log: Log, value: Any
) -> None:
    log.info("fault", value=value)

    assert isinstance(log.stream, io.StringIO)
    assert len(log.stream.getvalue().encode("utf-8").splitlines()) == 1
    assert len(lines(log)) == 1


def test_a_silenced_log_says_nothing(log: Log) -> None:
    log.least = Level.ERROR
    log.info("rest")
    try:
        json.loads("{")
    except ValueError:
        log.exception("fault")
        log.least = Level.SILENT
        log.exception("fault")

    assert len(lines(log)) == 1
