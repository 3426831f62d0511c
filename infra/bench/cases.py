"""What a ticket costs: making it, moving it, what it sets off, and the first page of every list of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chalicelib.table import keys
from chalicelib.tickets.model import Status, Ticket
from chalicelib.tickets.rules import Wanted
from infra.bench.lists import FEW, MANY, List, Lists
from infra.bench.rows import Row
from infra.bench.texts import Typical
from infra.bench.theatre import Theatre
from infra.bench.trace import Step
from infra.bench.units import Index

TITLE = "The lamp in the hall flickers"
# Head, line, description, the customer's list and the conversation's two items; then three indexes.
MOST_TO_MAKE = 6 * 2 + 3 + 1
# Head and line; then one index, which the ticket leaves at one place and enters at another.
MOST_TO_MOVE = 2 * 2 + 2


class Cases(Lists):
    """A ticket made of the scene's conversation, and everything that is done to it: each a step."""

    def __init__(self, theatre: Theatre, typical: Typical) -> None:
        super().__init__(theatre, typical)
        self.steps: dict[str, Step] = {}
        service, following = self._house.tickets, self._house.following
        wanted = Wanted(TITLE, description=typical.customer, tags=("lamp",))
        made = self._step(
            "ticket of a conversation",
            lambda: service.create_from_conversation(
                self.agent, conversation=self._conversation, wanted=wanted
            ),
        )
        self._ticket: Ticket = made
        job = {"merchant": self.agent.merchant, "ticket": made.id}
        self._step("ticket's job: letter and clocks", lambda: following.take(job))
        self._step(
            "ticket moved",
            lambda: service.transition(
                self.agent, ticket=made.id, to=Status.PENDING, version=made.version
            ),
        )
        self._step("ticket's job: told in the conversation", lambda: following.take(job))
        self._step("ticket's job that comes twice", lambda: following.take(job))
        note = typical.agent
        self._step(
            "note at a ticket",
            lambda: service.comment(self.agent, ticket=made.id, text=note, public=False),
        )

    def _step(self, name: str, act: Callable[[], Any]) -> Any:
        with self._theatre.trace.step() as step, self.agent.open(front=True):
            done = act()
        self.steps[name] = step
        return done

    def all(self) -> Iterator[List]:
        yield self._listed("by state", "by_status", {"status": "pending"})
        yield self._listed("that nobody holds", "held", {"assignee": "none"})
        yield self._listed("all", "recent", {})
        yield self._listed("with a tag that none has", "recent", {"tag": "vip"})
        yield self._listed("of one holder and state", "held", {"assignee": "none", "status": "new"})
        yield from (self._timeline(), self._of_customer())

    def _listed(self, title: str, name: str, asked: Mapping[str, str]) -> List:
        ticket = self._ticket.id
        heads = self._copies(keys.ticket(self.agent, ticket), ticket)
        index = Index(name, (f"{name}_pk", f"{name}_sk"))
        service = self._house.tickets

        def page() -> Any:
            return service.page(self.agent, asked=asked)

        return List(f"tickets, {title}", page, heads, index, beside=[heads])

    def _timeline(self) -> List:
        ticket, service = self._ticket.id, self._house.tickets
        entries = self._copies(keys.ticket_entry(self.agent, ticket, 1), keys.number(1))
        return List(
            "a ticket's timeline",
            lambda: service.timeline(self.agent, ticket=ticket),
            entries,
            width=12,
            head=keys.ticket(self.agent, ticket),
        )

    def _of_customer(self) -> List:
        ticket, service, visitor = self._ticket.id, self._house.tickets, self._visitor
        listed = self._copies(keys.customer_ticket(self.agent, visitor.caller.id, ticket), ticket)
        heads = self._copies(keys.ticket(self.agent, ticket), ticket)
        return List(
            "a visitor's tickets",
            lambda: service.of_visitor(visitor, cursor=None, limit=50),
            listed,
            beside=[heads],
        )


def rows(theatre: Theatre, typical: Typical) -> Iterator[Row]:
    cases = Cases(theatre, typical)
    bounds = {"ticket of a conversation": MOST_TO_MAKE, "ticket moved": MOST_TO_MOVE}
    for name, step in cases.steps.items():
        yield Row(f"{name}: write units", step.writes, "WRU", bounds.get(name))
        yield Row(f"{name}: read units", step.reads, "RRU")
    for listed in cases.all():
        few, many = (cases.reads(listed, count) for count in (FEW, MANY))
        yield Row(f"first page of {listed.title}, {MANY:,} behind it", many, "RRU", few)
