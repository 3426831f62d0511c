"""What may be done with a ticket. Every change is one transaction: the head and its timeline's lines."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.core.errors import Conflict
from chalicelib.core.ids import ConversationId
from chalicelib.core.values import replace
from chalicelib.due.model import Kind
from chalicelib.table import writes
from chalicelib.table.attempts import until_uncontended
from chalicelib.table.desk import Desk
from chalicelib.tickets.hands import ensure_may_write
from chalicelib.tickets.making import Making, Operations
from chalicelib.tickets.model import CLOSES_AFTER, Author, ClockMark, Entry, Status, Ticket
from chalicelib.tickets.rules import (
    Line,
    Step,
    assigned,
    changed,
    clocked,
    commented,
    ensure_current,
    moved,
)

# What trying again can mend; another room's failing condition is its own to answer.
OWN = frozenset({"ticket", "entry", "description"})
Stepping = Callable[[Ticket], Step | None]


class TicketsService(Making):
    """`version` is the one that the caller decided by."""

    def transition(
        self, desk: Desk, *, ticket: str, to: Status, version: int, reason: str = ""
    ) -> Ticket:
        """What is resolved is due to be closed a week later."""
        now = self._now()

        def step(found: Ticket) -> Step:
            ensure_current(found, version)
            return moved(found, to, now, reason)

        closing = self._due.put(desk, kind=Kind.CLOSE, subject=ticket, at=now + CLOSES_AFTER)
        return self._act(desk, ticket, step, [closing] if to is Status.RESOLVED else ())

    def assign(
        self, desk: Desk, *, ticket: str, version: int, person: str | None, team: str | None
    ) -> Ticket:
        """To a person, a team, both or nobody."""
        self.get(desk, ticket=ticket)  # somebody else's is not there, whomever it shall be given
        of_team = self._hands.team(desk, team)
        assignee = self._hands.assignee(desk, person)

        def step(found: Ticket) -> Step | None:
            ensure_current(found, version)
            return assigned(found, assignee, of_team)

        return self._act(desk, ticket, step)

    def change(self, desk: Desk, *, ticket: str, version: int, values: Mapping[str, Any]) -> Ticket:
        """`values` as the contract `change_ticket` has them."""
        known = self.get(desk, ticket=ticket)
        if known.erased:
            raise Conflict("Its customer was erased.", rule="erased")
        before = self._store.description(desk, ticket) if "description" in values else ""
        text = values.get("description", "")

        def step(found: Ticket) -> Step | None:
            ensure_current(found, version)
            return changed(found, values, described=text != before)

        return self._act(desk, ticket, step, self._store.describing(desk, known, before, text))

    def comment(self, desk: Desk, *, ticket: str, text: str, public: bool) -> Entry:
        """Needs no version: words stand beside each other."""
        after = self._act(desk, ticket, lambda t: commented(t, text, self._now(), public=public))
        (entry,) = self._store.timeline(desk, after.id, after=after.seq - 1, limit=1)
        return entry

    def _act(self, desk: Desk, ticket: str, step: Stepping, also: Operations = ()) -> Ticket:
        ensure_may_write(desk)
        return self.apply(desk, ticket=ticket, step=step, by=self._hands.author(desk), also=also)

    def apply(
        self, desk: Desk, *, ticket: str, step: Stepping, by: Author, also: Operations = ()
    ) -> Ticket:
        """One step of a ticket as it is now; None leaves it as it is."""

        def attempt() -> Ticket:
            before = self.get(desk, ticket=ticket)
            taken = step(before)
            if taken is None:
                return before
            after, operations = self.stepping(desk, before, taken, by)
            try:
                writes.transact(*operations, *also)
            except writes.ConditionFailed as failure:
                if failure.labels == ("entry",):  # and the ticket is as it was read
                    self._store.moved_on(desk, before)
                raise
            return after

        return until_uncontended(attempt, own=OWN)

    def stepping(
        self, desk: Desk, before: Ticket, step: Step, by: Author
    ) -> tuple[Ticket, list[writes.Operation]]:
        """For a transaction: what the ticket becomes, on the condition that it is as it was read."""
        now = self._now()
        entries = [_entry(n, now, by, line) for n, line in enumerate(step.lines, before.seq + 1)]
        after = replace(
            step.after,
            seq=before.seq + len(entries),
            version=before.version + step.decided,
            updated_at=now if entries else before.updated_at,
        )
        put = [self._store.putting(desk, after, entry) for entry in entries]
        return after, [self._store.moving(desk, before, after), *put]

    def attaching(self, desk: Desk, ticket: Ticket, conversation: str) -> list[writes.Operation]:
        """For the transaction that begins a conversation: the ticket goes on there, as it stands."""
        there = replace(ticket, conversation=ConversationId(conversation), told=str(ticket.status))
        by = self._hands.author(desk)
        return self.stepping(desk, ticket, Step(there, decided=False), by)[1]

    def telling(self, desk: Desk, ticket: Ticket) -> writes.Operation:
        """That the conversation is told of its state; the label `told` fails where it was, or moved."""
        return self._store.telling(desk, ticket)

    def clocking(
        self,
        desk: Desk,
        before: Ticket,
        *,
        clocks: Sequence[ClockMark],
        told: Mapping[str, Any] | None = None,
    ) -> list[writes.Operation]:
        """For the transaction of an SLA clock: what lists show of it, and a line where it tells."""
        step = clocked(before, tuple(clocks), told)
        return self.stepping(desk, before, step, self._hands.author(desk))[1]


def _entry(seq: int, at: datetime, by: Author, line: Line) -> Entry:
    return Entry(seq, at, line.kind, by, line.text, line.data, line.public)
