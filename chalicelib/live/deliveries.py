"""What a reader of the desk's stream wants told, and to whom."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from chalicelib.connections.model import Socket
from chalicelib.core.values import Struct, Value, field
from chalicelib.live.push import Frame
from chalicelib.table.desk import Desk

Record = Mapping[str, Any]


def nobody(_: Socket) -> bool:
    return False


def everybody(_: Socket) -> bool:
    return True


class Delivery(Value, frozen=True):
    """`frames` makes what one socket is told: none where there is nothing for it to know.

    It goes to the sockets of a customer, where one is named, and to those of the merchant's agents
    that `agents` picks. It waits for an answer of `holder`, where one is named.
    """

    frames: Callable[[Socket], list[Frame]]
    customer: str = ""
    holder: str = ""
    agents: Callable[[Socket], bool] = nobody


class Reader(Protocol):
    """Reads the records of some kinds of items, within the desk of their merchant."""

    kinds: frozenset[str]

    def read(self, desk: Desk, record: Record) -> Iterable[Delivery]: ...


class Post(Struct):
    """All that one socket is told of a batch, in the order of its records; `first` is where that begins."""

    socket: Socket
    first: Record
    frames: list[Frame] = field(default_factory=list)
