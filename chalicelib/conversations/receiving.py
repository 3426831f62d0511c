"""How a conversation begins and goes on with its customer's words, whichever way they come.

Words that come through an inbox bear no number of ours: whoever receives them hands in what guards
them, and it is written with the message or not at all.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.conversations.delivering import Delivering
from chalicelib.conversations.model import (
    BOT_SILENCE,
    BOT_WATCHED,
    Arrival,
    Author,
    AuthorKind,
    Extra,
    HandoffReason,
    Head,
    Message,
    MessageKind,
    Status,
    Told,
    preview,
)
from chalicelib.conversations.rules import (
    after_message,
    ensure_may_say,
    ensure_not_erased,
    is_looked_after,
    to_tell,
    touched,
)
from chalicelib.conversations.transitions import handed_over, marked_by
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.ids import ConversationId, new_id
from chalicelib.core.values import replace
from chalicelib.customers.model import Customer
from chalicelib.table import writes
from chalicelib.table.desk import Desk

# What is written with a message, made of the place that it gets: its conversation and its seq.
Guarding = Callable[[str, int], Sequence[writes.Operation]]


class Receiving(Delivering):
    def receive(
        self,
        desk: Desk,
        *,
        customer: Customer,
        arrival: Arrival,
        guarding: Guarding,
        conversation: str = "",
    ) -> Message:
        """`desk` is the customer's own. Into the conversation named, else that of the thread, else a new one.

        What the guard refuses was here before: ConditionFailed with its own label tells so.
        """
        return self._until_uncontended(
            lambda: self._receive(desk, customer, arrival, guarding, conversation)
        )

    def _receive(
        self,
        desk: Desk,
        customer: Customer,
        arrival: Arrival,
        guarding: Guarding,
        conversation: str,
    ) -> Message:
        held = self._store.thread(desk, customer.id, arrival.thread)
        head = self._goes_on(desk, conversation or held, arrival)
        if head is not None:
            message = self._arrived(desk, head.id, head.seq + 1, arrival)
            moved, also = self._heard(desk, head, message)
            written = [*also, *guarding(head.id, message.seq), *self._staying(desk, message)]
            self._store_all(desk, head, moved, [message], written)
            return message
        fresh = ConversationId(new_id())
        message = self._arrived(desk, fresh, 1, arrival)
        claim = self._store.threading(desk, customer.id, arrival.thread, held, fresh)
        empty = self._empty(customer, message, bot=arrival.bot and self._bot_on(desk))
        empty = replace(
            empty,
            via=arrival.via,
            subject=preview(arrival.subject),
            team=arrival.team,
            ticket=arrival.ticket,
            told=None,
        )
        claims = [claim, *guarding(fresh, 1), *self._staying(desk, message)]
        self._begin(desk, empty, message, claims)
        return message

    def _goes_on(self, desk: Desk, conversation: str, arrival: Arrival) -> Head | None:
        """The conversation, where it may still be spoken in."""
        if not conversation:
            return None
        try:
            head = self.get(desk, conversation=conversation)
            if arrival.event:
                ensure_not_erased(head)
            else:
                ensure_may_say(head, desk.caller, MessageKind.MESSAGE, self._clock())
        except (NotFound, Conflict):
            return None
        return head

    def _arrived(
        self, desk: Desk, conversation: ConversationId, seq: int, arrival: Arrival
    ) -> Message:
        return self._line(
            conversation,
            seq,
            MessageKind.EVENT if arrival.event else MessageKind.MESSAGE,
            Author(AuthorKind.CUSTOMER, desk.caller.id, arrival.author_name),
            text=arrival.text,
            event=arrival.event,
            extra=Extra(
                about=arrival.quote,
                files=arrival.files,
                more=arrival.more,
                source=arrival.source,
            ),
        )

    def _empty(self, customer: Customer, message: Message, *, bot: bool) -> Head:
        """A conversation before its first message."""
        return Head(
            id=message.conversation,
            status=Status.BOT if bot else Status.QUEUED,
            customer=customer.id,
            customer_name=customer.name,
            locale=customer.locale,
            seq=0,
            version=0,
            created_at=message.at,
            updated_at=message.at,
            touched_at=message.at,
            queued_at=None if bot else message.at,
            told=Told(0, message.at) if customer.email else None,
        )

    def _begin(
        self, desk: Desk, empty: Head, message: Message, claim: Sequence[writes.Operation]
    ) -> None:
        """`claim`: what makes it the customer's only one, of those that may begin at once."""
        head = touched(None, after_message(empty, message))
        bot = head.status is Status.BOT
        writes.transact(
            *self._store.starting(desk, head),
            self._store.putting(desk, marked_by(None, head, message), head.customer),
            *claim,
            *(self._watching(desk, head.id, message.at) if bot else ()),
        )

    def _heard(
        self, desk: Desk, head: Head, message: Message
    ) -> tuple[Head, list[writes.Operation]]:
        """What a message that somebody says sets off beside itself."""
        asks_bot = (
            head.status is Status.BOT
            and message.author.kind is AuthorKind.CUSTOMER
            and message.kind is MessageKind.MESSAGE
        )
        left = asks_bot and not self._bot_on(desk)
        moved = handed_over(head, HandoffReason.OFF, message.at) if left else head
        also: list[writes.Operation] = []
        if asks_bot and message.at - head.updated_at > BOT_WATCHED:
            also = self._watching(desk, head.id, message.at)
        if told := to_tell(head, message):
            moved = replace(head, told=told)
            if not is_looked_after(head.told, message.at):
                also = [self._remind(desk, head.id, told.due)]
        return moved, also

    def _watching(self, desk: Desk, conversation: str, asked: datetime) -> list[writes.Operation]:
        return [self._watch(desk, conversation, asked + BOT_SILENCE)]

    def _staying(self, desk: Desk, message: Message) -> list[writes.Operation]:
        """Each file once, however often the message names it: a transaction takes no item twice."""
        files = {file.id: file for file in message.extra.files}
        return [self._saying(desk, file) for file in files.values()]
