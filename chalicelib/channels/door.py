"""Between API Gateway's proxy event and a request of a channel; refusals are problem details (RFC 9457)."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.channels.adapter import Answer, Request
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Refused

Event = Mapping[str, Any]
PROBLEM = "application/problem+json"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class ChannelDoor:
    def __init__(self, take: Callable[..., Answer], *, clock: Clock) -> None:
        self._take = take
        self._clock = clock

    def answer(self, event: Event) -> dict[str, Any]:
        """The unexpected flies on: the gateway answers 5xx, and the provider comes again."""
        path = event.get("pathParameters") or {}
        try:
            given = self._take(
                channel=path.get("channel", ""),
                key=path.get("inbox_key", ""),
                request=request_of(event, self._clock),
            )
        except Refused as refused:
            return problem(refused)
        return _answered(given.status, given.kind, given.body)


def request_of(event: Event, clock: Clock) -> Request:
    identity = (event.get("requestContext") or {}).get("identity") or {}
    return Request(
        method=event.get("httpMethod", "POST"),
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        body=_body(event),
        received=clock(),
        query=event.get("queryStringParameters") or {},
        address=identity.get("sourceIp", ""),
    )


def _body(event: Event) -> bytes:
    """As it came: a signature is of bytes. What is no base 64 proves nothing anyway."""
    text = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(text).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def problem(refused: Refused) -> dict[str, Any]:
    body = json.dumps(refused.problem(), ensure_ascii=False).encode()
    answer = _answered(refused.status, PROBLEM, body)
    if after := refused.extra.get("retry_after"):
        answer["headers"]["Retry-After"] = str(after)
    return answer


def _answered(status: int, kind: str, body: bytes) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"Content-Type": kind, **HEADERS},
        "body": body.decode(),
        "isBase64Encoded": False,
    }
