"""The desk's stream as this room reads it: what a change of its items means."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.conversations.items import ConversationItem, MessageItem
from chalicelib.conversations.mapping import Mapping as Shapes
from chalicelib.conversations.model import Head, Message
from chalicelib.conversations.store import ConversationStore
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.images import item_of

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    head: Head
    message: Message


@dataclass(frozen=True, slots=True)
class Moved:
    """State or holder changed, or the conversation is new."""

    head: Head


@dataclass(frozen=True, slots=True)
class Seen:
    """Seen marks that moved by themselves; one that comes with a message tells nothing new."""

    head: Head
    marks: tuple[tuple[str, int], ...]


Change = Said | Moved | Seen


class Changes:
    """One batch of records.

    A head comes with its message, in one transaction and so most often in
    one batch: then no read is needed to know whom the message concerns.
    """

    def __init__(
        self, records: Iterable[Record], *, shapes: Shapes, store: ConversationStore
    ) -> None:
        self._shapes = shapes
        self._store = store
        self._heads: dict[str, Head | None] = {}
        self._images: dict[str, ConversationItem] = {}
        for record in records:
            image = record["dynamodb"].get("NewImage")
            if image and image["kind"]["S"] == ConversationItem.kind_of:
                item = item_of(ConversationItem, image)
                self._images[item.pk] = item

    def of(self, desk: Desk, record: Record) -> Iterator[Change]:
        """What one record means; nothing for kinds that nobody watches."""
        new, old = record["dynamodb"].get("NewImage"), record["dynamodb"].get("OldImage")
        kind = new["kind"]["S"] if new else ""
        if kind == MessageItem.kind_of:
            item = item_of(MessageItem, new)
            head = self._head(desk, item.pk)
            if head is not None:
                yield Said(head, self._shapes.message(desk, item))
        elif kind == ConversationItem.kind_of:
            before = item_of(ConversationItem, old) if old else None
            yield from self._moved(desk, item_of(ConversationItem, new), before)

    def _head(self, desk: Desk, pk: str) -> Head | None:
        if pk not in self._heads:
            image = self._images.get(pk)
            self._heads[pk] = (
                self._shapes.head(desk, image)
                if image
                else self._store.head(desk, keys.conversation_of(pk))
            )
        return self._heads[pk]

    def _moved(
        self, desk: Desk, item: ConversationItem, before: ConversationItem | None
    ) -> Iterator[Change]:
        if before is None or (before.status, before.assignee) != (item.status, item.assignee):
            yield Moved(self._shapes.head(desk, item))
        elif item.seq == before.seq:
            marks = (
                ("customer", int(item.seen_customer), int(before.seen_customer)),
                ("agent", int(item.seen_agent), int(before.seen_agent)),
            )
            moved = tuple((by, now) for by, now, was in marks if now != was)
            if moved:
                yield Seen(self._shapes.head(desk, item), moved)
