"""What may be done with a conversation. Every write is one transaction, or nothing."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from chalicelib.conversations.model import (
    Assignee,
    Author,
    AuthorKind,
    Event,
    Head,
    Message,
    MessageKind,
    Status,
)
from chalicelib.conversations.reading import Reading
from chalicelib.conversations.rules import (
    after_event,
    after_message,
    ensure_may_move,
    ensure_may_say,
    ensure_may_write,
    registered,
    repeated,
    touched,
)
from chalicelib.conversations.store import ConversationStore
from chalicelib.core.caller import CallerKind
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Busy, Conflict, NotFound, UnknownSession
from chalicelib.core.ids import ConversationId, CustomerId, MessageId, PersonId, new_id
from chalicelib.customers.model import Customer
from chalicelib.customers.service import CustomersService
from chalicelib.table import writes
from chalicelib.table.desk import Desk

Done = TypeVar("Done")
ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """What a sender wants stored: its session and counter name it for ever."""

    session: str
    n: int
    text: str
    kind: MessageKind = MessageKind.MESSAGE
    author_name: str = ""
    line: str = ""


class ConversationsService(Reading):
    def __init__(
        self,
        *,
        clock: Clock,
        store: ConversationStore,
        customers: CustomersService,
        name_of: Callable[[Desk], str],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`name_of` tells the display name of the person who calls."""
        super().__init__(store=store, customers=customers)
        self._name_of = name_of
        self._clock = clock
        self._sleep = sleep

    def register(self, desk: Desk, *, conversation: str, session: str) -> Head:
        """Let a sending session number its messages in this conversation, from 1."""
        ensure_may_write(desk.caller)

        def attempt() -> Head:
            head = self.get(desk, conversation=conversation)
            if session in head.senders:
                return head
            after = replace(
                head, version=head.version + 1, senders=registered(head.senders, session, head.seq)
            )
            writes.transact(self._store.moving(desk, head, after))
            return after

        return self._until_uncontended(attempt)

    def rename(self, desk: Desk, *, customer: Customer) -> None:
        """The lists show the customer's name of now, in the conversation of now."""
        if customer.current is None:
            return
        conversation = customer.current

        def attempt() -> None:
            head = self.get(desk, conversation=conversation)
            if head.customer_name != customer.name:
                after = replace(head, version=head.version + 1, customer_name=customer.name)
                writes.transact(self._store.moving(desk, head, after))

        self._until_uncontended(attempt)

    def say(self, desk: Desk, *, conversation: str | None, words: Words) -> Message:
        """Store a message once, whatever is sent again; the answer is what lies in the table."""
        ensure_may_write(desk.caller, words.kind)
        return self._until_uncontended(lambda: self._say(desk, conversation, words))

    def _say(self, desk: Desk, conversation: str | None, words: Words) -> Message:
        head = self._addressed(desk, conversation)
        if isinstance(head, Customer):
            return self._start(desk, head, words)
        known = repeated(head.senders, words.session, words.n)
        if known is not None:
            return self._said_before(desk, head, words, known)
        ensure_may_say(head, desk.caller, words.kind, self._clock())
        message = self._message(desk, head.id, head.seq + 1, words)
        after = touched(head, after_message(head, message))
        writes.transact(self._store.putting(desk, message), self._store.moving(desk, head, after))
        return message

    def _addressed(self, desk: Desk, conversation: str | None) -> Head | Customer:
        """The conversation meant: a visitor's own of now where none is named.

        Or the customer who has to begin one, as they were when there was none: two who read that at
        once cannot both begin.
        """
        if conversation is not None:
            return self.get(desk, conversation=conversation)
        if not desk.caller.is_visitor:
            raise NotFound("Name the conversation.", pointer="/conversation", rule="required")
        customer = self._customers.who_calls(desk)
        head = self._current_of(desk, customer)
        if head is None:
            return customer
        try:
            ensure_may_say(head, desk.caller, MessageKind.MESSAGE, self._clock())
        except Conflict:
            return customer
        return head

    def _said_before(self, desk: Desk, head: Head, words: Words, seq: int) -> Message:
        found = (
            self._store.message(desk, head.id, seq)
            if seq
            else self._store.find_sent(desk, head, words.session, words.n)
        )
        if found is None:
            raise UnknownSession("Too old to be found by its number: sync to compare.")
        return found

    def _start(self, desk: Desk, customer: Customer, words: Words) -> Message:
        if words.n != 1 or words.kind is not MessageKind.MESSAGE:
            raise UnknownSession("A new conversation starts with message 1 of its session.")
        now = from_wire(to_wire(self._clock()))
        conversation = ConversationId(new_id())
        message = self._message(desk, conversation, 1, words)
        empty = Head(
            id=conversation,
            status=Status.QUEUED,
            customer=CustomerId(desk.caller.id),
            customer_name=customer.name,
            locale=customer.locale,
            seq=0,
            version=0,
            created_at=now,
            updated_at=now,
            touched_at=now,
        )
        head = touched(None, after_message(empty, message))
        writes.transact(
            *self._store.starting(desk, head),
            self._store.putting(desk, message),
            self._customers.starting(desk, customer, conversation),
        )
        return message

    def _message(self, desk: Desk, conversation: ConversationId, seq: int, words: Words) -> Message:
        kind = AuthorKind.CUSTOMER if desk.caller.is_visitor else AuthorKind.AGENT
        return Message(
            id=MessageId(new_id()),
            conversation=conversation,
            seq=seq,
            at=from_wire(to_wire(self._clock())),
            kind=words.kind,
            text=words.text,
            author=Author(kind, desk.caller.id, words.author_name),
            session=words.session,
            n=words.n,
            line=words.line,
        )

    def typing(self, desk: Desk, *, conversation: str) -> Head:
        """The conversation, for one who may write there."""
        ensure_may_write(desk.caller)
        return self.get(desk, conversation=conversation)

    def see(self, desk: Desk, *, conversation: str, seq: int) -> None:
        head = self.get(desk, conversation=conversation)
        if not desk.caller.is_visitor and (
            head.assignee is None or head.assignee.id != desk.caller.id
        ):
            return  # a colleague who looks in has not answered for the one who holds it
        if 0 < seq <= head.seq:
            self._store.see(desk, head.id, by_customer=desk.caller.is_visitor, seq=seq)

    def move(self, desk: Desk, *, conversation: str, event: Event) -> Head:
        """take, release, resolve, reopen: the new state and its line in the history, together."""
        if desk.caller.kind is not CallerKind.PERSON:
            raise Conflict("Only a person can hold a conversation.", rule="person")
        by = Assignee(PersonId(desk.caller.id), self._name_of(desk))
        return self._until_uncontended(lambda: self._move(desk, conversation, event, by))

    def _move(self, desk: Desk, conversation: str, event: Event, by: Assignee) -> Head:
        head = self.get(desk, conversation=conversation)
        to = ensure_may_move(head, desk.caller, event)
        message = Message(
            id=MessageId(new_id()),
            conversation=head.id,
            seq=head.seq + 1,
            at=from_wire(to_wire(self._clock())),
            kind=MessageKind.EVENT,
            event=str(event),
            author=Author(AuthorKind.AGENT, by.id, by.name),
        )
        after = touched(head, after_message(after_event(head, to, event, by), message))
        writes.transact(self._store.putting(desk, message), self._store.moving(desk, head, after))
        return after

    def _until_uncontended(self, attempt: Callable[[], Done]) -> Done:
        """Try again where somebody else was quicker; each try reads the state anew."""
        for turn in range(ATTEMPTS):
            try:
                return attempt()
            except (writes.ConditionFailed, writes.Contended):
                self._sleep(random.uniform(0, 0.01 * 2**turn))  # noqa: S311 - jitter
        raise Busy("Many people write here at once; try again.", retry_after=1, retry_ms=500)
