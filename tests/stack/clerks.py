"""People at the desk of the local stack: they set up inboxes, take conversations and answer."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from infra.local.client import Caller
from infra.local.place import STACK
from infra.local.seed import person, read
from tests.stack.fixtures import Stack

T = TypeVar("T")


def awaited(found: Callable[[], T], *, seconds: float = 60) -> T:
    """What is there by then; asked again and again."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.2)
    return value


@cache
def owner_of(running: Stack, merchant: str) -> Caller:
    """Signed in once: sign-ins are counted."""
    who = person(read(merchant)["owner"])
    caller = Caller(running.place)
    caller.call("POST", "/v1/sessions", {"email": who.email, "password": who.password})
    return caller


def whatever_is_due(running: Stack) -> None:
    """What the clock of the stack does every minute, now."""
    function = physical(running, "CheckSla")
    running.client("lambda").invoke(FunctionName=function, Payload=b"{}")


def physical(running: Stack, logical: str) -> str:
    """What the stack calls a resource of the template."""
    name = {"StackName": STACK, "LogicalResourceId": logical}
    found = running.client("cloudformation").describe_stack_resource(**name)
    return str(found["StackResourceDetail"]["PhysicalResourceId"])


def begun(owner: Caller, inbox: str, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """The conversation that has come by an inbox."""

    def found() -> list[dict[str, Any]]:
        rows = owner.call("GET", "/v1/conversations?view=all")["items"]
        return [row for row in rows if row["inbox"] == inbox and row["id"] not in but]

    (conversation,) = awaited(found)
    return conversation


@dataclass
class Held:
    """A conversation that this person has taken."""

    owner: Caller
    conversation: str
    session: str = field(init=False)
    said: int = 0

    def __post_init__(self) -> None:
        self.owner.call("POST", f"{self.path}/take", {})
        asked = {"conversation": self.conversation}
        self.session = self.owner.call("POST", "/v1/sending-sessions", asked)["session"]

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.conversation}"

    def ends(self) -> None:
        """There is room for another one."""
        self.owner.call("POST", f"{self.path}/resolve", {})

    def answers(self, *texts: str) -> None:
        for text in texts:
            self.said += 1
            parts = [{"type": "text", "text": text}]
            said = {"session": self.session, "n": self.said, "parts": parts}
            self.owner.call("POST", f"{self.path}/messages", said)

    def messages(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.owner.call("GET", f"{self.path}/messages")["items"]
        return items

    def texts(self) -> list[str]:
        return [
            part["text"] for m in self.messages() for part in m.get("parts", ()) if "text" in part
        ]

    def told(self) -> list[dict[str, Any]]:
        """What became of each of our messages."""
        return [m["delivery"] for m in self.messages() if "delivery" in m]

    def states(self) -> list[str]:
        return [each["state"] for each in self.told()]
