"""The counter of a merchant's desk: tickets, saved views and the customers' links, at one door."""

from chalicelib.core.values import Value
from chalicelib.tickets.public import TicketLinks
from chalicelib.tickets.service import TicketsService
from chalicelib.tickets.views import Views


class Counter(Value, frozen=True):
    tickets: TicketsService
    views: Views
    links: TicketLinks
