"""Where a visitor arrives: who they are (customers) and what they were talking about, in one answer."""

from collections.abc import Callable
from typing import Any

from chalicelib.conversations.model import Head
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.clock import Clock
from chalicelib.customers.model import Customer
from chalicelib.customers.service import CustomersService
from chalicelib.table.desk import Desk


class Reception:
    def __init__(
        self,
        *,
        customers: CustomersService,
        conversations: ConversationsService,
        clock: Clock,
        bot_face: Callable[[Desk], dict[str, Any] | None],
    ) -> None:
        """`bot_face`: name and welcome of the bot, where it speaks first."""
        self.customers = customers
        self.conversations = conversations
        self._clock = clock
        self._bot_face = bot_face

    def for_visitor(self, head: Head) -> dict[str, Any]:
        return head.wire_for_visitor(self._clock())

    def visit(self, *, widget_key: str, grant: str, **given: str) -> dict[str, Any]:
        visit = self.customers.visit(widget_key=widget_key, grant=grant, **given)
        with visit.desk.open():
            head = self.conversations.current(visit.desk)
            looks = self.customers.looks(visit.desk)
            bot = self._bot_face(visit.desk)
        current = self.for_visitor(head) if head else None
        return {**visit.wire(), "conversation": current, "bot": bot, **looks}

    def change_customer(
        self, desk: Desk, *, customer_id: str, version: int, values: dict[str, str]
    ) -> Customer:
        """The record, and what the lists show of it."""
        changed = self.customers.change(
            desk, customer_id=customer_id, version=version, values=values
        )
        self.conversations.rename(desk, customer=changed)
        return changed
