"""The counter of a merchant's desk: tickets, saved views and the customers' links, at one door."""

from dataclasses import dataclass

from chalicelib.tickets.public import TicketLinks
from chalicelib.tickets.service import TicketsService
from chalicelib.tickets.views import Views


@dataclass(frozen=True, slots=True)
class Counter:
    tickets: TicketsService
    views: Views
    links: TicketLinks
