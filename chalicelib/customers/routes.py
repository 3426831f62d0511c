from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who, versioned

if TYPE_CHECKING:
    from chalicelib.customers.service import CustomersService

routes: Routes[CustomersService] = Routes("customers")


@routes.get(
    "/widgets/{key}",
    who=Who.ANYONE,
    limits=[Limit("widget", most=600, seconds=60)],
    for_pages=True,
)
def widget(customers: CustomersService, asked: Asked) -> Answer:
    """A simple cross-origin request of the merchant's page: its Origin header is the proof."""
    origin = asked.headers.get("origin", "")
    return Answer(customers.grant(widget_key=asked.path["key"], origin=origin))


@routes.post("/customers/{customer}/erase", who=Right.ERASE_CUSTOMERS, body="erase_customer")
def erase_customer(customers: CustomersService, asked: Asked) -> Answer:
    return Answer(customers.erasure.erase(asked.desk, customer_id=asked.path["customer"]))


@routes.get("/customers/{customer}", who=Right.READ_CUSTOMERS)
def read_customer(customers: CustomersService, asked: Asked) -> Answer:
    return versioned(customers.get(asked.desk, customer_id=asked.path["customer"]).wire())
