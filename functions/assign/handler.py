"""The queue of what waits: each job names a conversation, or a person who came, left or has room."""

import json
from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import delivered, observed
from chalicelib.wiring import house

house().assignment  # noqa: B018 - built before the first event comes


def assign(record: dict[str, Any]) -> None:
    house().assignment.work(json.loads(record["body"]))


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return delivered(event, assign)


starting.done()
