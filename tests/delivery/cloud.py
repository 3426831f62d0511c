"""The real house and its doors on AWS in memory: what a test of delivery stands on."""

import importlib.util
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.config import Config
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.observe import logger
from chalicelib.live.sockets import SocketDoor
from chalicelib.mail.port import CapturedMailer
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from infra.tables import definitions
from tests.delivery.frames import Frame
from tests.desk.standing import MovableClock
from tests.memory.aws import Aws
from tests.memory.wire import on_the_wire

ROOT = Path(__file__).parents[2]
ORIGIN = "https://desk.example"
QUEUES = ("MAIL", "BOT", "ASSIGN", "TICKET", "KNOWLEDGE", "INBOUND", "OUTBOUND")
CONTEXT = SimpleNamespace(
    function_name="f",
    memory_limit_in_mb=128,
    invoked_function_arn="arn",
    aws_request_id="request",
    get_remaining_time_in_millis=lambda: 60_000,
)


class Died(BaseException):
    """The process is gone, whatever it had done: nothing below catches it."""


@dataclass
class Dying:
    """Counts the calls' crossings, before and after each effect, and dies at one of them."""

    at: int = 0
    seen: int = 0
    deaths: Counter[str] = field(default_factory=Counter)

    def __call__(self, when: str, service: str, operation: str, _: Mapping[str, Any]) -> None:
        self.seen += 1
        if self.seen == self.at:
            self.deaths[f"{when} {operation}"] += 1
            raise Died


def queue_url(name: str) -> str:
    return f"https://queue.example/{name.lower()}"


def settings() -> dict[str, str]:
    return {
        "AWS_REGION": "us-east-1",
        "KEY_ARN": "arn:aws:kms:us-east-1:123456789012:key/region",
        "DESK_ORIGIN": ORIGIN,
        "SOCKET_URL": "wss://desk.example/socket",
        "SOCKET_CALLBACK_URL": "https://sockets.example",
        "MAIL_FROM": "desk@desk.example",
        "FILES_BUCKET": "files",
        "UPLOADS_BUCKET": "uploads",
        "MAIL_DOMAIN": "in.desk.example",
        "MAIL_BUCKET": "mail",
        **{f"{name}_QUEUE_URL": queue_url(name) for name in QUEUES},
    }


@cache
def _definitions() -> str:
    """The template is read once; each cloud makes tables of its own from it."""
    return json.dumps(definitions("x"))


def tables() -> list[dict[str, Any]]:
    """Under their logical names, as `settings` leaves them."""
    return [
        {**table, "TableName": table["TableName"].removeprefix("x-")}
        for table in json.loads(_definitions())
    ]


@dataclass
class Cloud:
    """One region: AWS, the house in one warm process, and the clock of both."""

    aws: Aws
    house: House
    clock: MovableClock
    loaded: dict[str, ModuleType] = field(default_factory=dict)

    @property
    def door(self) -> SocketDoor:
        return SocketDoor(lambda: self.house.dispatch)

    def function(self, name: str) -> ModuleType:
        """An independent function's own door, in this process."""
        if name not in self.loaded:
            path = ROOT / "functions" / name / "handler.py"
            spec = importlib.util.spec_from_file_location(f"{name}_on_memory", path)
            assert spec is not None
            assert spec.loader is not None
            self.loaded[name] = importlib.util.module_from_spec(spec)
            with patch("chalicelib.wiring.house", lambda: self.house):
                spec.loader.exec_module(self.loaded[name])
        return self.loaded[name]

    def invoke(self, name: str, event: dict[str, Any]) -> Any:
        return self.function(name).handler(event, CONTEXT)

    def merchant(self) -> MerchantId:
        desk = Desk(MerchantId(new_id()), Caller(CallerKind.PERSON, new_id(), role="owner"))
        with desk.open(front=True):
            creation = self.house.merchants.creation(
                desk, name="青竹里", locale="zh", time_zone="Asia/Shanghai"
            )
            self.house.audit.write(desk, *creation, action="merchant.created", on=desk.merchant)
        return desk.merchant

    def line(self, desk: Desk, connection: str, name: str = "") -> "Line":
        """A socket that is open."""
        line = Line(self, desk, connection, name)
        self.aws.sockets.open[connection] = []
        assert line.connect() == 200
        return line


@dataclass
class Line:
    """One socket at the real doors, as API Gateway calls them."""

    cloud: Cloud
    desk: Desk
    connection: str
    name: str = ""

    def _event(self, kind: str, route: str, body: str | None = None) -> dict[str, Any]:
        caller = self.desk.caller
        known = {
            "merchant": self.desk.merchant,
            "kind": str(caller.kind),
            "id": caller.id,
            "role": caller.role,
            "session": caller.session,
            "name": self.name,
        }
        context = {
            "eventType": kind,
            "routeKey": route,
            "connectionId": self.connection,
            "authorizer": known,
            "identity": {"sourceIp": "203.0.113.7"},
            "requestId": "request",
        }
        return {"requestContext": context, **({"body": body} if body is not None else {})}

    def connect(self) -> int:
        with patch.object(self.cloud.house.dispatch, "_ensure_stands", lambda _: None):
            return int(self.cloud.door.connect(self._event("CONNECT", "$connect"))["statusCode"])

    def disconnect(self) -> None:
        self.cloud.aws.sockets.open.pop(self.connection, None)
        self.cloud.door.disconnect(self._event("DISCONNECT", "$disconnect"))

    def send(self, frame: Frame | str) -> Frame | None:
        raw = frame if isinstance(frame, str) else json.dumps(frame)
        answer = self.cloud.door.message(self._event("MESSAGE", "$default", raw))
        assert answer["statusCode"] == 200
        said: Frame | None = json.loads(answer["body"]) if "body" in answer else None
        return said

    def ask(self, frame: Frame | str) -> Frame:
        answer = self.send(frame)
        assert answer is not None
        return answer

    def pushed(self) -> list[Frame]:
        """Every frame that was pushed to this socket, in its order."""
        found: list[Frame] = []
        for data in self.cloud.aws.sockets.open.get(self.connection, []):
            told = json.loads(data)
            found += told if isinstance(told, list) else [told]
        return found


@contextmanager
def standing(*, loud: bool = False, far: bool = False) -> Iterator[Cloud]:
    """Its log is heard by who asks for it: what is said of each frame would only be in the way.

    `far`: botocore's own sending, parsing and retrying is a part of it.
    """
    aws = Aws(tables())
    level = logger.log_level
    if not loud:
        logger.setLevel("CRITICAL")
    try:
        with on_the_wire(aws) if far else aws.plugged_in():
            clock = MovableClock()
            aws.sqs.now = lambda: clock().timestamp()
            house = House(Config.read(settings()), clock=clock, mailer=CapturedMailer())
            yield Cloud(aws, house, clock)
    finally:
        logger.setLevel(level)
