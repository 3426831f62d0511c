"""That its customer is blocked is said of every conversation: a message reads the head alone."""

from functools import partial

from chalicelib.conversations.begun import begun_by
from chalicelib.conversations.service import ConversationsService
from chalicelib.conversations.store import ConversationStore
from chalicelib.core.values import replace
from chalicelib.customers.model import Customer
from chalicelib.table import writes
from chalicelib.table.attempts import until_uncontended
from chalicelib.table.desk import Desk

# So many of a customer's conversations, the newest.
MARKED = 100


class Marking:
    def __init__(self, *, conversations: ConversationsService, store: ConversationStore) -> None:
        self._conversations = conversations
        self._store = store

    def mark(self, desk: Desk, customers: list[Customer], *, blocked: bool) -> None:
        """Each by itself: where it breaks off, asking again goes on."""
        for conversation in begun_by(desk, [each.id for each in customers], limit=MARKED):
            marking = partial(self._mark, desk, conversation, blocked=blocked)
            until_uncontended(marking, own=frozenset({"head"}))

    def _mark(self, desk: Desk, conversation: str, *, blocked: bool) -> None:
        head = self._conversations.get(desk, conversation=conversation)
        if head.blocked != blocked:
            after = replace(head, blocked=blocked, version=head.version + 1)
            writes.transact(self._store.moving(desk, head, after))
