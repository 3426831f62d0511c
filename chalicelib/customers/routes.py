from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.rights import Right
from chalicelib.customers.model import NARROWED_BY, Customer
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who, versioned

if TYPE_CHECKING:
    from chalicelib.customers.directory import Directory

routes: Routes[Directory] = Routes("customers")


@routes.get(
    "/widgets/{key}",
    who=Who.ANYONE,
    limits=[Limit("widget", most=600, seconds=60)],
    for_pages=True,
)
def widget(directory: Directory, asked: Asked) -> Answer:
    """A simple cross-origin request of the merchant's page: its Origin header is the proof."""
    origin = asked.headers.get("origin", "")
    return Answer(directory.customers.grant(widget_key=asked.path["key"], origin=origin))


@routes.get("/customers", who=Right.READ_CUSTOMERS, query=(*NARROWED_BY, "cursor", "limit"))
def customers(directory: Directory, asked: Asked) -> Answer:
    narrowed = {name: asked.query[name] for name in NARROWED_BY if name in asked.query}
    page = directory.lists.page(
        asked.desk, narrowed=narrowed, cursor=asked.cursor, limit=asked.limit
    )
    return Answer({"items": [Customer.row(each) for each in page.items], "next": page.next})


@routes.post("/customers/{customer}/erase", who=Right.ERASE_CUSTOMERS, body="erase_customer")
def erase_customer(directory: Directory, asked: Asked) -> Answer:
    return Answer(directory.erasure.erase(asked.desk, customer_id=asked.path["customer"]))


@routes.get("/customers/{customer}", who=Right.READ_CUSTOMERS)
def read_customer(directory: Directory, asked: Asked) -> Answer:
    found = directory.profiles.get(asked.desk, customer_id=asked.path["customer"])
    return _whole(directory, asked, found)


@routes.post("/customers/{customer}/merge", who=Right.CHANGE_CUSTOMERS, body="merge_customer")
def merge_customer(directory: Directory, asked: Asked) -> Answer:
    """The one of the path stays; the one of the body becomes a part of them."""
    merged = directory.merging.merge(
        asked.desk, customer_id=asked.path["customer"], other=asked.body["customer"]
    )
    return _whole(directory, asked, merged)


@routes.post("/customers/{customer}/unmerge", who=Right.CHANGE_CUSTOMERS, body="merge_customer")
def unmerge_customer(directory: Directory, asked: Asked) -> Answer:
    parted = directory.merging.unmerge(
        asked.desk, customer_id=asked.path["customer"], other=asked.body["customer"]
    )
    return _whole(directory, asked, parted)


def _whole(directory: Directory, asked: Asked, customer: Customer) -> Answer:
    return versioned(directory.profiles.whole(asked.desk, customer))
