"""From the ledger's stream to the queues: work goes on a queue only where there is work."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.table import guard, keys


class Relay:
    """`client` makes an SQS client when first needed."""

    def __init__(self, *, client: Callable[[], Any], mail_queue_url: str) -> None:
        self._client = client
        self._mail_queue_url = mail_queue_url

    def forward(self, record: Mapping[str, Any]) -> None:
        """One stream record: an outbox item's keys, never its contents, go on the queue."""
        image = record["dynamodb"].get("NewImage", {})
        if record["eventName"] != "INSERT" or image.get("kind", {}).get("S") != "outbox":
            return
        pk, sk = image["pk"]["S"], image["sk"]["S"]
        merchant = keys.merchant_of(pk)
        with guard.scope(merchant=merchant, front=merchant is None):
            self._client().send_message(
                QueueUrl=self._mail_queue_url,
                MessageBody=json.dumps({"pk": pk, "sk": sk}),
                MessageAttributes={
                    "merchant": {"DataType": "String", "StringValue": merchant or keys.PLATFORM}
                },
            )
