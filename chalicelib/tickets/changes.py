"""The desk's stream as this room reads it: which changes of a ticket anybody can see."""

from collections.abc import Mapping
from typing import Any

from chalicelib.table.desk import Desk
from chalicelib.table.images import item_of
from chalicelib.tickets.items import TicketItem
from chalicelib.tickets.mapping import Mapping as Shapes
from chalicelib.tickets.model import Ticket

Record = Mapping[str, Any]
# What only the desk itself remembers changes with none of these.
SEEN = ("version", "seq", "clocks", "clocks_met", "customer_name")


class TicketChanges:
    def __init__(self, *, shapes: Shapes) -> None:
        self._shapes = shapes

    def of(self, desk: Desk, record: Record) -> Ticket | None:
        """The ticket as a record shows it; None where nobody could tell it from before."""
        new, old = record["dynamodb"]["NewImage"], record["dynamodb"].get("OldImage")
        if old is not None and all(new.get(name) == old.get(name) for name in SEEN):
            return None
        return self._shapes.ticket(desk, item_of(TicketItem, new))
