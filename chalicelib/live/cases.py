"""Tickets, from the stream to every agent's lists. Their customers hear of them in the conversation."""

from collections.abc import Iterator

from chalicelib.live.deliveries import Delivery, Record, everybody
from chalicelib.table.desk import Desk
from chalicelib.tickets.changes import TicketChanges


class Cases:
    kinds = frozenset({"ticket"})

    def __init__(self, changes: TicketChanges) -> None:
        self._changes = changes

    def read(self, desk: Desk, record: Record) -> Iterator[Delivery]:
        ticket = self._changes.of(desk, record)
        if ticket is not None:
            frame = {"t": "ticket", "ticket": ticket.wire()}
            yield Delivery(lambda _: [frame], agents=everybody)
