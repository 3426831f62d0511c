"""AWS in this process's memory, plugged in where botocore's calls would leave.

Everything above it is the real thing: the clients, their parameters, the call guard's hook. Each call
passes `crossing` before and after its effect: where a process may die, a call be throttled or fail.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import botocore.handlers

from tests.memory.dynamodb import DynamoDb, Refusal
from tests.memory.services import S3, Kms, Sockets, Sqs
from tests.memory.ses import Ses

Crossing = Callable[[str, str, str, Mapping[str, Any]], None]


class Aws:
    """`crossings` are told of each call: before or after, service, operation, parameters."""

    def __init__(self, tables: Sequence[Mapping[str, Any]] = ()) -> None:
        self.dynamodb = DynamoDb()
        self.kms = Kms()
        self.s3 = S3()
        self.sqs = Sqs()
        self.sockets = Sockets()
        self.ses = Ses()
        self.crossings: list[Crossing] = []
        self.calls = 0
        self._turn = threading.RLock()
        self._services: dict[str, Any] = {
            "dynamodb": self.dynamodb,
            "kms": self.kms,
            "s3": self.s3,
            "sqs": self.sqs,
            "sesv2": self.ses,
            "apigatewaymanagementapi": self.sockets,
        }
        for table in tables:
            self.perform("dynamodb", "CreateTable", table)

    def perform(self, service: str, operation: str, params: Mapping[str, Any]) -> dict[str, Any]:
        for crossing in self.crossings:
            crossing("before", service, operation, params)
        with self._turn:
            self.calls += 1
            answer: dict[str, Any] = self._services[service].perform(operation, params)
        for crossing in self.crossings:
            crossing("after", service, operation, params)
        return answer

    @contextmanager
    def crossed_by(self, crossing: Crossing) -> Iterator[None]:
        self.crossings.append(crossing)
        try:
            yield
        finally:
            self.crossings.remove(crossing)

    @contextmanager
    def plugged_in(self, service: str = "*") -> Iterator["Aws"]:
        """Every session that this process makes from now on reaches this, and nothing else."""
        hooks = (
            (f"before-parameter-build.{service}.*", _kept),
            (f"before-call.{service}.*", self._answer),
        )
        botocore.handlers.BUILTIN_HANDLERS.extend(hooks)
        try:
            yield self
        finally:
            for hook in hooks:
                botocore.handlers.BUILTIN_HANDLERS.remove(hook)

    def _answer(self, model: Any, context: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        params = context["memory.params"]
        try:
            answer = self.perform(model.service_model.service_name, model.name, params)
        except Refusal as refusal:
            return refused(refusal)
        return SimpleNamespace(status_code=200, headers={}, content=b""), {
            "ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}},
            **answer,
        }


def _kept(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    """As they are before they become JSON: that is the slow part of a call, and changes nothing."""
    context["memory.params"] = params


def refused(refusal: Refusal) -> tuple[Any, dict[str, Any]]:
    more = dict(refusal.more)
    status = more.pop("status", 400)
    return SimpleNamespace(status_code=status, headers={}, content=b""), {
        "Error": {"Code": refusal.code, "Message": refusal.message},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}},
        **more,
    }
