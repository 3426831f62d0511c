"""What may be read of tickets: one, its timeline, the lists; and a customer's part of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.core.errors import NotFound
from chalicelib.core.values import Value
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.pages import DEFAULT_LIMIT, MAX_LIMIT, Cursors, Page, Position
from chalicelib.tickets.filters import NOBODY, Filter
from chalicelib.tickets.model import Entry, Ticket
from chalicelib.tickets.store import Row, TicketStore

# Where a list leaves tickets out, it reads so many at the most before it answers with what it has.
READ_AT_MOST = 200
HISTORY = 100


class Timeline(Value, frozen=True):
    entries: list[Entry]
    seq: int

    @property
    def more(self) -> bool:
        return bool(self.entries) and self.entries[-1].seq < self.seq


class Reading:
    def __init__(self, *, store: TicketStore, cursors: Cursors) -> None:
        self._store = store
        self._cursors = cursors

    def get(self, desk: Desk, *, ticket: str) -> Ticket:
        """Absent and somebody else's give the same answer."""
        found = self._store.find(desk, ticket)
        stranger = desk.caller.is_visitor and found and found.customer != desk.caller.id
        if found is None or stranger:
            raise NotFound("There is no such ticket.")
        return found

    def whole(self, desk: Desk, *, ticket: str) -> dict[str, Any]:
        """A ticket on the wire, with its description."""
        found = self.get(desk, ticket=ticket)
        return {**found.wire(), "description": self._store.description(desk, found.id)}

    def timeline(
        self, desk: Desk, *, ticket: str, after: int = 0, limit: int = DEFAULT_LIMIT
    ) -> Timeline:
        found = self.get(desk, ticket=ticket)
        entries = self._store.timeline(desk, found.id, after=after, limit=limit)
        if entries and entries[-1].seq > found.seq:
            found = self._store.moved_on(desk, found)
        return Timeline(entries, found.seq)

    def page(
        self,
        desk: Desk,
        *,
        asked: Mapping[str, str],
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[Ticket]:
        """Newest first. A page may be short, or empty, and still have a next one."""
        wanted = Filter.of(asked, me=desk.caller.id)
        index, pk = _place(desk, wanted)

        def ask(after: Position | None) -> tuple[list[Ticket], Position | None]:
            return self._gather(desk, wanted, (index, pk), after, limit)

        return self._cursors.page(desk.merchant, f"{pk}\x1f{wanted.name()}", cursor, ask)

    def _gather(
        self,
        desk: Desk,
        wanted: Filter,
        place: tuple[str, str],
        after: Position | None,
        limit: int,
    ) -> tuple[list[Ticket], Position | None]:
        index, pk = place
        found: list[Ticket] = []
        read, step = 0, MAX_LIMIT if wanted.narrows else limit
        while read < READ_AT_MOST:
            rows, last = self._store.rows(pk, index=index, after=after, limit=step)
            taken, stopped = self._take(desk, wanted, rows, limit - len(found))
            found += taken
            read += len(rows)
            after = stopped or last
            if after is None or len(found) == limit or not wanted.narrows:
                break
        return found, after

    def _take(
        self, desk: Desk, wanted: Filter, rows: list[Row], room: int
    ) -> tuple[list[Ticket], Position | None]:
        """Those that match, and where it stopped; None where all rows were looked at."""
        tickets = self._store.tickets(desk, [ticket_id for ticket_id, _ in rows])
        taken: list[Ticket] = []
        for n, (ticket_id, behind) in enumerate(rows, 1):
            ticket = tickets.get(ticket_id)
            if ticket is not None and wanted.matches(ticket):
                taken.append(ticket)
            if len(taken) == room and n < len(rows):
                return taken, behind
        return taken, None

    # --- for customers

    def numbered(self, desk: Desk, *, customers: Sequence[str], number: int) -> Ticket | None:
        """Of these customers' latest hundred each, the one with this number: nobody else's is looked at."""
        for each in customers:
            ids, _ = self._store.of_customer(desk, each, after=None, limit=MAX_LIMIT)
            for found in self._store.tickets(desk, list(ids)).values():
                if found.number == number:
                    return found
        return None

    def of_visitor(self, desk: Desk, *, cursor: str | None, limit: int) -> Page[Ticket]:
        return self.of_customer(desk, customer=desk.caller.id, cursor=cursor, limit=limit)

    def of_customer(
        self, desk: Desk, *, customer: str, cursor: str | None, limit: int
    ) -> Page[Ticket]:
        def ask(after: Position | None) -> tuple[list[Ticket], Position | None]:
            ids, last = self._store.of_customer(desk, customer, after=after, limit=limit)
            tickets = self._store.tickets(desk, list(ids))
            return [tickets[each] for each in ids if each in tickets], last

        return self._cursors.page(desk.merchant, f"tickets of {customer}", cursor, ask)

    def public(self, desk: Desk, *, ticket: str) -> dict[str, Any]:
        """State and public history: no notes, and no name but the assignee's."""
        found = self.get(desk, ticket=ticket)
        first = max(0, found.seq - HISTORY)
        entries = self._store.timeline(desk, found.id, after=first, limit=HISTORY)
        history = [entry.public_wire(found) for entry in entries if entry.public]
        return {**found.public_wire(), "history": history}


def _place(desk: Desk, wanted: Filter) -> tuple[str, str]:
    """The index with the fewest tickets besides those asked for, and the partition of it."""
    if wanted.held:
        nobody = wanted.assignee == NOBODY
        return "held", (
            keys.tickets_unassigned(desk) if nobody else keys.tickets_held_by(desk, wanted.assignee)
        )
    if wanted.status:
        return "by_status", keys.tickets_by_status(desk, wanted.status)
    return "recent", keys.tickets_recent(desk)
