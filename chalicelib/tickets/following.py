"""What a ticket sets off: its customer is told and written to, its clocks follow, it closes by itself.

Every reaction may come twice, late or out of turn: what lies in the table says what is still to do.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.conversations.model import NO_TICKET, Event, Head
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import system
from chalicelib.core.clock import from_wire, to_ms
from chalicelib.core.errors import Busy
from chalicelib.core.ids import MerchantId
from chalicelib.core.values import replace
from chalicelib.customers.service import CustomersService
from chalicelib.due.model import Entry as Due
from chalicelib.due.service import DueService
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import (
    CLOSES_AFTER,
    OPENED,
    RESOLVED,
    Author,
    AuthorKind,
    EntryKind,
    Rating,
    Status,
    Ticket,
)
from chalicelib.tickets.public import TicketLinks
from chalicelib.tickets.rules import (
    Cause,
    Line,
    Step,
    agent_replied,
    customer_replied,
    moved,
    opened,
    rated,
)
from chalicelib.tickets.service import Stepping, TicketsService
from chalicelib.tickets.sweeping import SYSTEM, Sweeping

Follow = Callable[[Desk, Ticket], object]


class Following:
    def __init__(
        self,
        *,
        tickets: TicketsService,
        conversations: ConversationsService,
        customers: CustomersService,
        links: TicketLinks,
        due: DueService,
        sweeping: Sweeping,
        follow: Follow,
    ) -> None:
        """`follow` sets a ticket's clocks by what the ticket is now."""
        self._tickets = tickets
        self._conversations = conversations
        self._customers = customers
        self._links = links
        self._due = due
        self._sweeping = sweeping
        self._follow = follow

    def take(self, job: Mapping[str, Any]) -> None:
        """A job of the queue: a ticket that changed, words in its conversation, or a page of many."""
        desk = Desk(MerchantId(job["merchant"]), system("transition_ticket"))
        with desk.open():
            if "ticket" not in job:
                self._sweeping.take(desk, dict(job))
            elif "seq" in job:
                self.heard(desk, job)
            else:
                self.changed(desk, ticket=job["ticket"])

    def changed(self, desk: Desk, *, ticket: str) -> None:
        found = self._sweeping.kept(desk, self._tickets.get(desk, ticket=ticket))
        if opened(found):
            found = self._tickets.apply(desk, ticket=found.id, step=opened, by=SYSTEM)
        self._tell(desk, found)
        self._write(desk, found)
        self._follow(desk, found)

    def _tell(self, desk: Desk, ticket: Ticket) -> None:
        """In its conversation, once for each state that lasts until it is told."""
        if not ticket.conversation or ticket.told == ticket.status:
            return
        head = self._conversations.get(desk, conversation=ticket.conversation)
        leaves = ticket.ended and head.ticket.id == ticket.id

        def also(now: Head) -> list[writes.Operation]:
            if now.ticket != head.ticket:
                raise Busy("It has another ticket now; look again.", retry_after=1)
            return [self._tickets.telling(desk, ticket)]

        try:
            self._conversations.tell(
                desk,
                conversation=ticket.conversation,
                event=Event.TICKET_CHANGED,
                data={"number": ticket.number, "status": str(ticket.status)},
                ticket=NO_TICKET if leaves else None,
                also=also,
            )
        except writes.ConditionFailed:
            return  # told already, or changed again: that change has its own job

    def _write(self, desk: Desk, ticket: Ticket) -> None:
        """By mail: that there is a ticket, and each time that it is resolved."""
        about = _news(ticket)
        if about in {"", ticket.mailed} or not ticket.customer:
            return
        if not self._customers.known(desk, customer_id=ticket.customer).email:
            return
        what = about.partition(" ")[0]

        def step(now: Ticket) -> Step | None:
            if _news(now) != about or now.mailed == about:
                return None
            line = Line(EntryKind.NOTIFIED, data={"about": what}, public=True)
            return Step(replace(now, mailed=about), (line,), decided=False)

        letter = self._links.posting(desk, ticket=ticket.id, about=what)
        self._tickets.apply(desk, ticket=ticket.id, step=step, by=SYSTEM, also=[letter])

    def heard(self, desk: Desk, job: Mapping[str, Any]) -> None:
        """Words of the customer or an agent, or the customer's rating."""
        ticket = self._tickets.get(desk, ticket=job["ticket"])
        by = SYSTEM
        if job.get("event") == Event.RATED:
            step = self._rating(desk, job)
            by = Author(AuthorKind.CUSTOMER, ticket.customer, ticket.customer_name)
        else:
            replied = customer_replied if job["by"] == AuthorKind.CUSTOMER else agent_replied
            step = _at(replied, from_wire(job["at"]))
        self._follow(desk, self._tickets.apply(desk, ticket=ticket.id, step=step, by=by))

    def _rating(self, desk: Desk, job: Mapping[str, Any]) -> Stepping:
        found = self._conversations.history(
            desk, conversation=job["conversation"], after=job["seq"] - 1, limit=1
        )
        (message,) = found.messages
        rating = Rating(message.extra.data["score"], message.text, message.at)
        return lambda ticket: rated(ticket, rating)

    def close(self, desk: Desk, entry: Due) -> None:
        """Resolved for long enough; where it was opened again, only the entry goes."""
        done = self._due.done(desk, entry)

        def step(ticket: Ticket) -> Step | None:
            if ticket.status is not Status.RESOLVED or ticket.resolved_at is None:
                return None
            if ticket.resolved_at + CLOSES_AFTER > entry.at:
                return None
            return moved(ticket, Status.CLOSED, entry.at, Cause.RESOLVED_FOR_LONG)

        before = self._tickets.get(desk, ticket=entry.subject)
        try:
            if step(before) is None:
                writes.transact(done)
            else:
                self._tickets.apply(desk, ticket=before.id, step=step, by=SYSTEM, also=[done])
        except writes.ConditionFailed:
            return  # done already, or due at another time


def _news(ticket: Ticket) -> str:
    """What the customer should have a letter about, if about anything."""
    if ticket.status is Status.RESOLVED and ticket.resolved_at:
        return f"{RESOLVED} {to_ms(ticket.resolved_at)}"
    young = ticket.status in {Status.NEW, Status.OPEN} and not ticket.mailed
    return OPENED if young else ""


def _at(replied: Callable[[Ticket, datetime], Step | None], at: datetime) -> Stepping:
    return lambda ticket: replied(ticket, at)
