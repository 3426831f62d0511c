"""Tickets and what follows them."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from chalicelib.wiring.timing import Timing

if TYPE_CHECKING:
    from chalicelib.links.model import Composed, Letter
    from chalicelib.table.desk import Desk
    from chalicelib.tickets.counter import Counter
    from chalicelib.tickets.following import Following
    from chalicelib.tickets.hands import Hands
    from chalicelib.tickets.mapping import Mapping as TicketShapes
    from chalicelib.tickets.model import Ticket
    from chalicelib.tickets.public import TicketLinks
    from chalicelib.tickets.service import TicketsService
    from chalicelib.tickets.store import TicketStore
    from chalicelib.tickets.sweeping import Sweeping


class Casework(Timing):
    @cached_property
    def tickets(self) -> TicketsService:
        from chalicelib.tickets.service import TicketsService

        return TicketsService(
            store=self._ticket_store,
            cursors=self.cursors,
            clock=self.clock,
            hands=self._hands,
            customers=self.customers,
            conversations=self.conversations,
            due=self.due,
        )

    @cached_property
    def _hands(self) -> Hands:
        from chalicelib.tickets.hands import Hands

        return Hands(
            people=lambda: self.people, api_keys=lambda: self.api_keys, teams=lambda: self.teams
        )

    @cached_property
    def ticket_links(self) -> TicketLinks:
        from chalicelib.tickets.public import TicketLinks

        return TicketLinks(
            tickets=self.tickets,
            links=self.links,
            customers=self.customers,
            merchants=self.merchants,
            vault=self.vault,
            clock=self.clock,
        )

    @cached_property
    def counter(self) -> Counter:
        from chalicelib.tickets.counter import Counter
        from chalicelib.tickets.views import Views

        return Counter(self.tickets, Views(store=self._ticket_store), self.ticket_links)

    @cached_property
    def following(self) -> Following:
        from chalicelib.tickets.following import Following

        return Following(
            tickets=self.tickets,
            conversations=self.conversations,
            customers=self.customers,
            links=self.ticket_links,
            due=self.due,
            sweeping=self._sweeping,
            follow=self.follow_clocks,
        )

    @cached_property
    def _sweeping(self) -> Sweeping:
        from chalicelib.table.jobs import JobQueue
        from chalicelib.tickets.sweeping import Sweeping

        return Sweeping(
            tickets=self.tickets,
            customers=self.customers,
            hands=self._hands,
            queue=JobQueue(client=lambda: self.client("sqs"), url=self.config.ticket_queue_url),
            measure=partial(self.follow_clocks, fresh=True),
        )

    def follow_clocks(self, desk: Desk, ticket: Ticket, *, fresh: bool = False) -> None:
        """A ticket's clocks, by what it is now: for a house that has clocks."""

    def compose_ticket(self, letter: Letter) -> Composed | None:
        return self.ticket_links.compose(letter)

    @cached_property
    def ticket_shapes(self) -> TicketShapes:
        from chalicelib.tickets.mapping import Mapping as TicketShapes

        return TicketShapes(vault=self.vault)

    @cached_property
    def _ticket_store(self) -> TicketStore:
        from chalicelib.tickets.store import TicketStore

        return TicketStore(mapping=self.ticket_shapes)
