"""Jobs onto a queue: ids alone, each under its merchant."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.table.desk import Desk


class JobQueue:
    """`client` makes an SQS client when first needed."""

    def __init__(self, *, client: Callable[[], Any], url: str) -> None:
        self._client = client
        self._url = url

    def send(
        self,
        desk: Desk,
        job: Mapping[str, Any],
        *,
        delay: int = 0,
        group: str = "",
        once: str = "",
    ) -> None:
        """`group`, of a queue in order: its jobs one after another; `once`: the same five minutes long."""
        ordered = {"MessageGroupId": group, "MessageDeduplicationId": once} if group else {}
        with desk.open():
            self._client().send_message(
                QueueUrl=self._url,
                MessageBody=json.dumps({**job, "merchant": desk.merchant}),
                MessageAttributes={
                    "merchant": {"DataType": "String", "StringValue": desk.merchant}
                },
                **({"DelaySeconds": delay} if delay else {}),
                **ordered,
            )
