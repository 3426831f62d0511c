from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who, versioned
from chalicelib.table.pages import Page
from chalicelib.tickets.model import Status, Ticket
from chalicelib.tickets.rules import Wanted

if TYPE_CHECKING:
    from chalicelib.tickets.counter import Counter

routes: Routes[Counter] = Routes("tickets")
FILTERS = ("status", "assignee", "team", "priority", "type", "tag")


@routes.get("/tickets", who=Right.READ, query=(*FILTERS, "cursor", "limit"))
def tickets(counter: Counter, asked: Asked) -> Answer:
    page = counter.tickets.page(
        asked.desk, asked=asked.query, cursor=asked.cursor, limit=asked.limit
    )
    return _page(page.map(Ticket.wire))


@routes.post("/tickets", who=Right.ANSWER, body="new_ticket")
def new_ticket(counter: Counter, asked: Asked) -> Answer:
    made = counter.tickets.create(
        asked.desk,
        wanted=Wanted.of(asked.body),
        customer=asked.body.get("customer") or "",
        contact=asked.body.get("contact"),
    )
    return _made(made, asked)


@routes.post(
    "/conversations/{conversation}/ticket", who=Right.ANSWER, body="new_conversation_ticket"
)
def new_conversation_ticket(counter: Counter, asked: Asked) -> Answer:
    made = counter.tickets.create_from_conversation(
        asked.desk, conversation=asked.path["conversation"], wanted=Wanted.of(asked.body)
    )
    return _made(made, asked)


@routes.get("/tickets/{ticket}", who=Right.READ)
def ticket(counter: Counter, asked: Asked) -> Answer:
    return versioned(counter.tickets.whole(asked.desk, ticket=_ticket(asked)))


@routes.patch("/tickets/{ticket}", who=Right.ANSWER, body="change_ticket")
def change_ticket(counter: Counter, asked: Asked) -> Answer:
    changed = counter.tickets.change(
        asked.desk, ticket=_ticket(asked), version=asked.version, values=asked.body
    )
    return versioned(counter.tickets.whole(asked.desk, ticket=changed.id))


@routes.post("/tickets/{ticket}/transition", who=Right.ANSWER, body="transition_ticket")
def transition_ticket(counter: Counter, asked: Asked) -> Answer:
    moved = counter.tickets.transition(
        asked.desk,
        ticket=_ticket(asked),
        to=Status(asked.body["to"]),
        version=asked.body["version"],
        reason=asked.body.get("reason", ""),
    )
    return versioned(moved.wire())


@routes.post("/tickets/{ticket}/assign", who=Right.ANSWER, body="assign_ticket")
def assign_ticket(counter: Counter, asked: Asked) -> Answer:
    assigned = counter.tickets.assign(asked.desk, ticket=_ticket(asked), **asked.body)
    return versioned(assigned.wire())


@routes.post("/tickets/{ticket}/comments", who=Right.ANSWER, body="comment_ticket")
def comment_ticket(counter: Counter, asked: Asked) -> Answer:
    entry = counter.tickets.comment(
        asked.desk, ticket=_ticket(asked), text=asked.body["text"], public=asked.body["public"]
    )
    return Answer(entry.wire(), status=201)


@routes.get("/tickets/{ticket}/timeline", who=Right.READ, query=("after", "limit"))
def ticket_timeline(counter: Counter, asked: Asked) -> Answer:
    found = counter.tickets.timeline(
        asked.desk, ticket=_ticket(asked), after=_after(asked), limit=asked.limit
    )
    items = [entry.wire() for entry in found.entries]
    return Answer({"items": items, "seq": found.seq, "more": found.more})


@routes.get("/ticket-views", who=Right.READ)
def ticket_views(counter: Counter, asked: Asked) -> Answer:
    return Answer({"items": [view.wire() for view in counter.views.all(asked.desk)]})


@routes.post("/ticket-views", who=Right.READ, body="new_ticket_view")
def new_ticket_view(counter: Counter, asked: Asked) -> Answer:
    view = counter.views.save(
        asked.desk, name=asked.body["name"], filters=dict(asked.body["filters"])
    )
    return Answer(view.wire(), status=201)


@routes.delete("/ticket-views/{view}", who=Right.READ)
def delete_ticket_view(counter: Counter, asked: Asked) -> Answer:
    counter.views.remove(asked.desk, view=asked.path["view"])
    return Answer(status=204)


@routes.get("/visitor/tickets", who=Who.VISITOR, query=("cursor", "limit"))
def visitor_tickets(counter: Counter, asked: Asked) -> Answer:
    page = counter.tickets.of_visitor(asked.desk, cursor=asked.cursor, limit=asked.limit)
    return _page(page.map(Ticket.public_wire))


@routes.get("/visitor/tickets/{ticket}", who=Who.VISITOR)
def visitor_ticket(counter: Counter, asked: Asked) -> Answer:
    return Answer(counter.tickets.public(asked.desk, ticket=_ticket(asked)))


@routes.post(
    "/ticket-links/open",
    who=Who.ANYONE,
    body="open_ticket_link",
    limits=[Limit("ticket_links", most=60, seconds=60)],
)
def open_ticket_link(counter: Counter, asked: Asked) -> Answer:
    """Only a POST spends the link: what scans mail follows links, and clicks nothing.

    Who asks again with the same Idempotency-Key, from wherever they are by then, is answered again.
    """
    user = asked.headers.get("idempotency-key", "")
    return Answer(counter.links.open(token=asked.body["token"], user=user))


@routes.get(
    "/ticket-links/ticket", who=Who.ANYONE, limits=[Limit("ticket_grants", most=300, seconds=60)]
)
def linked_ticket(counter: Counter, asked: Asked) -> Answer:
    return Answer(counter.links.read(bearer=asked.headers.get("authorization", "")))


def _ticket(asked: Asked) -> str:
    if not is_id(asked.path["ticket"]):
        raise NotFound("There is no such ticket.")
    return asked.path["ticket"]


def _made(made: Ticket, asked: Asked) -> Answer:
    body = {**made.wire(), "description": asked.body.get("description", "")}
    return versioned(body, status=201)


def _after(asked: Asked) -> int:
    given = asked.query.get("after", "0")
    if not (given.isascii() and given.isdigit() and len(given) < 12):  # noqa: PLR2004 - key width
        raise Invalid("A sequence number.", pointer="/query/after", rule="integer")
    return int(given)


def _page(page: Page[dict[str, Any]]) -> Answer:
    return Answer({"items": list(page.items), "next": page.next})
