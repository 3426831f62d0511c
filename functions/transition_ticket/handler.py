"""The tickets' queue: each job names a ticket that changed, or words in the conversation of one."""

import json
from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import delivered, observed
from chalicelib.wiring import house

house().following  # noqa: B018 - built before the first event comes


def follow(record: dict[str, Any]) -> None:
    house().following.take(json.loads(record["body"]))


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return delivered(event, follow)


starting.done()
