"""What agents do with a customer that their conversations know of: names, blocks, all that was said."""

from collections.abc import Mapping
from typing import Any

from chalicelib.conversations.begun import begun_by
from chalicelib.conversations.marking import Marking
from chalicelib.conversations.model import Head
from chalicelib.conversations.service import ConversationsService
from chalicelib.conversations.store import ConversationStore
from chalicelib.customers.blocking import Blocking
from chalicelib.customers.model import Customer
from chalicelib.customers.profiles import Profiles
from chalicelib.customers.service import CustomersService
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Cursors, Page, Position


class Dealings:
    def __init__(
        self,
        *,
        profiles: Profiles,
        blocking: Blocking,
        marking: Marking,
        customers: CustomersService,
        conversations: ConversationsService,
        store: ConversationStore,
        cursors: Cursors,
    ) -> None:
        self._profiles = profiles
        self._blocking = blocking
        self._marking = marking
        self._customers = customers
        self._conversations = conversations
        self._store = store
        self._cursors = cursors

    def whole(self, desk: Desk, customer: Customer) -> dict[str, Any]:
        return self._profiles.whole(desk, customer)

    def change(
        self, desk: Desk, *, customer_id: str, version: int, values: Mapping[str, Any]
    ) -> Customer:
        """The record, and what the lists show of it."""
        changed = self._profiles.change(
            desk, customer_id=customer_id, version=version, values=values
        )
        self._conversations.rename(desk, customer=changed)
        return changed

    def block(self, desk: Desk, *, customer_id: str, reason: str) -> Customer:
        """First the records, so that no conversation begins any more; then those that there are."""
        found = self._blocking.block(desk, customer_id=customer_id, reason=reason)
        self._marking.mark(desk, found, blocked=True)
        return found[0]

    def unblock(self, desk: Desk, *, customer_id: str) -> Customer:
        found = self._blocking.unblock(desk, customer_id=customer_id)
        self._marking.mark(desk, found, blocked=False)
        return found[0]

    def page(self, desk: Desk, *, customer_id: str, cursor: str | None, limit: int) -> Page[Head]:
        """Of the customer and all that are a part of them, the latest begun first."""
        customer = self._customers.known(desk, customer_id=customer_id)
        group = [customer.id, *customer.merged]

        def ask(after: Position | None) -> tuple[list[Head], Position | None]:
            before = after["before"] if after else ""
            ids = begun_by(desk, group, before=before, limit=limit + 1)
            last = {"before": ids[limit - 1]} if len(ids) > limit else None
            return self._store.heads(desk, ids[:limit]), last

        return self._cursors.page(desk.merchant, f"conversations of {customer.id}", cursor, ask)
