"""The same AWS one step further out: botocore signs, sends, parses and retries, and this answers.

Slower than `Aws.plugged_in`, and needed only where botocore's own retries are part of the question.
"""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import botocore.handlers
from botocore.awsrequest import AWSResponse

from tests.memory.aws import Aws
from tests.memory.dynamodb import Refusal

_asked = threading.local()
SPEAK_JSON = ("dynamodb", "kms", "sqs")


class Body:
    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content


@contextmanager
def on_the_wire(aws: Aws) -> Iterator[Aws]:
    def send(request: Any, **_: Any) -> AWSResponse:
        return _answered(aws, request.url)

    hooks = (("before-parameter-build.*.*", _noted), ("before-send.*.*", send))
    botocore.handlers.BUILTIN_HANDLERS.extend(hooks)
    try:
        yield aws
    finally:
        for hook in hooks:
            botocore.handlers.BUILTIN_HANDLERS.remove(hook)


def _noted(params: dict[str, Any], model: Any, **_: Any) -> None:
    """A request is answered in the thread that makes it."""
    _asked.call = (model.service_model.service_name, model.name, params)


def _answered(aws: Aws, url: str) -> AWSResponse:
    service, operation, params = _asked.call
    try:
        answer = aws.perform(service, operation, params)
    except Refusal as refusal:
        more = dict(refusal.more)
        status = more.pop("status", 400)
        said = {"__type": refusal.code, "message": refusal.message, **more}
        return _response(url, status, said)
    return _response(url, 200, answer if service in SPEAK_JSON else {})


def _response(url: str, status: int, said: Mapping[str, Any]) -> AWSResponse:
    body = json.dumps(said, default=lambda value: base64.b64encode(value).decode())
    headers = {"content-type": "application/x-amz-json-1.0"}
    return AWSResponse(url, status, headers, Body(body.encode()))
