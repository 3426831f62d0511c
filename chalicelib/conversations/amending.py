"""What becomes of a message after it was said. The sequence tells every reader: a change is an event."""

from chalicelib.conversations.amendments import (
    amended,
    ensure_is_own,
    ensure_may_amend,
    is_done,
    with_preview,
)
from chalicelib.conversations.model import Event, Extra, Message, MessageKind
from chalicelib.conversations.moving import Moving
from chalicelib.conversations.rules import ensure_may_write, ensure_not_erased
from chalicelib.core.errors import NotFound
from chalicelib.table.desk import Desk


class Amending(Moving):
    def edit(self, desk: Desk, *, conversation: str, seq: int, text: str) -> Message:
        """Other words in the place of the author's own; the answer is the message as it is now."""
        return self._amend(desk, conversation, seq, Event.EDITED, text)

    def recall(self, desk: Desk, *, conversation: str, seq: int) -> Message:
        """Nobody who reads from now on sees what was said; who supervises finds it in the versions."""
        return self._amend(desk, conversation, seq, Event.RECALLED, "")

    def _amend(self, desk: Desk, conversation: str, seq: int, event: Event, text: str) -> Message:
        ensure_may_write(desk.caller)

        def attempt() -> Message:
            head = self.get(desk, conversation=conversation)
            found = self._store.message(desk, head.id, seq) if 0 < seq <= head.seq else None
            message = ensure_is_own(found, desk.caller)
            ensure_not_erased(head)
            if is_done(message, event, text):
                return message
            data = {"seq": seq} | ({"kind": "note"} if message.internal else {})
            line = self._event(head, event, message.author, extra=Extra(data=data, about=seq))
            ensure_may_amend(message, desk.caller, event, line.at)
            changed = amended(message, event, text, line.at)
            also = self._store.amending(desk, message, changed, head.customer)
            self._store_all(desk, head, with_preview(head, changed), [line], also)
            return changed

        return self._until_uncontended(attempt)

    def versions(self, desk: Desk, *, conversation: str, seq: int) -> list[Message]:
        """The message as it was before each change, oldest first; then as it is now."""
        head = self.get(desk, conversation=conversation)
        now = self._store.message(desk, head.id, seq) if 0 < seq <= head.seq else None
        if now is None or now.kind is MessageKind.EVENT:
            raise NotFound("There is no such message.")
        return [*self._store.versions(desk, now), now]
