"""The ways of a conversation: the inbox that it came by, and how far what goes out by it has come."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.attachments.model import File
from chalicelib.core.clock import to_wire
from chalicelib.core.values import Value, field

WIDGET = "widget"


class Via(Value, frozen=True):
    """The inbox that a conversation came by, and goes out by."""

    channel: str
    inbox: str


class Reached(StrEnum):
    """How far a message has come that goes out by a channel."""

    PENDING = "pending"
    SENDING = "sending"  # it is on its way to a provider who would not know it again
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"  # it left, and nobody knows whether it came: never sent again by itself


class Delivery(Value, frozen=True):
    """`at`: since when it is so; of one that is to be tried again, when that is.

    `code`: ours, for people; `id`: the provider's own of the message.
    """

    state: Reached
    at: datetime
    attempts: int = 0
    code: str = ""
    id: str = ""

    def wire(self) -> dict[str, Any]:
        told = {"state": str(self.state), "at": to_wire(self.at), "attempts": self.attempts}
        return {**told, "code": self.code or None}


class Told(Value, frozen=True):
    """The reply that a letter goes out for at `due`, or has gone out for; seq 0 for none."""

    seq: int
    due: datetime


class TicketRef(Value, frozen=True):
    """The conversation's open ticket."""

    id: str
    number: int

    def wire(self) -> dict[str, Any] | None:
        return {"id": self.id, "number": self.number} if self.id else None


NO_TICKET = TicketRef("", 0)


class Arrival(Value, frozen=True):
    """What came through an inbox. `thread` tells its customer's threads there apart, as a digest.

    `event`: it is told in the history, and neither wakes nor reopens anything. `ticket`: of a
    conversation that is begun with it.
    """

    via: Via
    thread: str
    text: str
    author_name: str = ""
    subject: str = ""
    files: tuple[File, ...] = ()
    more: tuple[Mapping[str, Any], ...] = ()
    source: Mapping[str, Any] = field(default_factory=dict)
    quote: int = 0
    event: str = ""
    bot: bool = False
    team: str = ""
    ticket: TicketRef = NO_TICKET
