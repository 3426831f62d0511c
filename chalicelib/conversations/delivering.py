"""How far the messages have come that go out by an inbox. The channels say so; here it is kept."""

from datetime import datetime

from chalicelib.conversations.amending import Amending
from chalicelib.conversations.model import (
    AuthorKind,
    Delivery,
    Head,
    Message,
    MessageKind,
    Reached,
)
from chalicelib.core.errors import NotFound
from chalicelib.core.values import replace
from chalicelib.table import writes
from chalicelib.table.desk import Desk

# What may follow what by the other side's word; what is not here has come as far as it goes.
RECEIPTS = {
    Reached.DELIVERED: frozenset({Reached.PENDING, Reached.SENDING, Reached.SENT, Reached.UNKNOWN}),
    Reached.READ: frozenset(
        {Reached.PENDING, Reached.SENDING, Reached.SENT, Reached.UNKNOWN, Reached.DELIVERED}
    ),
    Reached.FAILED: frozenset(
        {Reached.PENDING, Reached.SENDING, Reached.SENT, Reached.UNKNOWN, Reached.DELIVERED}
    ),
}
GONE = frozenset({Reached.SENT, Reached.DELIVERED, Reached.READ, Reached.UNKNOWN})
LOOK_BACK = 50
UNSETTLED = frozenset({Reached.PENDING, Reached.SENDING})
RETRIABLE = frozenset({Reached.FAILED, Reached.UNKNOWN})


class Delivering(Amending):
    def deliver(self, desk: Desk, *, message: Message, delivery: Delivery) -> Message:
        """Fails by its label `delivery` where somebody else has said otherwise meanwhile."""
        writes.transact(self._store.delivering(desk, message, delivery))
        return replace(message, delivery=delivery)

    def since_last_word(
        self, desk: Desk, *, head: Head, waiting: bool = False
    ) -> tuple[datetime | None, int]:
        """When its customer spoke last, and how many messages of ours have gone out since.

        `waiting`: with those that are to go out yet.
        """
        recent = self._store.history(
            desk, head.id, after=0, before=head.seq + 1, limit=LOOK_BACK, newest_first=True
        )
        gone = 0
        for message in reversed(recent):
            if message.kind is not MessageKind.MESSAGE:
                continue
            if message.author.kind is AuthorKind.CUSTOMER:
                return message.at, gone
            state = message.delivery.state if message.delivery else Reached.PENDING
            gone += state in GONE or (waiting and message.goes_out and state in UNSETTLED)
        return None, gone

    def receipt(
        self,
        desk: Desk,
        *,
        conversation: str,
        seq: int,
        inbox: str,
        reached: Reached,
        code: str = "",
    ) -> None:
        """The other side's word; an older one than is known changes nothing."""

        def attempt() -> None:
            message = self.message(desk, conversation=conversation, seq=seq)
            if message.marks.send != inbox:
                raise NotFound("There is no such message.")
            held = message.delivery or Delivery(Reached.PENDING, message.at)
            if held.state in RECEIPTS.get(reached, ()):
                told = replace(held, state=reached, at=self._now(), code=code)
                self.deliver(desk, message=message, delivery=told)
            if reached is Reached.READ:
                self._store.see(desk, message.conversation, by_customer=True, seq=seq)

        self._until_uncontended(attempt)
