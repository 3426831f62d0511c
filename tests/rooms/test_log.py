"""What a line of the log says, and that nothing it is given can break it."""

import io
import json
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from chalicelib.core.lines import Lines


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(stream: io.StringIO) -> Logger:
    name = f"log-{id(stream)}"  # loggers of one name are one
    return Logger(service=name, stream=stream, logger_formatter=Lines())


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_an_object_with_level_time_and_the_keys_of_its_invocation(
    log: Logger, stream: io.StringIO
) -> None:
    log.append_keys(merchant="M1")
    log.info("socket", answer="said")
    log.clear_state()
    log.info("rest")

    first, second = lines(stream)
    assert first.pop("timestamp").endswith("Z")
    assert first.pop("service") == second.pop("service")
    assert first == {"level": "INFO", "message": "socket", "merchant": "M1", "answer": "said"}
    assert second.keys() == {"level", "message", "timestamp"}


def test_a_line_names_the_trace_of_its_invocation(
    log: Logger, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd86;Parent=53995c3f;Sampled=1")
    log.info("rest")

    assert lines(stream)[0]["xray_trace_id"] == "1-5759e988-bd86"


def test_a_fault_is_told_with_its_kind_and_the_way_to_it(log: Logger, stream: io.StringIO) -> None:
    try:
        json.loads("{")
    except ValueError:
        log.exception("fault", kind="job")

    (line,) = lines(stream)
    assert (line["level"], line["message"], line["kind"]) == ("ERROR", "fault", "job")
    assert line["exception_name"] == "JSONDecodeError"
    assert "test_log.py" in line["exception"]


@pytest.mark.parametrize("value", ["\ud800", "a\nb", object(), {"x": {1, 2}}, "青竹里"])
def test_whatever_a_line_is_given_it_stays_one_line_that_can_be_written(
    log: Logger, stream: io.StringIO, value: Any
) -> None:
    log.info("fault", value=value)

    assert len(stream.getvalue().encode("utf-8").splitlines()) == 1
    assert len(lines(stream)) == 1
