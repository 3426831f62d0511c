"""Tickets and what follows them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.timing import Timing

if TYPE_CHECKING:
    from chalicelib.links.model import Composed, Letter
    from chalicelib.table.desk import Desk
    from chalicelib.tickets.counter import Counter
    from chalicelib.tickets.following import Following
    from chalicelib.tickets.mapping import Mapping as TicketShapes
    from chalicelib.tickets.model import Ticket
    from chalicelib.tickets.public import TicketLinks
    from chalicelib.tickets.service import TicketsService
    from chalicelib.tickets.store import TicketStore


class Casework(Timing):
    @cached_property
    def tickets(self) -> TicketsService:
        from chalicelib.tickets.hands import Hands
        from chalicelib.tickets.service import TicketsService

        return TicketsService(
            store=self._ticket_store,
            cursors=self.cursors,
            clock=self.clock,
            hands=Hands(people=self.people, api_keys=self.api_keys, teams=self.teams),
            customers=self.customers,
            conversations=self.conversations,
            due=self.due,
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
            follow=self.follow_clocks,
        )

    def follow_clocks(self, desk: Desk, ticket: Ticket) -> None:
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
