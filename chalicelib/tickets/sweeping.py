"""What reaches many tickets at once: targets or hours changed, a holder left, a customer was renamed.

A job looks at one page of them and leaves the rest to the next. Each ticket is taken as it is then and
written on that condition, so a job may come twice, late or beside another: what is done is not done again.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from chalicelib.customers.service import CustomersService
from chalicelib.table.desk import Desk
from chalicelib.table.jobs import JobQueue
from chalicelib.table.pages import Page
from chalicelib.tickets.hands import Hands
from chalicelib.tickets.model import Author, AuthorKind, Status, Ticket
from chalicelib.tickets.rules import Step, given_back, renamed
from chalicelib.tickets.service import TicketsService

# At most so many in one job.
RUN = 25
# In the order in which tickets come through them.
UNDONE = (Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD)
SYSTEM = Author(AuthorKind.SYSTEM, "transition_ticket")
Job = dict[str, Any]


class Sweeping:
    def __init__(
        self,
        *,
        tickets: TicketsService,
        customers: CustomersService,
        hands: Hands,
        queue: JobQueue,
        measure: Callable[[Desk, Ticket], object],
    ) -> None:
        """`measure` sets a ticket's clocks by targets and hours as they are at this moment."""
        self._tickets = tickets
        self._customers = customers
        self._hands = hands
        self._queue = queue
        self._measure = measure

    def take(self, desk: Desk, job: Job) -> None:
        """One page, and a job for what comes after it."""
        if "person" in job:
            page = self._of_person(desk, job)
        elif "customer" in job:
            page = self._of_customer(desk, job)
        else:
            page = self._of_state(desk, job)
        if page.next:
            self._queue.send(desk, {**job, "after": page.next})

    def _of_state(self, desk: Desk, job: Job) -> Page[Ticket]:
        """Clocks by other targets or hours: one state after another, as tickets move through them.

        Whatever moves or is made meanwhile has a job of its own, and what is resolved has no clock
        that runs.
        """
        state = Status(job["state"])
        page = self._page(desk, job, status=str(state))
        for ticket in page.items:
            self._measure(desk, ticket)
        following = UNDONE[UNDONE.index(state) + 1 :]
        if page.next is None and following:
            self._queue.send(desk, {"state": str(following[0])})
        return page

    def _of_person(self, desk: Desk, job: Job) -> Page[Ticket]:
        person = job["person"]
        if self._hands.answers(desk, person):
            return Page([])
        page = self._page(desk, job, assignee=person)
        for ticket in page.items:
            self._give_back(desk, ticket, person)
        return page

    def kept(self, desk: Desk, ticket: Ticket) -> Ticket:
        """As it stands, given back where it was given to somebody who had just left."""
        holder = ticket.assignee
        if holder is None or ticket.ended or self._hands.answers(desk, holder.id):
            return ticket
        return self._give_back(desk, ticket, holder.id)

    def _give_back(self, desk: Desk, ticket: Ticket, person: str) -> Ticket:
        step = partial(given_back, person=person)
        return self._tickets.apply(desk, ticket=ticket.id, step=step, by=SYSTEM)

    def _of_customer(self, desk: Desk, job: Job) -> Page[Ticket]:
        """Their name of now. Where it is another one by the end, the page is looked at again."""
        name = self._name(desk, job)
        page = self._tickets.of_customer(
            desk, customer=job["customer"], cursor=job.get("after"), limit=RUN
        )
        for ticket in page.items:
            if ticket.customer_name != name:
                step: Callable[[Ticket], Step | None] = partial(renamed, name=name)
                self._tickets.apply(desk, ticket=ticket.id, step=step, by=SYSTEM)
        if self._name(desk, job) != name:
            self._queue.send(desk, job)
            return Page([])
        return page

    def _name(self, desk: Desk, job: Job) -> str:
        return self._customers.known(desk, customer_id=job["customer"], consistent=True).name

    def _page(self, desk: Desk, job: Job, **asked: str) -> Page[Ticket]:
        return self._tickets.page(desk, asked=asked, cursor=job.get("after"), limit=RUN)
