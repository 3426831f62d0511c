"""The one logger. No message text, name or address is ever logged."""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import wraps
from typing import Any, TextIO

from chalicelib.core.clock import to_wire, utc_now

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_TRACE = "_X_AMZN_TRACE_ID"  # Lambda sets it anew for each invocation


class Level(IntEnum):
    INFO = 1
    ERROR = 2
    SILENT = 3


class Log:
    """A JSON object a line on standard output, which Lambda takes to the function's log group.

    The group already says which function it was; every byte of a line is paid for.
    """

    def __init__(self) -> None:
        self.least = Level.INFO
        self.stream: TextIO | None = None  # standard output, whatever it is by then
        self._keys: dict[str, Any] = {}

    def clear_state(self) -> None:
        self._keys = {}

    def append_keys(self, **keys: Any) -> None:
        """What every further line of this invocation says."""
        self._keys |= keys

    def info(self, message: str, **told: Any) -> None:
        self._write(Level.INFO, message, told)

    def exception(self, message: str, **told: Any) -> None:
        """With the fault that is being handled."""
        name = type(sys.exception()).__name__
        fault = {"exception": traceback.format_exc(), "exception_name": name}
        self._write(Level.ERROR, message, told | fault)

    def _write(self, level: Level, message: str, told: Mapping[str, Any]) -> None:
        if level < self.least:
            return
        head = {"level": level.name, "message": message, "timestamp": to_wire(utc_now())}
        line = _to_json({**head, **self._keys, **told, **_traced()})
        # Half a character, from a fault's own words, must not become a fault of its own.
        safe = line.encode("utf-8", "backslashreplace").decode()
        stream = self.stream or sys.stdout
        stream.write(f"{safe}\n")
        stream.flush()


def _traced() -> dict[str, str]:
    """The id that X-Ray knows this invocation by."""
    root = os.environ.get(_TRACE, "").partition(";")[0]
    return {"xray_trace_id": root.removeprefix("Root=")} if root else {}


logger = Log()

Handler = Callable[[Any, Any], Any]


def observed(handler: Handler) -> Handler:
    """A function's door: cleared logger state, one line per invocation, a fault logged once."""

    @wraps(handler)
    def opened(event: Any, context: Any) -> Any:
        logger.clear_state()
        logger.append_keys(request=context.aws_request_id)
        started = time.perf_counter()
        try:
            return handler(event, context)
        except Exception:
            logger.exception("fault")
            raise
        finally:
            logger.info("done", ms=round((time.perf_counter() - started) * 1000, 1))

    return opened


def delivered(event: Mapping[str, Any], handle: Callable[[Any], object]) -> dict[str, Any]:
    """Every record of a batch; what failed is logged and told, and the queue or stream brings it again."""
    failed = []
    for record in event["Records"]:
        try:
            handle(record)
        except Exception:
            logger.exception("record failed")
            failed.append({"itemIdentifier": _position(record)})
    return {"batchItemFailures": failed}


def _position(record: Mapping[str, Any]) -> str:
    """A queue's message is named by its id, a stream's record by its place."""
    return str(
        record["messageId"] if "messageId" in record else record["dynamodb"]["SequenceNumber"]
    )


def measured(message: str, **metrics: float) -> None:
    """One line that CloudWatch reads numbers from (embedded metric format), by function."""
    named = [{"Name": name} for name in metrics]
    reading = {"Namespace": "Manydesk", "Dimensions": [["FunctionName"]], "Metrics": named}
    line: dict[str, Any] = {
        **metrics,
        "FunctionName": os.environ.get("AWS_LAMBDA_FUNCTION_NAME", ""),
        "_aws": {"Timestamp": round(time.time() * 1000), "CloudWatchMetrics": [reading]},
    }
    logger.info(message, **line)
