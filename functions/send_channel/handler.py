"""The outbound queue: each job names a conversation with something to send."""

import json
from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import delivered_in_order, observed
from chalicelib.wiring import house

house().sending  # noqa: B018 - built before the first event comes


def send(record: dict[str, Any]) -> None:
    house().sending.send(**json.loads(record["body"]))


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return delivered_in_order(event, send)


starting.done()
