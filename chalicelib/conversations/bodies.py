"""Between a message, or what it was before, and its item: the words, sealed for whose they are."""

import json
from datetime import datetime

from chalicelib.conversations import packing
from chalicelib.conversations.items import MessageItem, VersionItem
from chalicelib.conversations.model import (
    NO_EXTRA,
    Amended,
    Author,
    AuthorKind,
    Extra,
    Marks,
    Message,
    MessageKind,
    Work,
)
from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.encoding import of_json
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.core.values import replace
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Key
from chalicelib.vault.customer_keys import Erased
from chalicelib.vault.seal import Place, Vault

_to_json = json.JSONEncoder(ensure_ascii=False).encode


class Bodies:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def _open(self, desk: Desk, key: Key, attribute: str, blob: bytes | None) -> str:
        return self._vault.open(Place(desk.merchant, key, attribute), blob) if blob else ""

    def message_item(self, desk: Desk, message: Message, customer: str) -> MessageItem:
        """`customer` is whose conversation it is."""
        key = keys.message(desk, message.conversation, message.seq)
        return MessageItem.at(
            key,
            mid=message.id,
            said_at=to_wire(message.at),
            type=str(message.kind),
            author_kind=str(message.author.kind),
            author=message.author.id,
            event=message.event or None,
            session=message.session or None,
            n=message.n or None,
            line=message.line or None,
            work=str(message.marks.work) if message.marks.work else None,
            frees=message.marks.frees or None,
            ticket=message.marks.ticket or None,
            send=message.marks.send or None,
            delivery=packing.delivery_lying(message.delivery),
            body=self.body(desk, key, message, customer),
        )

    def body(self, desk: Desk, key: Key, message: Message, customer: str) -> bytes:
        """What of a message is sealed, as often changed as it says it is."""
        return self._sealed(
            Place(desk.merchant, key, "body", customer, _state(message.amended)), message
        )

    def _sealed(self, place: Place, message: Message) -> bytes:
        extra = None if message.extra is NO_EXTRA else packing.packed(message.extra)
        words = [message.text, message.author.name, *([extra] if extra else ())]
        return self._vault.seal(place, _to_json(words))

    def version_item(
        self, desk: Desk, before: Message, n: int, until: datetime, customer: str
    ) -> VersionItem:
        key = keys.message_version(desk, before.conversation, before.seq, n)
        sealed = self._sealed(Place(desk.merchant, key, "body", customer), before)
        return VersionItem.at(key, until=to_wire(until), body=sealed)

    def version(self, desk: Desk, item: VersionItem, now: Message) -> Message:
        """The message as it was; `amended` tells until when."""
        (text, _, extra), erased = self._words(item, Place(desk.merchant, item.key, "body"))
        n = int(keys.last_of(item.sk))
        return replace(
            now,
            text=text,
            extra=extra,
            erased=erased,
            amended=Amended(n - 1, from_wire(item.until)),
        )

    def _words(
        self, item: MessageItem | VersionItem, place: Place
    ) -> tuple[tuple[str, str, Extra], bool]:
        """Text, author's name and what else is sealed with them; none of it where it was erased."""
        try:
            text, name, *more = of_json(
                self._vault.open_bytes(place, item.attribute_values["body"])
            )
        except Erased:
            return ("", "", NO_EXTRA), True
        return (text, name, packing.unpacked(more[0]) if more else NO_EXTRA), False

    def message(self, desk: Desk, item: MessageItem) -> Message:
        """A page has a hundred: to ask pynamodb for each attribute costs more than to open the seals."""
        lies = item.attribute_values
        amended = _amended(item) if "amended_at" in lies else None
        place = Place(desk.merchant, item.key, "body", state=_state(amended))
        (text, name, extra), erased = self._words(item, place)
        work = lies.get("work")
        return Message(
            id=MessageId(lies["mid"]),
            conversation=ConversationId(keys.conversation_of(place.key.pk)),
            seq=keys.seq_of(place.key.sk),
            at=from_wire(lies["said_at"]),
            kind=MessageKind(lies["type"]),
            author=Author(AuthorKind(lies["author_kind"]), lies["author"], name),
            text=text,
            erased=erased,
            event=lies.get("event", ""),
            session=lies.get("session", ""),
            n=int(lies.get("n", 0)),
            line=lies.get("line", ""),
            extra=extra,
            marks=Marks(
                Work(work) if work else None,
                lies.get("frees", ""),
                lies.get("ticket", ""),
                lies.get("send", ""),
            ),
            amended=amended,
            delivery=packing.delivery(lies.get("delivery")),
        )


def _amended(item: MessageItem) -> Amended | None:
    if not item.amended_at:
        return None
    return Amended(int(item.edits or 0), from_wire(item.amended_at), bool(item.recalled))


def _state(amended: Amended | None) -> str:
    """Words that were changed since must not come back under what the item says of the change."""
    return f"{amended.edits} {amended.recalled}" if amended else ""
