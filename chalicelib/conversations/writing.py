"""How a conversation is written: one transaction, tried again where somebody else was quicker."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from chalicelib.attachments.model import File
from chalicelib.conversations.model import Author, AuthorKind, Event, Head, Message, MessageKind
from chalicelib.conversations.reading import Reading
from chalicelib.conversations.rules import after_message, touched
from chalicelib.conversations.store import ConversationStore
from chalicelib.conversations.transitions import marked_by
from chalicelib.core.caller import CallerKind
from chalicelib.core.clock import Clock, to_the_ms
from chalicelib.core.errors import Conflict
from chalicelib.core.ids import ConversationId, MessageId, new_id
from chalicelib.core.values import replace
from chalicelib.customers.service import CustomersService
from chalicelib.table import writes
from chalicelib.table.attempts import until_uncontended
from chalicelib.table.desk import Desk

Done = TypeVar("Done")
# What a later room writes in the same transaction; made of the head as the attempt found it.
Also = Sequence[writes.Operation] | Callable[[Head], Sequence[writes.Operation]]
# The operations of this room: another one's failing condition is its owner's to answer.
OWN = frozenset({"head", "message", "listed", "customer", "thread", "delivery"})


class Writing(Reading):
    def __init__(
        self,
        *,
        clock: Clock,
        store: ConversationStore,
        customers: CustomersService,
        name_of: Callable[[Desk], str],
        bot_on: Callable[[Desk], bool],
        watch: Callable[[Desk, str, datetime], writes.Operation],
        remind: Callable[[Desk, str, datetime], writes.Operation],
        file_of: Callable[..., File],
        saying: Callable[[Desk, File], writes.Operation],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`name_of` tells the display name of the person who calls, `bot_on` whether the bot speaks
        first; `file_of` opens what stands for an attachment, `saying` has it stay; `watch` has somebody look then whether
        the bot has left a customer without an answer, `remind` whether one has not seen theirs.
        """
        super().__init__(store=store, customers=customers)
        self._name_of = name_of
        self._bot_on = bot_on
        self._watch = watch
        self._remind = remind
        self._file_of = file_of
        self._saying = saying
        self._clock = clock
        self._sleep = sleep

    def _now(self) -> datetime:
        """To the millisecond, as it lies in the table."""
        return to_the_ms(self._clock())

    def _store_all(
        self, desk: Desk, before: Head, moved: Head, messages: Sequence[Message], also: Also = ()
    ) -> Head:
        """Put `messages` on top of what else `moved` changes; the first of them says what it set off."""
        after = moved
        for message in messages:
            after = after_message(after, message)
        if len(messages) > 1:
            after = replace(after, version=before.version + 1)
        after = touched(before, after)
        first, *rest = messages
        marked = [marked_by(before, after, first), *(marked_by(after, after, m) for m in rest)]
        try:
            writes.transact(
                *(self._store.putting(desk, message, before.customer) for message in marked),
                self._store.moving(desk, before, after),
                *(also(before) if callable(also) else also),
            )
        except writes.ConditionFailed as failure:
            if failure.labels == ("message",):  # and the head is as it was read
                self._store.moved_on(desk, before)
            raise
        return after

    def _event(self, head: Head, event: Event, by: Author, **given: Any) -> Message:
        return self._line(head.id, head.seq + 1, MessageKind.EVENT, by, event=str(event), **given)

    def _line(
        self, conversation: ConversationId, seq: int, kind: MessageKind, by: Author, **given: Any
    ) -> Message:
        return Message(
            id=MessageId(new_id()),
            conversation=conversation,
            seq=seq,
            at=self._now(),
            kind=kind,
            author=by,
            **given,
        )

    def _who_calls(self, desk: Desk) -> Author:
        """Who stands at an event's line."""
        caller = desk.caller
        match caller.kind:
            case CallerKind.PERSON:
                return Author(AuthorKind.AGENT, caller.id, self._name_of(desk))
            case CallerKind.VISITOR:
                return Author(AuthorKind.CUSTOMER, caller.id)
            case CallerKind.SYSTEM:
                return Author(AuthorKind.SYSTEM, caller.id)
        raise Conflict("Only a person can hold a conversation.", rule="person")

    def _until_uncontended(self, attempt: Callable[[], Done]) -> Done:
        """Try again where somebody else was quicker; each try reads the state anew."""
        return until_uncontended(attempt, own=OWN, sleep=self._sleep)
