"""Work for the queue of the function `assign`: ids alone, each job under its merchant."""

import json
from collections.abc import Callable
from typing import Any

from chalicelib.table.desk import Desk


class Jobs:
    """`client` makes an SQS client when first needed."""

    def __init__(self, *, client: Callable[[], Any], queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def look_at(self, desk: Desk, *, person: str, delay: int = 0) -> None:
        """Somebody came, left or has room again: see where they are, and what follows from it."""
        self._send(desk, {"person": person}, delay)

    def assign(self, desk: Desk, *, after: str = "") -> None:
        """See who gets what waits; `after` a place in the queue."""
        self._send(desk, {"after": after} if after else {}, 0)

    def _send(self, desk: Desk, body: dict[str, str], delay: int) -> None:
        with desk.open():
            self._client().send_message(
                QueueUrl=self._queue_url,
                MessageBody=json.dumps({"merchant": desk.merchant, **body}),
                MessageAttributes={
                    "merchant": {"DataType": "String", "StringValue": desk.merchant}
                },
                **({"DelaySeconds": delay} if delay else {}),
            )
