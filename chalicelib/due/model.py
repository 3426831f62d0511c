"""What is due: a moment at which something of a merchant's must be looked at again."""

from datetime import datetime
from enum import StrEnum

from chalicelib.core.clock import from_wire
from chalicelib.core.ids import MerchantId
from chalicelib.core.values import Struct, Value


class Kind(StrEnum):
    """What looks at it. The subject is the id of a ticket, conversation, person, file or domain."""

    SLA = "sla"
    HANDOFF = "handoff"
    PRESENCE = "presence"
    CLOSE = "close"
    REPLY = "reply"
    FILE = "file"
    SEND = "send"
    DOMAIN = "domain"


class Entry(Value, frozen=True):
    """`position` is its time as the index has it: whoever acts on the entry proves that it stands."""

    merchant: MerchantId
    kind: str
    subject: str
    position: str

    @property
    def at(self) -> datetime:
        return from_wire(self.position)


class Report(Struct):
    """One run. `late_s` is the delay of the entry that was latest when it was looked at."""

    done: int = 0
    failed: int = 0
    late_s: float = 0.0
    left: bool = False
