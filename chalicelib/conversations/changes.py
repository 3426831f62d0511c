"""The desk's stream as this room reads it: what a change of its items means."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.conversations.items import ConversationItem, MessageItem
from chalicelib.conversations.mapping import Mapping as Shapes
from chalicelib.conversations.model import Head, Message
from chalicelib.conversations.store import ConversationStore
from chalicelib.core.values import Value
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.images import item_of

Record = Mapping[str, Any]
Image = Mapping[str, Any]
MARKS = (("customer", "seen_customer"), ("agent", "seen_agent"))
STATE = ("status", "assignee", "team", "handoff", "ticket", "rating")


class Said(Value, frozen=True):
    head: Head
    message: Message


class Delivered(Value, frozen=True):
    """How far a message has come that goes out by an inbox."""

    head: Head
    message: Message


class Moved(Value, frozen=True):
    """State, holder or what else a list shows of it changed, or the conversation is new."""

    head: Head


class Seen(Value, frozen=True):
    """Seen marks that moved by themselves; one that comes with a message tells nothing new."""

    head: Head
    marks: tuple[tuple[str, int], ...]


Change = Said | Delivered | Moved | Seen


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
        self._images: dict[str, Image] = {}
        for record in records:
            image = record["dynamodb"].get("NewImage")
            if image and image["kind"]["S"] == ConversationItem.kind_of:
                self._images[image["pk"]["S"]] = image

    def of(self, desk: Desk, record: Record) -> Iterator[Change]:
        """What one record means; nothing for kinds that nobody watches."""
        new, old = record["dynamodb"].get("NewImage"), record["dynamodb"].get("OldImage")
        kind = new["kind"]["S"] if new else ""
        if kind == MessageItem.kind_of:
            if old is None:
                yield from self._said(desk, new)
            elif _differ(new, old, "delivery"):  # what else changes is told by its event
                yield from self._delivered(desk, new)
        elif kind == ConversationItem.kind_of:
            yield from self._moved(desk, new, old)

    def _said(self, desk: Desk, new: Image) -> Iterator[Change]:
        item = item_of(MessageItem, new)
        head = self._head(desk, item.key.pk)
        if head is not None:
            (message,) = self._store.with_subjects(desk, [self._shapes.message(desk, item)])
            yield Said(head, message)

    def _delivered(self, desk: Desk, new: Image) -> Iterator[Change]:
        item = item_of(MessageItem, new)
        head = self._head(desk, item.key.pk)
        if head is not None:
            yield Delivered(head, self._shapes.message(desk, item))

    def _head(self, desk: Desk, pk: str) -> Head | None:
        if pk not in self._heads:
            image = self._images.get(pk)
            self._heads[pk] = (
                self._shapes.head(desk, item_of(ConversationItem, image))
                if image
                else self._store.head(desk, keys.conversation_of(pk))
            )
        return self._heads[pk]

    def _moved(self, desk: Desk, new: Image, old: Image | None) -> Iterator[Change]:
        """Compared as they came: most heads move with their message alone, and are not even opened."""
        if old is None or any(new.get(name) != old.get(name) for name in STATE):
            yield Moved(self._shapes.head(desk, item_of(ConversationItem, new)))
        elif not _differ(new, old, "seq"):
            moved = tuple(
                (by, int(new[name]["N"])) for by, name in MARKS if _differ(new, old, name)
            )
            if moved:
                yield Seen(self._shapes.head(desk, item_of(ConversationItem, new)), moved)


def _differ(new: Image, old: Image, name: str) -> bool:
    return bool(new.get(name) != old.get(name))
