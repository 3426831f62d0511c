"""The knowledge queue: each job applies an import, publishes, and sees that the index is built."""

import json
from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import delivered, observed
from chalicelib.wiring import house

house().knowledge_builder  # noqa: B018 - built before the first event comes


def work(record: dict[str, Any]) -> None:
    job = json.loads(record["body"])
    house().knowledge_builder.work(merchant=job["merchant"], job=job["job"])


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return delivered(event, work)


starting.done()
