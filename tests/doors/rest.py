"""A tiny REST client: requests as API Gateway words them, to the real app on the test stage."""

import base64
import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.edge.routes import Route
from tests.doors.front import CONTEXT, Got

EVENTS = Path(__file__).parents[1] / "events"
ADDRESS = "203.0.113.10"
JSON = {"content-type": "application/json"}


def event(name: str) -> dict[str, Any]:
    """One of the events in tests/events, as AWS sends them."""
    loaded: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


REST = event("rest")


@dataclass
class Rest:
    """`app` is the chalice app, `table` the door's own table of routes."""

    app: Any
    table: list[Route[Any]]

    def route(self, name: str) -> Route[Any]:
        method, path = name.split(" ")
        return next(r for r in self.table if (r.method, r.path) == (method, path))

    def send(
        self,
        name: str,
        *,
        path: Mapping[str, str] | None = None,
        body: Any = None,
        raw: str | bytes | None = None,
        query: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        address: str = ADDRESS,
    ) -> Got:
        """`name` is a route ("GET /v1/people/{person}"); bytes travel in base 64, text as it is."""
        method, resource = name.split(" ")
        sent = copy.deepcopy(REST)
        lists: dict[str, list[str]] = {}
        for key, value in query:
            lists.setdefault(key, []).append(value)
        content = raw if raw is not None else None if body is None else json.dumps(body)
        is_binary = isinstance(content, bytes)
        given = (JSON if content is not None else {}) | dict(headers or {})
        sent |= {
            "resource": resource,
            "path": resource,
            "httpMethod": method,
            "headers": given or None,
            "multiValueHeaders": {key: [value] for key, value in given.items()} or None,
            "queryStringParameters": {key: each[-1] for key, each in lists.items()} or None,
            "multiValueQueryStringParameters": lists or None,
            "pathParameters": dict(path) if path else None,
            "body": base64.b64encode(content).decode() if isinstance(content, bytes) else content,
            "isBase64Encoded": is_binary,
        }
        sent["requestContext"] |= {"resourcePath": resource, "httpMethod": method}
        sent["requestContext"]["identity"]["sourceIp"] = address
        return self._answered(self.app(sent, CONTEXT))

    def _answered(self, answer: dict[str, Any]) -> Got:
        many = {name: each[-1] for name, each in answer.get("multiValueHeaders", {}).items()}
        found = {name.lower(): value for name, value in (answer["headers"] | many).items()}
        return Got(answer["statusCode"], found, answer["body"])


PROBLEM = {"type", "title", "status", "code", "detail"}
EXTRA = {"pointer", "rule", "retry_after", "retry_ms", "expected", "state", "version", "allowed"}
NEVER = ("Traceback", 'File "', "<html", "Error:", "Exception")


def refused(got: Got, status: int, code: str, *, secrets: Iterable[str] = (), **extra: Any) -> None:
    """Assert a refusal in the house's form, that says where and why and never what was sent."""
    said = f"{got.status} {got.text}"
    assert (got.status, got.body.get("code")) == (status, code), said
    assert got.headers["content-type"] == "application/problem+json", said
    assert got.headers["cache-control"] == "no-store", said
    assert set(got.body) - EXTRA == PROBLEM, said
    assert got.body["type"] == f"/problems/{code}", said
    assert got.body["status"] == status, said
    assert {name: got.body.get(name) for name in extra} == extra, said
    for secret in (*secrets, *NEVER):
        assert secret not in got.text, said
    if status == 429:
        assert int(got.headers["retry-after"]) == got.body["retry_after"] > 0, said
