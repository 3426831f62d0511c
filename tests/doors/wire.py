"""A socket client against the three socket doors, with events as API Gateway words them."""

import copy
import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.desk.standing import ORIGIN
from tests.doors.rest import event
from tests.doors.world import Bearer, Seat, World

AUTHORIZE = event("socket_authorize")
CONNECT = event("socket_connect")
MESSAGE = event("socket_message")
DISCONNECT = event("socket_disconnect")
Frame = dict[str, Any]
_numbers = count(1)


def asked_in(world: World, ticket: str | None, *, origin: str | None = ORIGIN) -> dict[str, Any]:
    """The authorizer's answer to a handshake; None leaves a part out."""
    sent = copy.deepcopy(AUTHORIZE)
    sent["queryStringParameters"] = None if ticket is None else {"ticket": ticket}
    sent["headers"].pop("Origin")
    if origin is not None:
        sent["headers"]["Origin"] = origin
    return world.house.gate.admit_socket(sent)


def effect(answer: dict[str, Any]) -> str:
    (statement,) = answer["policyDocument"]["Statement"]
    return str(statement["Effect"])


@dataclass
class Wire:
    """One socket, from the ticket on."""

    door: Any
    context: dict[str, Any]
    connection: str = field(default_factory=lambda: f"Connection{next(_numbers):05d}=")

    def event(self, form: dict[str, Any], **changes: Any) -> dict[str, Any]:
        sent = copy.deepcopy(form) | changes
        told = {**self.context, "principalId": self.context["id"], "integrationLatency": 7}
        sent["requestContext"] |= {"authorizer": told, "connectionId": self.connection}
        return sent

    def opened(self) -> "Wire":
        assert self.door.connect(self.event(CONNECT)) == {"statusCode": 200}
        return self

    def closed(self) -> None:
        assert self.door.disconnect(self.event(DISCONNECT)) == {"statusCode": 200}

    def send(self, frame: Frame | str, *, binary: bool = False) -> Frame | None:
        """The answer, if there is one; what the door returns is always a success to the gateway."""
        raw = frame if isinstance(frame, str) else json.dumps(frame)
        answer = self.door.message(self.event(MESSAGE, body=raw, isBase64Encoded=binary))
        assert answer["statusCode"] == 200
        assert set(answer) <= {"statusCode", "body"}
        said: Frame | None = json.loads(answer["body"]) if "body" in answer else None
        return said

    def ask(self, frame: Frame | str) -> Frame:
        answer = self.send(frame)
        assert answer is not None
        return answer

    def hello(self) -> str:
        """A fresh sending session."""
        return str(self.ask({"t": "hello", "v": 1})["session"])

    def synced(self, conversation: str) -> str:
        """A session that may send here."""
        session = self.hello()
        answer = self.ask(
            {"t": "sync", "conversation": conversation, "after": 0, "session": session}
        )
        assert answer["t"] == "history", answer
        return session


def line(world: World, door: Any, who: Seat | Bearer) -> Wire:
    """Through ticket, authorizer and $connect."""
    with who.desk.open(front=True):
        ticket = world.house.access.issue_ticket(who.desk)
    admitted = asked_in(world, ticket)
    assert effect(admitted) == "Allow"
    return Wire(door, admitted["context"]).opened()


def say(session: str, n: int, text: str, conversation: str | None = None, **more: Any) -> Frame:
    parts = [{"type": "text", "text": text}]
    frame = {"t": "say", "conversation": conversation, "session": session, "n": n, "parts": parts}
    return {**frame, **more}


EXTRA = {"ref", "pointer", "rule", "expected", "retry_ms"}


def denied(
    answer: Frame | None,
    code: str,
    *,
    of: str | None = None,
    secrets: tuple[str, ...] = (),
    **more: Any,
) -> None:
    """Assert a `refused` frame that says where and why and never what was sent."""
    assert answer is not None
    assert (answer["t"], answer["code"], answer["of"]) == ("refused", code, of), answer
    assert set(answer) - EXTRA == {"t", "of", "code", "detail"}, answer
    assert {name: answer.get(name) for name in more} == more, answer
    text = json.dumps(answer, ensure_ascii=False)
    for secret in (*secrets, "Traceback", 'File "', "Error:"):
        assert secret not in text
