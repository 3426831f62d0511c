"""From the stream of the table `desk` to open sockets.

A batch asks once for the sockets of each merchant's agents and of each customer. Pushes may repeat
(the stream delivers at least once): every message carries its seq, every state its version.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.connections.model import Socket
from chalicelib.connections.service import ConnectionsService
from chalicelib.conversations.items import ConversationItem, MessageItem
from chalicelib.conversations.mapping import Mapping as Shapes
from chalicelib.conversations.model import Head, Message, Status
from chalicelib.conversations.store import ConversationStore
from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.ids import MerchantId
from chalicelib.live.push import Frame, Push
from chalicelib.table import keys
from chalicelib.table.desk import Desk

Record = Mapping[str, Any]
_VISITOR = Caller(kind=CallerKind.VISITOR, id="")


class FanOut:
    def __init__(
        self,
        *,
        shapes: Shapes,
        store: ConversationStore,
        connections: ConnectionsService,
        push: Push,
    ) -> None:
        self._shapes = shapes
        self._store = store
        self._connections = connections
        self._push = push

    def batch(self, records: Iterable[Record]) -> "Batch":
        """One invocation's worth of records."""
        batch = Batch(self._shapes, self._store, self._connections, self._push)
        for record in records:
            batch.expect(record)
        return batch


class Batch:
    def __init__(
        self, shapes: Shapes, store: ConversationStore, connections: ConnectionsService, push: Push
    ) -> None:
        self._shapes = shapes
        self._store = store
        self._connections = connections
        self._push = push
        self._agents: dict[str, list[Socket]] = {}
        self._customers: dict[str, list[Socket]] = {}
        self._heads: dict[str, Head | None] = {}
        self._images: dict[str, ConversationItem] = {}

    def expect(self, record: Record) -> None:
        """A head comes with its message, in one transaction: no read is needed to know whom."""
        new = record["dynamodb"].get("NewImage")
        if new and new["kind"]["S"] == ConversationItem.kind_of:
            item = ConversationItem.from_raw_data(dict(new))
            self._images[keys.conversation_of(item.pk)] = item

    def deliver(self, record: Record) -> None:
        """One stream record. Kinds that nobody watches pass by."""
        change = record["dynamodb"]
        new, old = change.get("NewImage"), change.get("OldImage")
        merchant = keys.merchant_of(change["Keys"]["pk"]["S"])
        if new is None or merchant is None:
            return
        desk = Desk(merchant=MerchantId(merchant), caller=system("fan_out"))
        with desk.open():
            match new["kind"]["S"]:
                case MessageItem.kind_of:
                    item = MessageItem.from_raw_data(dict(new))
                    self._message(desk, self._shapes.message(desk, item))
                case ConversationItem.kind_of:
                    before = ConversationItem.from_raw_data(dict(old)) if old else None
                    self._state(desk, ConversationItem.from_raw_data(dict(new)), before)

    def _message(self, desk: Desk, message: Message) -> None:
        head = self._head(desk, message.conversation)
        if head is None:
            return
        for socket in self._concerned(desk, head):
            reader = _VISITOR if socket.is_visitor else system("agent")
            # A sender recognises its own message by the author and its numbering.
            if message.author.id in (socket.person, socket.customer):
                reader = Caller(
                    kind=CallerKind.VISITOR if socket.is_visitor else CallerKind.PERSON,
                    id=message.author.id,
                )
            self._push.send(
                desk,
                socket,
                [{"t": "message", "conversation": head.id, "message": message.wire(reader)}],
            )

    def _head(self, desk: Desk, conversation: str) -> Head | None:
        """Whom it concerns, once a batch."""
        if conversation not in self._heads:
            image = self._images.get(conversation)
            self._heads[conversation] = (
                self._shapes.head(desk, image) if image else self._store.head(desk, conversation)
            )
        return self._heads[conversation]

    def _state(self, desk: Desk, item: ConversationItem, before: ConversationItem | None) -> None:
        head = self._shapes.head(desk, item)
        if before is None or (before.status, before.assignee) != (item.status, item.assignee):
            for socket in self._everybody(desk, head):
                self._push.send(desk, socket, [_state_frame(head, visitor=socket.is_visitor)])
            return
        frames = _seen_frames(head, before)
        if frames:
            for socket in self._concerned(desk, head):
                self._push.send(desk, socket, frames)

    def _everybody(self, desk: Desk, head: Head) -> list[Socket]:
        """A change of state moves rows in every agent's lists."""
        return [*self._customer(desk, head), *self._all_agents(desk)]

    def _concerned(self, desk: Desk, head: Head) -> list[Socket]:
        """The customer, who holds it, who watches it; everybody while nobody holds it."""
        waiting = head.status is Status.QUEUED
        holder = head.assignee.id if head.assignee else ""
        agents = [
            socket
            for socket in self._all_agents(desk)
            if waiting or socket.person == holder or socket.watching == head.id
        ]
        return [*self._customer(desk, head), *agents]

    def _all_agents(self, desk: Desk) -> list[Socket]:
        if desk.merchant not in self._agents:
            self._agents[desk.merchant] = self._connections.agents(desk)
        return self._agents[desk.merchant]

    def _customer(self, desk: Desk, head: Head) -> list[Socket]:
        if head.customer not in self._customers:
            self._customers[head.customer] = self._connections.of_customer(
                desk, customer=head.customer
            )
        return self._customers[head.customer]


def _state_frame(head: Head, *, visitor: bool) -> Frame:
    return {"t": "state", "conversation": head.wire_for_visitor() if visitor else head.wire()}


def _seen_frames(head: Head, before: ConversationItem) -> list[Frame]:
    """Seen marks that moved by themselves: one that came with a message tells nothing new."""
    if head.seq != int(before.seq):
        return []
    marks = (
        ("customer", head.seen_customer, before.seen_customer),
        ("agent", head.seen_agent, before.seen_agent),
    )
    return [
        {"t": "seen", "conversation": head.id, "by": by, "seq": now}
        for by, now, was in marks
        if now != int(was)
    ]
