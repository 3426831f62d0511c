"""What becomes of a message after it was said. The sequence tells every reader: a change is an event."""

from typing import Any

from chalicelib.conversations.amendments import (
    amended,
    ensure_is_of_now,
    ensure_is_own,
    ensure_may_amend,
    is_done,
    with_preview,
)
from chalicelib.conversations.model import Event, Extra, Head, Message, MessageKind, Told
from chalicelib.conversations.moving import Moving
from chalicelib.conversations.rules import (
    ensure_may_write,
    ensure_not_blocked,
    ensure_not_erased,
    is_told_of,
    to_tell_instead,
)
from chalicelib.conversations.store import LOOK_BACK
from chalicelib.core.errors import NotFound
from chalicelib.core.values import replace
from chalicelib.table.desk import Desk


class Amending(Moving):
    def edit(
        self, desk: Desk, *, conversation: str, seq: int, text: str, edits: int | None = None
    ) -> Message:
        """Other words in the place of the author's own; the answer is the message as it is now.

        `edits`: how often it had been edited, as its author saw it.
        """
        return self._amend(desk, conversation, seq, Event.EDITED, text=text, edits=edits)

    def recall(self, desk: Desk, *, conversation: str, seq: int) -> Message:
        """Nobody who reads from now on sees what was said; who supervises finds it in the versions."""
        return self._amend(desk, conversation, seq, Event.RECALLED)

    def _amend(
        self,
        desk: Desk,
        conversation: str,
        seq: int,
        event: Event,
        *,
        text: str = "",
        edits: int | None = None,
    ) -> Message:
        ensure_may_write(desk.caller)

        def attempt() -> Message:
            head = self.get(desk, conversation=conversation)
            found = self._store.message(desk, head.id, seq) if 0 < seq <= head.seq else None
            message = ensure_is_own(found, desk.caller)
            ensure_not_erased(head)
            if is_done(message, event, text):
                return message
            ensure_not_blocked(head, desk.caller)
            at = self._now()
            ensure_may_amend(message, desk.caller, event, at)
            ensure_is_of_now(message, edits)
            changed = amended(message, event, text, at)
            line = self._event(head, event, message.author, extra=_extra_of(changed))
            also = self._store.amending(desk, message, changed, head.customer)
            moved = replace(with_preview(head, changed), told=self._told(desk, head, changed))
            self._store_all(desk, head, moved, [line], also)
            return changed

        return self._until_uncontended(attempt)

    def _told(self, desk: Desk, head: Head, changed: Message) -> Told | None:
        """No letter tells of what was recalled; only where one would have is it looked what stands."""
        recalled = changed.amended is not None and changed.amended.recalled
        if head.told is None or not (recalled and is_told_of(head, changed.seq)):
            return head.told
        end = head.seq + 1
        later = self._store.history(desk, head.id, after=changed.seq, before=end, limit=LOOK_BACK)
        return to_tell_instead(head.told, later, self._now())

    def versions(self, desk: Desk, *, conversation: str, seq: int) -> list[Message]:
        """The message as it was before each change, oldest first; then as it is now."""
        head = self.get(desk, conversation=conversation)
        now = self._store.message(desk, head.id, seq) if 0 < seq <= head.seq else None
        if now is None or now.kind is MessageKind.EVENT:
            raise NotFound("There is no such message.")
        return [*self._store.versions(desk, now), now]


def _extra_of(changed: Message) -> Extra:
    """Also how often it was changed by then: who reads the event knows a message that was put back."""
    data: dict[str, Any] = {"seq": changed.seq}
    if changed.amended:
        data["edits"] = changed.amended.edits
    return Extra(data=data | ({"kind": "note"} if changed.internal else {}), about=changed.seq)
