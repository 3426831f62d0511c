"""The mail queue: each job names an outbox item, which is opened, rendered and sent once."""

import json
from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import delivered, observed
from chalicelib.wiring import house

house().signup  # noqa: B018 - built before the first event comes


def deliver(record: dict[str, Any]) -> None:
    job = json.loads(record["body"])
    house().signup.deliver(outbox_pk=job["pk"], outbox_sk=job["sk"])


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return delivered(event, deliver)


starting.done()
