"""What changes a conversation's state, and what is told in its history: later rooms call these.

Each is one transaction on the head as it was read, tried again by itself; `also` goes into it, and
a condition of `also` that fails is the caller's (`writes.ConditionFailed` with its label).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.conversations.model import (
    Assignee,
    Author,
    AuthorKind,
    Event,
    Extra,
    HandoffReason,
    Head,
    Message,
    MessageKind,
    Rating,
    Status,
    TicketRef,
)
from chalicelib.conversations.rules import ensure_may_move, ensure_may_rate, ensure_not_blocked
from chalicelib.conversations.transitions import TOLD, Move, after_event
from chalicelib.conversations.writing import Also, Writing
from chalicelib.core.errors import Conflict
from chalicelib.core.ids import PersonId
from chalicelib.core.values import replace
from chalicelib.table.desk import Desk

BOT = "bot"


class Moving(Writing):
    def move(
        self,
        desk: Desk,
        *,
        conversation: str,
        event: Event,
        by: Author | None = None,
        to: Assignee | None = None,
        team: str = "",
        data: Mapping[str, Any] | None = None,
        also: Also = (),
    ) -> Head:
        """The new state and its line in the history, together.

        `by` is who calls unless said; who takes a conversation holds it afterwards.
        """
        who = by or self._who_calls(desk)
        taker = Assignee(PersonId(who.id), who.name) if event is Event.TAKEN else None
        move = Move(event, to or taker, team, data or {})
        return self._until_uncontended(lambda: self._move(desk, conversation, move, who, also))

    def _move(self, desk: Desk, conversation: str, move: Move, by: Author, also: Also) -> Head:
        head = self.get(desk, conversation=conversation)
        to = ensure_may_move(head, desk.caller, move)
        line = self._event(head, move.event, by, extra=Extra(data=move.data))
        return self._store_all(desk, head, after_event(head, to, move, line.at), [line], also)

    def tell(
        self,
        desk: Desk,
        *,
        conversation: str,
        event: Event,
        data: Mapping[str, Any],
        by: Author | None = None,
        ticket: TicketRef | None = None,
        text: str = "",
        also: Also = (),
    ) -> Head:
        """A line in the history, and no other state; `ticket` sets the open one, NO_TICKET ends it.

        `text` are words to the customer of whom `by` names, below the line.
        """
        if event not in TOLD:
            raise ValueError(f"{event} changes the state: move")
        who = by or self._who_calls(desk)

        def attempt() -> Head:
            head = self.get(desk, conversation=conversation)
            line = self._event(head, event, who, extra=Extra(data=data))
            lines = [line]
            if text:
                seq = head.seq + 2
                lines.append(self._line(head.id, seq, MessageKind.MESSAGE, who, text=text))
            told = head if ticket is None else replace(head, ticket=ticket)
            return self._store_all(desk, head, told, lines, also)

        return self._until_uncontended(attempt)

    def rate(self, desk: Desk, *, conversation: str, score: int, text: str) -> Head:
        """The customer's own word on what was done; given again it replaces the one before."""
        by = self._who_calls(desk)

        def attempt() -> Head:
            head = self.get(desk, conversation=conversation)
            ensure_not_blocked(head, desk.caller)
            line = self._event(head, Event.RATED, by, text=text, extra=Extra(data={"score": score}))
            ensure_may_rate(head, line.at)
            first = head.rating.at if head.rating else line.at
            return self._store_all(desk, head, replace(head, rating=Rating(score, first)), [line])

        return self._until_uncontended(attempt)

    def bot_says(
        self,
        desk: Desk,
        *,
        conversation: str,
        up_to: int,
        text: str,
        options: Sequence[tuple[str, str]] = (),
        name: str = "",
        tried: Mapping[str, Any] | None = None,
        also: Also = (),
    ) -> Message | None:
        """The bot's answer to everything up to a seq; None where that was answered, or is no longer its."""
        by, extra = Author(AuthorKind.BOT, BOT, name), Extra(tuple(options), tried=tried or {})

        def attempt() -> Message | None:
            head = self.get(desk, conversation=conversation)
            if head.status is not Status.BOT or head.answered >= up_to:
                return None
            said = self._line(
                head.id, head.seq + 1, MessageKind.MESSAGE, by, text=text, extra=extra
            )
            self._store_all(desk, head, replace(head, answered=up_to), [said], also)
            return said

        return self._until_uncontended(attempt)

    def hand_over(
        self,
        desk: Desk,
        *,
        conversation: str,
        reason: HandoffReason,
        up_to: int = 0,
        text: str = "",
        name: str = "",
        tried: Mapping[str, Any] | None = None,
        also: Also = (),
    ) -> Head | None:
        """From the bot to the queue, with the bot's parting words where there are any.

        None where the bot does not hold it any more, or has answered `up_to` already (0: whatever
        it has answered).
        """
        bot = Author(AuthorKind.BOT, BOT, name)
        by = self._who_calls(desk) if desk.caller.is_visitor else bot
        move = Move(Event.HANDED_OVER, data={"reason": str(reason)})

        def attempt() -> Head | None:
            head = self.get(desk, conversation=conversation)
            ensure_not_blocked(head, desk.caller)
            if head.status is not Status.BOT or 0 < up_to <= head.answered:
                return None
            line = self._event(head, move.event, by, extra=Extra(data=move.data, tried=tried or {}))
            lines = [line]
            if text:
                seq = head.seq + 2
                lines.append(self._line(head.id, seq, MessageKind.MESSAGE, bot, text=text))
            moved = after_event(head, Status.QUEUED, move, line.at)
            return self._store_all(desk, head, moved, lines, also)

        return self._until_uncontended(attempt)

    def ask_for_person(self, desk: Desk, *, conversation: str, also: Also = ()) -> Head:
        """The customer's button: done already where a person or the queue has it."""
        handed = self.hand_over(
            desk, conversation=conversation, reason=HandoffReason.ASKED, also=also
        )
        head = handed or self.get(desk, conversation=conversation)
        if head.status is Status.RESOLVED:
            raise Conflict("It is resolved: write, and it is opened again.", rule="state")
        return head
