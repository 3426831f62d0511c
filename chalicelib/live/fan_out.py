"""From the stream of the table `desk` to open sockets.

A batch asks once for the sockets of each merchant's agents and of each customer. Pushes may repeat
(the stream delivers at least once): every message carries its seq, every state its version.
"""

from collections.abc import Callable, Sequence

from chalicelib.connections.model import Socket
from chalicelib.connections.service import ConnectionsService
from chalicelib.conversations.changes import Changes, Moved, Record, Said
from chalicelib.conversations.model import Head, Message, Status
from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.ids import MerchantId
from chalicelib.live.push import Frame, Push
from chalicelib.table import keys
from chalicelib.table.desk import Desk


class FanOut:
    """`changes` reads a batch of stream records."""

    def __init__(
        self,
        *,
        changes: Callable[[Sequence[Record]], Changes],
        connections: ConnectionsService,
        push: Push,
    ) -> None:
        self._changes = changes
        self._connections = connections
        self._push = push

    def batch(self, records: Sequence[Record]) -> "Batch":
        """One invocation's worth of records."""
        return Batch(self._changes(records), self._connections, self._push)


class Batch:
    def __init__(self, changes: Changes, connections: ConnectionsService, push: Push) -> None:
        self._changes = changes
        self._connections = connections
        self._push = push
        self._agents: dict[str, list[Socket]] = {}
        self._customers: dict[str, list[Socket]] = {}

    def deliver(self, record: Record) -> None:
        merchant = keys.merchant_of(record["dynamodb"]["Keys"]["pk"]["S"])
        if merchant is None:
            return
        desk = Desk(merchant=MerchantId(merchant), caller=system("fan_out"))
        with desk.open():
            for change in self._changes.of(desk, record):
                # A change of state moves rows in every agent's lists.
                sockets = self._audience(desk, change.head, everybody=isinstance(change, Moved))
                for socket in sockets:
                    if isinstance(change, Said) and socket.connection == change.message.line:
                        continue  # it was answered, `said`
                    if isinstance(change, Said):
                        self._push.send(desk, socket, [_message(change.message, socket)])
                    elif isinstance(change, Moved):
                        self._push.send(desk, socket, [_state(change.head, socket)])
                    else:
                        self._push.send(desk, socket, _seen(change.head, change.marks))

    def _audience(self, desk: Desk, head: Head, *, everybody: bool) -> list[Socket]:
        """The customer, who holds it, who watches it; every agent while nobody holds it."""
        everybody = everybody or head.status is Status.QUEUED
        holder = head.assignee.id if head.assignee else ""
        agents = [
            socket
            for socket in self._all_agents(desk)
            if everybody or socket.person == holder or socket.watching == head.id
        ]
        return [*self._customer(desk, head), *agents]

    def _all_agents(self, desk: Desk) -> list[Socket]:
        if desk.merchant not in self._agents:
            self._agents[desk.merchant] = self._connections.agents(desk)
        return self._agents[desk.merchant]

    def _customer(self, desk: Desk, head: Head) -> list[Socket]:
        if head.customer not in self._customers:
            found = self._connections.of_customer(desk, customer=head.customer)
            self._customers[head.customer] = found
        return self._customers[head.customer]


def _reader(socket: Socket) -> Caller:
    if socket.is_visitor:
        return Caller(kind=CallerKind.VISITOR, id=socket.customer)
    return Caller(kind=CallerKind.PERSON, id=socket.person)


def _message(message: Message, socket: Socket) -> Frame:
    wire = message.wire(_reader(socket))
    return {"t": "message", "conversation": message.conversation, "message": wire}


def _state(head: Head, socket: Socket) -> Frame:
    wire = head.wire_for_visitor() if socket.is_visitor else head.wire()
    return {"t": "state", "conversation": wire}


def _seen(head: Head, marks: Sequence[tuple[str, int]]) -> list[Frame]:
    return [{"t": "seen", "conversation": head.id, "by": by, "seq": seq} for by, seq in marks]
