"""The one logger. No message text, name or address is ever logged."""

import os
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from aws_lambda_powertools import Logger

# A function's log group already says which function it was; every byte of a line is paid for.
logger = Logger(service="manydesk", location=None, log_uncaught_exceptions=False)

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


def recorded(handler: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """For one record of a batch: the batch goes on without it, so its fault is logged here."""

    @wraps(handler)
    def opened(record: Any) -> Any:
        try:
            return handler(record)
        except Exception:
            logger.exception("record failed")
            raise

    return opened


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
