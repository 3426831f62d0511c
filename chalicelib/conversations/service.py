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
    after_event,
    after_message,
    ensure_may_move,
    ensure_may_say,
    ensure_readable,
    registered,
    repeated,
    touched,
)
from chalicelib.conversations.store import ConversationStore
from chalicelib.core.caller import CallerKind
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Busy, Conflict, NotFound, UnknownSession
from chalicelib.core.ids import ConversationId, CustomerId, MessageId, PersonId, is_id, new_id
from chalicelib.customers.service import CustomersService
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Page

Done = TypeVar("Done")
ATTEMPTS = 8
SYNC_PAGE = 50


@dataclass(frozen=True, slots=True)
class Words:
    """What a sender wants stored: its session and counter name it for ever."""

    session: str
    n: int
    text: str
    kind: MessageKind = MessageKind.MESSAGE
    author_name: str = ""


@dataclass(frozen=True, slots=True)
class History:
    head: Head
    messages: list[Message]
    more: bool


class ConversationsService:
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
        self._name_of = name_of
        self._clock = clock
        self._store = store
        self._customers = customers
        self._sleep = sleep

    # --- reading ---------------------------------------------------------------------------------

    def get(self, desk: Desk, *, conversation: str) -> Head:
        head = self._store.head(desk, conversation) if is_id(conversation) else None
        return ensure_readable(head, desk.caller)

    def current(self, desk: Desk) -> Head | None:
        """The visitor's own conversation of now."""
        customer = self._customers.who_calls(desk)
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
        messages = self._store.history(
            desk, head.id, after=after or 0, before=end, limit=limit, newest_first=after is None
        )
        if after is None:
            return History(head, messages, more=bool(messages) and messages[0].seq > 1)
        return History(head, messages, more=bool(messages) and messages[-1].seq < end - 1)

    def view(self, desk: Desk, *, view: str, cursor: str | None, limit: int) -> Page[Head]:
        """One of unassigned (longest waiting first), mine or all (newest first)."""
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

    def of_visitor(self, desk: Desk, *, cursor: str | None, limit: int) -> Page[Head]:
        return self._store.of_customer(desk, desk.caller.id, cursor=cursor, limit=limit)

    # --- saying ----------------------------------------------------------------------------------

    def register(self, desk: Desk, *, conversation: str, session: str) -> Head:
        """Let a sending session number its messages in this conversation, from 1."""

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

    def say(self, desk: Desk, *, conversation: str | None, words: Words) -> Message:
        """Store a message once, whatever is sent again; the answer is what lies in the table."""
        return self._until_uncontended(lambda: self._say(desk, conversation, words))

    def _say(self, desk: Desk, conversation: str | None, words: Words) -> Message:
        head = self._addressed(desk, conversation)
        if head is None:
            return self._start(desk, words)
        known = repeated(head.senders, words.session, words.n)
        if known is not None:
            return self._said_before(desk, head, words, known)
        ensure_may_say(head, desk.caller, words.kind, self._clock())
        message = self._message(desk, head.id, head.seq + 1, words)
        after = touched(head, after_message(head, message))
        writes.transact(self._store.putting(desk, message), self._store.moving(desk, head, after))
        return message

    def _addressed(self, desk: Desk, conversation: str | None) -> Head | None:
        """The conversation meant: a visitor's own of now where none is named. None: start one."""
        if conversation is not None:
            return self.get(desk, conversation=conversation)
        if not desk.caller.is_visitor:
            raise NotFound("Name the conversation.", pointer="/conversation", rule="required")
        head = self.current(desk)
        if head is None:
            return None
        try:
            ensure_may_say(head, desk.caller, MessageKind.MESSAGE, self._clock())
        except Conflict:
            return None
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

    def _start(self, desk: Desk, words: Words) -> Message:
        if words.n != 1 or words.kind is not MessageKind.MESSAGE:
            raise UnknownSession("A new conversation starts with message 1 of its session.")
        customer = self._customers.who_calls(desk)
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
        )

    def see(self, desk: Desk, *, conversation: str, seq: int) -> None:
        head = self.get(desk, conversation=conversation)
        if not desk.caller.is_visitor and (
            head.assignee is None or head.assignee.id != desk.caller.id
        ):
            return  # a colleague who looks in has not answered for the one who holds it
        if 0 < seq <= head.seq:
            self._store.see(desk, head.id, by_customer=desk.caller.is_visitor, seq=seq)

    # --- moving ----------------------------------------------------------------------------------

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
