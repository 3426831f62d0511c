"""What a channel has to say for itself. All of it is pure: who calls, calls the network.

verify     does this request come from whom it says?       raw bytes, every secret that stands
handshake  a provider's question whether we are there
parse      what it holds, in the provider's own shape       bounded; never raises for what it knows not
normalise  the same in ours
reaches    whether anything can be sent by this inbox at all
accepted   the answer that the provider takes for a yes
render     a message of ours in the provider's shape        split, escaped, said in words where it cannot
names      by which an answer may name that message, besides its key
classify   what became of it                                a table
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chalicelib.channels.model import Capabilities, Inbound, Outbound, Sent
from chalicelib.channels.signatures import Verdict
from chalicelib.core.values import Value, field
from chalicelib.inboxes.model import Channel


class Request(Value, frozen=True):
    """As it came: names of headers in small letters, the body in its bytes."""

    method: str
    headers: Mapping[str, str]
    body: bytes
    received: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)  # what the carrier tells beside it


class Answer(Value, frozen=True):
    status: int = 200
    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"


class Call(Value, frozen=True):
    """One request to a provider: `key` where it knows a repeated one again. Signed when it leaves."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    key: str = ""
    method: str = "POST"


class Account(Value, frozen=True):
    """An inbox as its adapter sees it: settings in the clear, secrets opened, the newest first.

    `address`: where its mail comes in; `merchant`: whose it is, by the name that customers know.
    `sender`: under which its mail goes out, where that is another one.
    """

    inbox: str
    settings: Mapping[str, Any]
    secrets: Sequence[bytes] = ()
    address: str = ""
    merchant: Mapping[str, Any] = field(default_factory=dict)
    sender: str = ""


class Adapter(Protocol):
    channel: Channel
    capabilities: Capabilities

    def verify(self, request: Request, account: Account) -> Verdict: ...

    def handshake(self, request: Request, account: Account) -> Answer | None: ...

    def parse(self, request: Request) -> Iterable[Mapping[str, Any]]: ...

    def normalise(self, event: Mapping[str, Any], account: Account) -> Inbound: ...

    def accepted(self, request: Request, account: Account) -> Answer: ...

    def reaches(self, account: Account) -> bool: ...

    def render(self, message: Outbound, account: Account) -> list[Call]: ...

    def sign(self, call: Call, account: Account, now: float) -> Mapping[str, str]: ...

    def names(self, message: Outbound, account: Account, sent: Sent) -> Sequence[str]: ...

    def classify(self, status: int, headers: Mapping[str, str], body: bytes) -> Sent: ...
