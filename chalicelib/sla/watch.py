"""Keeps a ticket's clocks: as the ticket changes, and as their moments come.

Whoever comes, the same is done: the clocks are derived anew and given the marks that are due, one
mark a transaction. A mark, its line in the timeline, what lists show and what is due next are written
together, on the condition that the clocks are as they were read. So a mark is given once, however
often and by how many it is looked at, and whatever crashes between.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.calendars.model import Calendar
from chalicelib.calendars.service import CalendarsService
from chalicelib.conversations.model import AuthorKind, MessageKind
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import NotFound
from chalicelib.core.values import Value, replace
from chalicelib.due.model import Entry, Kind
from chalicelib.due.service import DueService
from chalicelib.sla.model import Clocks, Mark, Policy, Target, told
from chalicelib.sla.rules import derived, heard, next_mark
from chalicelib.sla.store import SlaStore
from chalicelib.table import writes
from chalicelib.table.attempts import until_uncontended
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import Ticket
from chalicelib.tickets.rules import answered
from chalicelib.tickets.service import TicketsService

OWN = frozenset({"clocks", "ticket", "entry"})
PAGE = 100
# How far back an answer is looked for that the ticket has not heard of yet.
LOOK_BACK = 20


class Look(Value, frozen=True):
    """One look at a ticket: where its clocks stand; the line that tells of a mark, where one is given
    now; and whether another is due already.
    """

    ticket: Ticket
    before: Clocks
    after: Clocks
    line: Mapping[str, Any] | None
    again: bool


class Watch:
    def __init__(
        self,
        *,
        store: SlaStore,
        tickets: TicketsService,
        conversations: ConversationsService,
        calendars: CalendarsService,
        due: DueService,
        clock: Clock,
    ) -> None:
        self._store = store
        self._tickets = tickets
        self._conversations = conversations
        self._calendars = calendars
        self._due = due
        self._clock = clock

    def follow(self, desk: Desk, ticket: Ticket, *, fresh: bool = False) -> None:
        """The ticket has changed; nothing is written where its clocks have not.

        `fresh`: or targets and hours have, which a plain read may not show yet.
        """
        self._keep(desk, ticket.id, None, fresh=fresh)

    def check(self, desk: Desk, entry: Entry) -> None:
        """A moment of the ticket's clocks has come."""
        try:
            self._keep(desk, entry.subject, entry)
        except NotFound:
            writes.transact(self._due.done(desk, entry))

    def _keep(self, desk: Desk, ticket: str, entry: Entry | None, *, fresh: bool = False) -> None:
        """One mark after another, until none is due; the first takes the entry with it."""
        going = self._attempt(desk, ticket, entry, fresh)
        while going:
            going = self._attempt(desk, ticket, None, fresh)

    def _attempt(self, desk: Desk, ticket: str, entry: Entry | None, fresh: bool) -> bool:
        return until_uncontended(lambda: self._step(desk, ticket, entry, fresh), own=OWN)

    def _step(self, desk: Desk, ticket: str, entry: Entry | None, fresh: bool) -> bool:
        """Whether another mark is due already."""
        policy = self._store.policy(desk, consistent=fresh)
        before = self._store.clocks(desk, ticket)
        if entry is None and not policy.promises and before.version == 0:
            return False
        calendar = self._calendars.calendar(desk, consistent=fresh)
        look = self._look(desk, self._tickets.get(desk, ticket=ticket), policy, calendar, before)
        if operations := self._operations(desk, look, entry):
            writes.transact(*operations)
        return look.again

    def _look(
        self, desk: Desk, ticket: Ticket, policy: Policy, calendar: Calendar, before: Clocks
    ) -> Look:
        now = from_wire(to_wire(self._clock()))
        heard_of = self._heard(desk, ticket, before)
        after = derived(heard_of, ticket, policy, calendar)
        mark = next_mark(after)
        if mark and mark.at <= now and (at := self._replied(desk, ticket, after, mark)):
            ticket = answered(ticket, at)
            after = derived(heard_of, ticket, policy, calendar)
            mark = next_mark(after)
        line = None
        if mark and mark.at <= now:
            given = after.clocks[mark.target].marked(mark.event, now)
            line = told(mark, given)
            marked = replace(after.with_clock(given), seq=ticket.seq + 1)  # the line is its own
            after = derived(marked, ticket, policy, calendar)
        coming = next_mark(after)
        again = line is not None and coming is not None and coming.at <= now
        return Look(
            ticket, before, replace(after, looked=coming.at if coming else None), line, again
        )

    def _heard(self, desk: Desk, ticket: Ticket, clocks: Clocks) -> Clocks:
        while clocks.seq < ticket.seq:
            found = self._tickets.timeline(desk, ticket=ticket.id, after=clocks.seq, limit=PAGE)
            known = [each for each in found.entries if each.seq <= ticket.seq]
            if not known:
                break  # nothing lies there, though it should: no reason to look for ever
            clocks = heard(clocks, known)
        return clocks

    def _replied(self, desk: Desk, ticket: Ticket, clocks: Clocks, mark: Mark) -> datetime | None:
        """An answer in the conversation that came in time, though the ticket has not heard of it yet."""
        if mark.target is Target.RESOLUTION or not ticket.conversation:
            return None
        clock = clocks.clocks[mark.target]
        if clock.met:
            return None
        history = self._conversations.history(
            desk, conversation=ticket.conversation, limit=LOOK_BACK
        )
        replies = (
            each.at
            for each in history.messages
            if each.kind is MessageKind.MESSAGE and each.author.kind is AuthorKind.AGENT
        )
        return next((at for at in replies if at >= clock.started), None)

    def _operations(self, desk: Desk, look: Look, entry: Entry | None) -> list[writes.Operation]:
        """Nothing at all where nothing has changed and no entry is to be done."""
        operations: list[writes.Operation] = []
        marks, ticket, after = look.after.marks(), look.ticket, look.after
        if look.line or marks != ticket.clocks:
            operations += self._tickets.clocking(desk, ticket, clocks=marks, told=look.line)
        if entry is not None:
            operations.append(self._moved(desk, entry, after))
        elif after.looked and after.looked != look.before.looked:
            at = after.looked
            operations.append(self._due.put(desk, kind=Kind.SLA, subject=ticket.id, at=at))
        if operations or after != look.before:
            operations.append(self._store.putting(desk, ticket.id, after))
        return operations

    def _moved(self, desk: Desk, entry: Entry, after: Clocks) -> writes.Operation:
        if after.looked:
            return self._due.moved(desk, entry, at=after.looked)
        return self._due.done(desk, entry)
