"""The bot queue: each job is a customer's message, which the bot answers or hands over."""

import json
from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import delivered, observed
from chalicelib.wiring import house

house().bot  # noqa: B018 - built before the first event comes


def work(record: dict[str, Any]) -> None:
    job = json.loads(record["body"])
    receives = int(record["attributes"]["ApproximateReceiveCount"])
    house().bot.serve(**job, receives=receives)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return delivered(event, work)


starting.done()
