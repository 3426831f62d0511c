"""The one logger. No message text, name or address is ever logged."""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, TypeVar

from aws_lambda_powertools import Logger

from chalicelib.core.lines import Lines

# A function's log group already says which function it was; every byte of a line is paid for.
logger = Logger(
    service="manydesk",
    location=None,
    log_uncaught_exceptions=False,
    logger_formatter=Lines(),
)

Handler = Callable[[Any, Any], Any]
T = TypeVar("T")


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
    return told(failing(event["Records"], handle))


def failing(each: Iterable[T], handle: Callable[[T], object]) -> list[T]:
    """What could not be handled, each logged; the others are done.

    Powertools' own batch processor would load asyncio and a class for every event there is.
    """
    failed = []
    for one in each:
        try:
            handle(one)
        except Exception:
            logger.exception("record failed")
            failed.append(one)
    return failed


def told(failed: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The answer to Lambda: which records are to come again."""
    return {"batchItemFailures": [{"itemIdentifier": _position(each)} for each in failed]}


def delivered_in_order(event: Mapping[str, Any], handle: Callable[[Any], object]) -> dict[str, Any]:
    """As `delivered`, of a queue in order: what follows a failed one of its group waits for it."""
    failed, groups = [], set()
    for record in event["Records"]:
        group = record["attributes"].get("MessageGroupId", "")
        if group not in groups:
            try:
                handle(record)
            except Exception:
                logger.exception("record failed")
                groups.add(group)
        if group in groups:
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
