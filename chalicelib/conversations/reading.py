"""What may be read of conversations: one, its history, the lists."""

from chalicelib.conversations.model import Head, Message
from chalicelib.conversations.rules import ensure_readable
from chalicelib.conversations.store import ConversationStore
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.values import Value, replace
from chalicelib.customers.model import Customer
from chalicelib.customers.service import CustomersService
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Page

SYNC_PAGE = 50


class History(Value, frozen=True):
    head: Head
    messages: list[Message]
    more: bool


class Reading:
    def __init__(self, *, store: ConversationStore, customers: CustomersService) -> None:
        self._store = store
        self._customers = customers

    def get(self, desk: Desk, *, conversation: str) -> Head:
        head = self._store.head(desk, conversation) if is_id(conversation) else None
        return ensure_readable(head, desk.caller)

    def current(self, desk: Desk) -> Head | None:
        """The visitor's own conversation of now."""
        return self._current_of(desk, self._customers.who_calls(desk))

    def _current_of(self, desk: Desk, customer: Customer) -> Head | None:
        return self._store.head(desk, customer.current) if customer.current else None

    def history(
        self,
        desk: Desk,
        *,
        conversation: str,
        after: int | None = None,
        before: int | None = None,
        limit: int = SYNC_PAGE,
    ) -> History:
        """Forward from `after`, else backward from `before` (the end by default)."""
        head = self.get(desk, conversation=conversation)
        end = head.seq + 1 if before is None else min(before, head.seq + 1)
        # Where it is read to its end, one place further: nothing may lie behind a head's last.
        to_the_end = (after or 0) < head.seq < end
        messages = self._store.history(
            desk,
            head.id,
            after=after or 0,
            before=end + to_the_end,
            limit=limit,
            newest_first=after is None,
        )
        if messages and messages[-1].seq > head.seq:
            head = self._store.moved_on(desk, head)
            end = head.seq + 1
        if after is None:
            return History(head, messages, more=bool(messages) and messages[0].seq > 1)
        return History(head, messages, more=bool(messages) and messages[-1].seq < end - 1)

    def shown(
        self,
        desk: Desk,
        *,
        conversation: str,
        after: int | None = None,
        before: int | None = None,
        limit: int = SYNC_PAGE,
    ) -> History:
        """The history for somebody to see: what a message quotes or tells a change of comes with it."""
        found = self.history(
            desk, conversation=conversation, after=after, before=before, limit=limit
        )
        return replace(found, messages=self._store.with_subjects(desk, found.messages))

    def message(self, desk: Desk, *, conversation: str, seq: int) -> Message:
        """One message, as far as the caller may see it at all."""
        head = self.get(desk, conversation=conversation)
        found = self._store.message(desk, head.id, seq) if 0 < seq <= head.seq else None
        if found is None or (desk.caller.is_visitor and found.internal):
            raise NotFound("There is no such message.")
        return found

    def view(self, desk: Desk, *, view: str, cursor: str | None, limit: int) -> Page[Head]:
        """Unassigned (longest waiting first), mine (given last first) or all (newest first); a page by its heads."""
        match view:
            case "unassigned":
                pk, index, newest = keys.unassigned(desk), "held", False
            case "mine":
                pk, index, newest = keys.held_by(desk, desk.caller.id), "held", True
            case _:
                pk, index, newest = keys.recent(desk), "recent", True
        return self._store.page(
            desk, pk, index=index, cursor=cursor, limit=limit, newest_first=newest
        )

    def held(
        self, desk: Desk, *, person: str, cursor: str | None = None, limit: int = SYNC_PAGE
    ) -> Page[Head]:
        """What somebody holds, whoever asks; the one given longest ago first."""
        pk = keys.held_by(desk, person)
        return self._store.page(
            desk, pk, index="held", cursor=cursor, limit=limit, newest_first=False
        )

    def position(self, desk: Desk, *, head: Head, most: int) -> tuple[int, bool]:
        """The place of one that waits, counted to `most`; True where it is beyond."""
        return self._store.position(desk, head, most)

    def of_visitor(self, desk: Desk, *, cursor: str | None, limit: int) -> Page[Head]:
        return self._store.of_customer(desk, desk.caller.id, cursor=cursor, limit=limit)
