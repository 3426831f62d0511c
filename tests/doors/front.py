"""The REST door as API Gateway calls it, on the test stage."""

import importlib
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.access.model import COOKIE
from tests.desk.standing import Stage

CONTEXT = SimpleNamespace(
    function_name="api", memory_limit_in_mb=256, invoked_function_arn="arn", aws_request_id="r"
)


@dataclass(frozen=True)
class Got:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        return str(self.body["code"])


@dataclass
class Caller:
    """A client with its own address and cookie, that never follows or retries."""

    app: Any
    door: Any
    address: str = "203.0.113.10"
    headers: dict[str, str] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, str] | None = None,
        raw: str | None = None,
        **headers: str,
    ) -> Got:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        text = raw if raw is not None else None if body is None else json.dumps(body)
        sent = {"content-type": "application/json"} | self.headers | named
        answer = self.app(self._event(method, f"/v1{path}", text, query, sent), CONTEXT)
        many = {name: values[-1] for name, values in answer.get("multiValueHeaders", {}).items()}
        got = Got(answer["statusCode"], answer["headers"] | many, answer["body"])
        self._keep(got)
        return got

    def _event(
        self,
        method: str,
        path: str,
        body: str | None,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str],
    ) -> dict[str, Any]:
        resource, values = self._match(path)
        return {
            "httpMethod": method,
            "path": path,
            "resource": resource,
            "headers": dict(headers),
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "multiValueQueryStringParameters": {k: [v] for k, v in (query or {}).items()} or None,
            "queryStringParameters": dict(query) if query else None,
            "pathParameters": values or None,
            "stageVariables": None,
            "body": body,
            "isBase64Encoded": False,
            "requestContext": {
                "httpMethod": method,
                "resourcePath": resource,
                "requestId": "request",
                "identity": {"sourceIp": self.address},
            },
        }

    def _match(self, path: str) -> tuple[str, dict[str, str]]:
        for route in sorted(self.door.table, key=lambda route: "{" in route.path):
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route.path)
            if found := re.fullmatch(pattern, path):
                return route.path, found.groupdict()
        return path, {}

    def _keep(self, got: Got) -> None:
        """The cookie, as a browser would."""
        for name, value in got.headers.items():
            if name.lower() == "set-cookie":
                self.headers["cookie"] = value.split(";")[0]

    @property
    def session(self) -> str:
        return self.headers.get("cookie", "").removeprefix(f"{COOKIE}=")


@pytest.fixture(scope="module")
def front(stage: Stage) -> Iterator[Any]:
    """The module `app`, built on the stage's house."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "house", lambda: stage.house)
        patch.delitem(sys.modules, "app", raising=False)
        yield importlib.import_module("app")
        sys.modules.pop("app", None)


@pytest.fixture
def caller(front: Any, fresh: Stage) -> Caller:
    return Caller(front.app, front.door)


@pytest.fixture
def other(front: Any, fresh: Stage) -> Caller:
    return Caller(front.app, front.door, address="203.0.113.11")
