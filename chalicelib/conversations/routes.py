from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.conversations.model import Head
from chalicelib.core.errors import Invalid
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who, versioned
from chalicelib.table.pages import Page

if TYPE_CHECKING:
    from chalicelib.conversations.dealings import Dealings
    from chalicelib.conversations.reception import Reception

routes: Routes[Reception] = Routes("conversations")
dealings: Routes[Dealings] = Routes("conversations")
# Many people may sit behind one address.
SAYING = Limit("saying", most=600, seconds=60)
VIEWS = frozenset({"unassigned", "mine", "all"})


@routes.post(
    "/visitors", who=Who.ANYONE, body="visit", limits=[Limit("visitors", most=300, seconds=60)]
)
def visit(reception: Reception, asked: Asked) -> Answer:
    given = {name: value for name, value in asked.body.items() if name != "key"}
    return Answer(reception.visit(widget_key=asked.body["key"], **given), status=201)


@routes.get("/visitor/conversations", who=Who.VISITOR, query=("cursor", "limit"))
def visitor_conversations(reception: Reception, asked: Asked) -> Answer:
    page = reception.conversations.of_visitor(asked.desk, cursor=asked.cursor, limit=asked.limit)
    return _page(page.map(reception.for_visitor))


@routes.post(
    "/visitor/conversations/{conversation}/rating",
    who=Who.VISITOR,
    body="rate",
    limits=[Limit("ratings", most=60, seconds=60)],
)
def rate(reception: Reception, asked: Asked) -> Answer:
    head = reception.conversations.rate(
        asked.desk,
        conversation=asked.path["conversation"],
        score=int(asked.body["score"]),
        text=asked.body.get("text", ""),
    )
    return Answer(reception.for_visitor(head))


@routes.get("/conversations", who=Right.READ, query=("view", "cursor", "limit"))
def conversations(reception: Reception, asked: Asked) -> Answer:
    view = asked.query.get("view", "all")
    if view not in VIEWS:
        raise Invalid("unassigned, mine or all.", pointer="/query/view", rule="enum")
    page = reception.conversations.view(
        asked.desk, view=view, cursor=asked.cursor, limit=asked.limit
    )
    return _page(page.map(Head.wire))


@routes.get("/conversations/{conversation}", who=Right.READ)
def conversation(reception: Reception, asked: Asked) -> Answer:
    head = reception.conversations.get(asked.desk, conversation=asked.path["conversation"])
    return Answer(head.wire())


@routes.get(
    "/conversations/{conversation}/messages",
    who=Who.VISITOR_OR_SIGNED_IN,
    query=("after", "before", "limit"),
)
def messages(reception: Reception, asked: Asked) -> Answer:
    found = reception.conversations.shown(
        asked.desk,
        conversation=asked.path["conversation"],
        limit=asked.limit,
        after=_seq(asked, "after"),
        before=_seq(asked, "before"),
    )
    caller = asked.desk.caller
    return Answer(
        {
            "items": [message.wire(caller) for message in found.messages],
            "seq": found.head.seq,
            "more": found.more,
            "state": reception.for_caller(asked.desk, found.head),
        }
    )


# --- sending without a socket: the same names and numbers, the same answers


@routes.post("/sending-sessions", who=Who.SPEAKER, body="begin_sending", limits=[SAYING])
def begin_sending(reception: Reception, asked: Asked) -> Answer:
    return Answer(reception.begin_sending(asked.desk, **asked.body), status=201)


@routes.post("/visitor/messages", who=Who.VISITOR, body="visitor_says", limits=[SAYING])
def visitor_says(reception: Reception, asked: Asked) -> Answer:
    said = reception.say(asked.desk, conversation=asked.body["conversation"], said=asked.body)
    return Answer(said, status=201)


@routes.post(
    "/conversations/{conversation}/messages", who=Right.ANSWER, body="agent_says", limits=[SAYING]
)
def agent_says(reception: Reception, asked: Asked) -> Answer:
    said = reception.say(asked.desk, conversation=asked.path["conversation"], said=asked.body)
    return Answer(said, status=201)


@routes.post(
    "/conversations/{conversation}/messages/{seq}/edit",
    who=Who.SPEAKER,
    body="edit_message",
    limits=[SAYING],
)
def edit_message(reception: Reception, asked: Asked) -> Answer:
    text = asked.body["parts"][0]["text"]
    edits = asked.body.get("edits")
    return Answer(reception.edit(asked.desk, **_place(asked), text=text, edits=edits))


@routes.post(
    "/conversations/{conversation}/messages/{seq}/recall", who=Who.SPEAKER, limits=[SAYING]
)
def recall_message(reception: Reception, asked: Asked) -> Answer:
    return Answer(reception.recall(asked.desk, **_place(asked)))


@routes.get("/conversations/{conversation}/messages/{seq}/versions", who=Right.REVIEW)
def message_versions(reception: Reception, asked: Asked) -> Answer:
    return Answer({"items": reception.versions(asked.desk, **_place(asked))})


@routes.get(
    "/conversations/{conversation}/messages/{seq}/files/{file}", who=Who.VISITOR_OR_SIGNED_IN
)
def file_link(reception: Reception, asked: Asked) -> Answer:
    found = reception.file_link(asked.desk, **_place(asked), file=asked.path["file"])
    return Answer(found, headers={"Cache-Control": "private, no-store"})


# --- what agents do with a customer, and what their conversations show of it


@dealings.patch("/customers/{customer}", who=Right.CHANGE_CUSTOMERS, body="change_customer")
def change_customer(dealings: Dealings, asked: Asked) -> Answer:
    changed = dealings.change(
        asked.desk,
        customer_id=asked.path["customer"],
        version=asked.version,
        values=dict(asked.body),
    )
    return versioned(dealings.whole(asked.desk, changed))


@dealings.post("/customers/{customer}/block", who=Right.CHANGE_CUSTOMERS, body="block_customer")
def block_customer(dealings: Dealings, asked: Asked) -> Answer:
    found = dealings.block(
        asked.desk, customer_id=asked.path["customer"], reason=asked.body["reason"]
    )
    return versioned(dealings.whole(asked.desk, found))


@dealings.post("/customers/{customer}/unblock", who=Right.CHANGE_CUSTOMERS)
def unblock_customer(dealings: Dealings, asked: Asked) -> Answer:
    found = dealings.unblock(asked.desk, customer_id=asked.path["customer"])
    return versioned(dealings.whole(asked.desk, found))


@dealings.get(
    "/customers/{customer}/conversations",
    who=Right.READ_CUSTOMERS,
    query=("cursor", "limit"),
)
def customer_conversations(dealings: Dealings, asked: Asked) -> Answer:
    page = dealings.page(
        asked.desk, customer_id=asked.path["customer"], cursor=asked.cursor, limit=asked.limit
    )
    return _page(page.map(Head.wire))


def _page(page: Page[dict[str, Any]]) -> Answer:
    return Answer({"items": list(page.items), "next": page.next})


def _seq(asked: Asked, name: str) -> int | None:
    given = asked.query.get(name)
    if given is not None and not _is_seq(given):
        raise Invalid("A sequence number.", pointer=f"/query/{name}", rule="integer")
    return None if given is None else int(given)


def _place(asked: Asked) -> dict[str, Any]:
    """The message that a path names; what is no number names none."""
    seq = asked.path["seq"]
    return {"conversation": asked.path["conversation"], "seq": int(seq) if _is_seq(seq) else 0}


def _is_seq(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) <= 12  # noqa: PLR2004 - key width
