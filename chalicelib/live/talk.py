"""Conversations and their messages, from the stream to those who may see them."""

from collections.abc import Callable, Iterator, Sequence

from chalicelib.connections.model import Socket
from chalicelib.conversations.changes import Changes, Delivered, Moved, Record, Said, Seen
from chalicelib.conversations.model import AuthorKind, Head, Message, MessageKind, Status
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.clock import Clock
from chalicelib.live.deliveries import Delivery, everybody
from chalicelib.live.push import Frame
from chalicelib.table.desk import Desk


class Talk:
    kinds = frozenset({"conversation", "message"})

    def __init__(self, changes: Changes, *, clock: Clock) -> None:
        self._changes = changes
        self._clock = clock

    def read(self, desk: Desk, record: Record) -> Iterator[Delivery]:
        for change in self._changes.of(desk, record):
            match change:
                case Said(head, message):
                    holder = head.assignee.id if head.assignee and _asks(message) else ""
                    yield Delivery(_message(message), head.customer, holder, _concerned(head))
                case Moved(head):  # a change of state moves rows in every agent's lists
                    yield Delivery(self._state(head), head.customer, agents=everybody)
                case Delivered(head, message):
                    yield Delivery(_delivered(message), agents=_concerned(head))
                case Seen(head, marks):
                    yield Delivery(_seen(head, marks), head.customer, agents=_concerned(head))

    def _state(self, head: Head) -> Callable[[Socket], list[Frame]]:
        def frames(socket: Socket) -> list[Frame]:
            wire = head.wire_for_visitor(self._clock()) if socket.is_visitor else head.wire()
            return [{"t": "state", "conversation": wire}]

        return frames


def _asks(message: Message) -> bool:
    said = message.kind is MessageKind.MESSAGE
    return said and message.author.kind is AuthorKind.CUSTOMER


def _concerned(head: Head) -> Callable[[Socket], bool]:
    """Who holds it, who watches it; every agent while it waits for one."""
    if head.status is Status.QUEUED:
        return everybody
    holder = head.assignee.id if head.assignee else ""
    return lambda socket: socket.person == holder or socket.watching == head.id


def _message(message: Message) -> Callable[[Socket], list[Frame]]:
    def frames(socket: Socket) -> list[Frame]:
        if socket.connection == message.line:
            return []  # it was answered, `said`
        wire = message.wire(_reader(socket))
        return [{"t": "message", "conversation": message.conversation, "message": wire}]

    return frames


def _delivered(message: Message) -> Callable[[Socket], list[Frame]]:
    place = {"conversation": message.conversation, "seq": message.seq}
    told = message.delivery.wire() if message.delivery else None
    frames: list[Frame] = [{"t": "delivery", **place, "delivery": told}]
    return lambda _: frames


def _seen(head: Head, marks: Sequence[tuple[str, int]]) -> Callable[[Socket], list[Frame]]:
    frames = [{"t": "seen", "conversation": head.id, "by": by, "seq": seq} for by, seq in marks]
    return lambda _: frames


def _reader(socket: Socket) -> Caller:
    if socket.is_visitor:
        return Caller(kind=CallerKind.VISITOR, id=socket.customer)
    return Caller(kind=CallerKind.PERSON, id=socket.person)
