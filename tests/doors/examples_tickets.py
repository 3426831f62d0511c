"""Good requests: tickets, saved views, the customer's part."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.core.rights import Role
from tests.doors.example import Example
from tests.doors.world import Shop

FIRST = {"if-match": '"1"'}
TICKET: Mapping[str, Callable[[Shop], str]] = {"ticket": lambda shop: shop.ticket}
FACTS: Mapping[str, Any] = {
    "title": "The lamp flickers",
    "description": "Since Tuesday.",
    "type": "incident",
    "category": "lamps",
    "priority": "high",
    "tags": ["vip", "lamp"],
}


def _new(shop: Shop) -> dict[str, Any]:
    return {**FACTS, "team": shop.team, "person": shop.seats[Role.AGENT].id}


EXAMPLES: dict[str, Example] = {
    "GET /v1/tickets": Example(),
    "POST /v1/tickets": Example(
        201,
        body=lambda _: {
            **FACTS,
            "team": None,
            "person": None,
            "customer": None,
            "contact": {"email": "new@guest.example", "name": "Zhang Wei", "locale": "zh"},
        },
    ),
    "POST /v1/conversations/{conversation}/ticket": Example(
        201, path={"conversation": lambda shop: shop.conversations[1]}, body=_new
    ),
    "GET /v1/tickets/{ticket}": Example(path=TICKET),
    "PATCH /v1/tickets/{ticket}": Example(path=TICKET, body=lambda _: dict(FACTS), headers=FIRST),
    "POST /v1/tickets/{ticket}/transition": Example(
        path=TICKET, body=lambda _: {"to": "pending", "version": 1, "reason": "asked for a photo"}
    ),
    "POST /v1/tickets/{ticket}/assign": Example(
        path=TICKET,
        body=lambda shop: {
            "person": shop.seats[Role.AGENT].id,
            "team": shop.team,
            "version": 1,
        },
    ),
    "POST /v1/tickets/{ticket}/comments": Example(
        201, path=TICKET, body=lambda _: {"text": "We have sent another one.", "public": True}
    ),
    "GET /v1/tickets/{ticket}/timeline": Example(path=TICKET),
    "GET /v1/ticket-views": Example(),
    "POST /v1/ticket-views": Example(
        201,
        body=lambda _: {
            "name": "Mine",
            "filters": {
                "status": "open",
                "assignee": "me",
                "team": "0" * 26,
                "priority": "high",
                "type": "incident",
                "tag": "vip",
            },
        },
    ),
    "DELETE /v1/ticket-views/{view}": Example(204, path={"view": lambda shop: shop.view}),
    "GET /v1/visitor/tickets": Example(),
    "GET /v1/visitor/tickets/{ticket}": Example(path=TICKET),
    "POST /v1/ticket-links/open": Example(body=lambda shop: {"token": shop.links["ticket"]}),
    "GET /v1/ticket-links/ticket": Example(bearer=lambda shop: shop.ticket_grant),
}
