"""What people say in a conversation. Every write is one transaction, or nothing."""

from chalicelib.attachments.model import File
from chalicelib.conversations.amendments import CHANGED
from chalicelib.conversations.model import (
    NO_EXTRA,
    Author,
    AuthorKind,
    Extra,
    Head,
    Message,
    MessageKind,
    Told,
)
from chalicelib.conversations.receiving import Receiving
from chalicelib.conversations.rules import (
    ensure_may_say,
    ensure_may_write,
    ensure_not_blocked,
    registered,
    repeated,
)
from chalicelib.conversations.words import Words
from chalicelib.core.errors import Conflict, Invalid, NotFound, UnknownSession
from chalicelib.core.ids import ConversationId, new_id
from chalicelib.core.values import replace
from chalicelib.customers.model import Customer
from chalicelib.customers.model import ensure_not_blocked as ensure_welcome
from chalicelib.table import writes
from chalicelib.table.desk import Desk

__all__ = ["ConversationsService", "Words"]


class ConversationsService(Receiving):
    def register(self, desk: Desk, *, conversation: str, session: str) -> Head:
        """Let a sending session number its messages in this conversation, from 1."""
        ensure_may_write(desk.caller)

        def attempt() -> Head:
            head = self.get(desk, conversation=conversation)
            if session in head.senders:
                return head
            after = registered(head, session, self._clock())
            writes.transact(self._store.moving(desk, head, after))
            return after

        return self._until_uncontended(attempt)

    def rename(self, desk: Desk, *, customer: Customer) -> None:
        """The conversation of now shows the customer's name of now, and knows whether letters reach them."""
        if customer.current is None:
            return
        conversation = customer.current

        def attempt() -> None:
            head = self.get(desk, conversation=conversation)
            reached = customer.email and head.via is None
            told = (head.told or Told(0, head.created_at)) if reached else None
            after = replace(head, customer_name=customer.name, told=told)
            if after != head:
                after = replace(after, version=head.version + 1)
                writes.transact(self._store.moving(desk, head, after))

        self._until_uncontended(attempt)

    def told_of(self, desk: Desk, head: Head) -> writes.Operation:
        """A letter holds all that its customer misses by now: the next reply is another's.

        Fails by its label `head` where anything was said meanwhile.
        """
        told = Told(0, head.told.due if head.told else head.updated_at)
        after = replace(head, told=told, version=head.version + 1)
        return self._store.moving(desk, head, after)

    def say(self, desk: Desk, *, conversation: str | None, words: Words) -> Message:
        """Store a message once, whatever is sent again; the answer is what lies in the table."""
        ensure_may_write(desk.caller, words.kind)
        if words.choice and not desk.caller.is_visitor:
            raise Invalid("Only a customer chooses.", pointer="/parts/0/type", rule="enum")
        return self._until_uncontended(lambda: self._say(desk, conversation, words))

    def _say(self, desk: Desk, conversation: str | None, words: Words) -> Message:
        head = self._addressed(desk, conversation)
        if isinstance(head, Customer):
            return self._start(desk, head, words)
        known = repeated(head.senders, words.session, words.n)
        if known is not None:
            return self._said_before(desk, head, words, known)
        ensure_not_blocked(head, desk.caller)
        ensure_may_say(head, desk.caller, words.kind, self._clock())
        self._ensure_quotable(desk, head, words)
        message = self._message(desk, head.id, head.seq + 1, words)
        moved, also = self._heard(desk, head, message)
        self._store_all(desk, head, moved, [message], [*also, *self._staying(desk, message)])
        return message

    def _ensure_quotable(self, desk: Desk, head: Head, words: Words) -> None:
        """What was said, to those who may see it: a note is quoted in notes alone."""
        if not words.quote:
            return
        found = self._store.message(desk, head.id, words.quote) if words.quote <= head.seq else None
        if (
            found is None
            or found.kind not in CHANGED
            or (found.internal and words.kind is not MessageKind.NOTE)
        ):
            raise Invalid("There is no such message to quote.", pointer="/quote", rule="exists")

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
        if not words.are_those_of(found, self._files(desk, words, said=True)):
            raise Conflict("This number stands for another message.", rule="reused")
        return found

    def _start(self, desk: Desk, customer: Customer, words: Words) -> Message:
        ensure_welcome(customer)
        if words.n != 1 or words.kind is not MessageKind.MESSAGE:
            raise UnknownSession("A new conversation starts with message 1 of its session.")
        if words.quote:
            raise Invalid("There is nothing to quote yet.", pointer="/quote", rule="exists")
        conversation = ConversationId(new_id())
        message = self._message(desk, conversation, 1, words)
        empty = self._empty(customer, message, bot=self._bot_on(desk))
        claim = self._customers.starting(desk, customer, conversation)
        self._begin(desk, empty, message, [claim, *self._staying(desk, message)])
        return message

    def _message(self, desk: Desk, conversation: ConversationId, seq: int, words: Words) -> Message:
        kind = AuthorKind.CUSTOMER if desk.caller.is_visitor else AuthorKind.AGENT
        return self._line(
            conversation,
            seq,
            words.kind,
            Author(kind, desk.caller.id, words.author_name),
            text=words.text,
            session=words.session,
            n=words.n,
            line=words.line,
            extra=self._extra(desk, words),
        )

    def _extra(self, desk: Desk, words: Words) -> Extra:
        if not (words.choice or words.quote or words.attachments):
            return NO_EXTRA
        return Extra(choice=words.choice, about=words.quote, files=self._files(desk, words))

    def _files(self, desk: Desk, words: Words, *, said: bool = False) -> tuple[File, ...]:
        """`said`: of a message that may lie there already, however long ago."""
        return tuple(
            self._file_of(desk, token, pointer=f"/parts/{place}/attachment", said=said)
            for place, token in words.attachments
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
        if seq > head.seq:
            raise Invalid("There is no such message yet.", pointer="/seq", rule="future")
        if seq > 0:
            self._store.see(desk, head.id, by_customer=desk.caller.is_visitor, seq=seq)
