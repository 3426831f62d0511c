"""From the tables' streams to the queues: work goes on a queue only where there is work."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chalicelib.live.rules import RULES, Queue, Rule
from chalicelib.table import guard, keys


class Relay:
    """`client` makes an SQS client when first needed."""

    def __init__(
        self,
        *,
        client: Callable[[], Any],
        urls: Callable[[Queue], str],
        rules: Sequence[Rule] = RULES,
    ) -> None:
        self._client = client
        self._urls = urls
        self._rules = rules

    def forward(self, record: Mapping[str, Any]) -> None:
        """One stream record: each rule that it meets becomes one job, of ids alone."""
        new, old = record["dynamodb"].get("NewImage"), record["dynamodb"].get("OldImage")
        if not new:
            return
        if old is None and record["eventName"] != "INSERT":
            old = {}  # this stream does not tell what was there before; that something was, it does
        merchant = keys.merchant_of(new["pk"]["S"])
        with guard.scope(merchant=merchant, front=merchant is None):
            for rule in self._rules:
                if rule.kind == new["kind"]["S"] and rule.when(new, old):
                    self._send(rule, merchant or keys.PLATFORM, new)

    def _send(self, rule: Rule, owner: str, new: Mapping[str, Any]) -> None:
        ordered = {}
        if rule.group is not None:
            once = hashlib.sha256(f"{new['pk']['S']}{new['sk']['S']}".encode()).hexdigest()
            ordered = {"MessageGroupId": rule.group(new), "MessageDeduplicationId": once}
        self._client().send_message(
            QueueUrl=self._urls(rule.queue),
            MessageBody=json.dumps(rule.job(new)),
            MessageAttributes={"merchant": {"DataType": "String", "StringValue": owner}},
            **ordered,
        )
