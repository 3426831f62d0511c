"""How a line of the log is written: one JSON object, in Powertools' own names for its fields.

Powertools' formatter finds out where each line was called from, reads each message as if it were JSON and
asks a library for the time; that is more than half of a line's work, and there are lines for every message.
"""

import json
import logging
import os
from typing import Any

from aws_lambda_powertools.logging.formatter import RESERVED_LOG_ATTRS, BasePowertoolsFormatter

from chalicelib.core.clock import to_wire, utc_now

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
_RECORDS_OWN = frozenset({*RESERVED_LOG_ATTRS, "message", "taskName"})
# Not shown, so not asked for either: see "Optimization" in Python's logging HOWTO.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
_TRACE = "_X_AMZN_TRACE_ID"  # Lambda sets it anew for each invocation


class Lines(BasePowertoolsFormatter):
    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[str, Any] = {}

    def append_keys(self, **additional_keys: Any) -> None:
        self._keys |= {name: said for name, said in additional_keys.items() if said is not None}

    def clear_state(self) -> None:
        self._keys = {}

    def thread_safe_clear_keys(self) -> None:
        """Each invocation has its process to itself."""

    def get_current_keys(self) -> dict[str, Any]:
        return dict(self._keys)

    def format(self, record: logging.LogRecord) -> str:
        told = {name: said for name, said in vars(record).items() if name not in _RECORDS_OWN}
        head = {
            "level": record.levelname,
            "message": record.getMessage(),
            "timestamp": to_wire(utc_now()),
        }
        line = _encode({**head, **self._keys, **told, **self._fault(record), **_traced()})
        # Half a character, from a fault's own words, must not become a fault of its own.
        return line.encode("utf-8", "backslashreplace").decode()

    def _fault(self, record: logging.LogRecord) -> dict[str, str]:
        """By the name of its kind the alarm on isolation finds it."""
        if not record.exc_info or record.exc_info[0] is None:
            return {}
        text = self.formatException(record.exc_info)
        return {"exception": text, "exception_name": record.exc_info[0].__name__}


def _traced() -> dict[str, str]:
    """The id that X-Ray knows this invocation by."""
    root = os.environ.get(_TRACE, "").partition(";")[0]
    return {"xray_trace_id": root.removeprefix("Root=")} if root else {}
