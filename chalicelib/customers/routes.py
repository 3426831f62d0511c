from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.rights import Right
from chalicelib.customers.service import CustomersService
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who, versioned

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


@routes.get("/customers/{customer}", who=Right.READ_CUSTOMERS)
def read_customer(customers: CustomersService, asked: Asked) -> Answer:
    return versioned(customers.get(asked.desk, customer_id=_id(asked)).wire())


@routes.patch("/customers/{customer}", who=Right.CHANGE_CUSTOMERS, body="change_customer")
def change_customer(customers: CustomersService, asked: Asked) -> Answer:
    changed = customers.change(
        asked.desk, customer_id=_id(asked), version=asked.version, values=dict(asked.body)
    )
    return versioned(changed.wire())


def _id(asked: Asked) -> str:
    if not is_id(asked.path["customer"]):
        raise NotFound("There is no such customer.")
    return asked.path["customer"]
