"""The inbound queue: each job is one sender's events of one request, in their order."""

import json
from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import delivered_in_order, observed
from chalicelib.wiring import house

house().channel_receiving  # noqa: B018 - built before the first event comes


def take(record: dict[str, Any]) -> None:
    house().channel_receiving.take(**json.loads(record["body"]))


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return delivered_in_order(event, take)


starting.done()
