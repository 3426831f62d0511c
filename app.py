"""The front door: mounts the rooms' REST routes and opens the three socket doors.

The socket doors stand here because Chalice's blueprints cannot carry them: a Blueprint leaves its
`websocket_api` empty, and Lambda then calls the handler with the wrong arguments.
"""

from collections.abc import Callable
from typing import Any

from chalice.app import Chalice, Response, WebsocketEvent

from chalicelib.access.routes import routes as access
from chalicelib.api_keys.routes import routes as api_keys
from chalicelib.assignment.routes import later
from chalicelib.assignment.routes import routes as assignment
from chalicelib.bot.routes import routes as bot
from chalicelib.calendars.routes import routes as calendars
from chalicelib.conversations.routes import routes as conversations
from chalicelib.core.observe import logger
from chalicelib.customers.routes import routes as customers
from chalicelib.edge.door import Door
from chalicelib.edge.idempotency import Idempotency
from chalicelib.edge.limits import RateLimits
from chalicelib.edge.openapi import published
from chalicelib.edge.problems import restyled
from chalicelib.invitations.routes import routes as invitations
from chalicelib.knowledge.routes import routes as knowledge
from chalicelib.live.sockets import SocketDoor
from chalicelib.merchants.routes import routes as merchants
from chalicelib.people.routes import routes as people
from chalicelib.signup.routes import routes as signup
from chalicelib.sla.routes import routes as sla
from chalicelib.teams.routes import routes as teams
from chalicelib.tickets.routes import routes as tickets
from chalicelib.wiring import house

app = Chalice(app_name="manydesk", configure_logs=False)
app.experimental_feature_flags.update(["WEBSOCKETS"])
door = Door(
    app,
    gate=lambda: house().gate,
    limits=RateLimits(clock=house().clock),
    idempotency=Idempotency(sealer=house().vault, clock=house().clock),
)
for routes, service in (
    (merchants, lambda: house().merchants),
    (people, lambda: house().people),
    (api_keys, lambda: house().api_keys),
    (invitations, lambda: house().invitations),
    (signup, lambda: house().signup),
    (access, lambda: house().access),
    (customers, lambda: house().customers),
    (teams, lambda: house().teams),
    (calendars, lambda: house().calendars),
    (knowledge, lambda: house().knowledge),
    (conversations, lambda: house().reception),
    (assignment, lambda: house().assignment),
    (later, lambda: house().later),
    (tickets, lambda: house().counter),
    (sla, lambda: house().sla),
    (bot, lambda: house().bot),
):
    door.mount(routes, service)
door.mount(published(door.table), lambda: None)
sockets = SocketDoor(lambda: house().dispatch)


@app.middleware("http")
def in_our_form(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Refusals that Chalice makes itself become problem details, and every request one log line."""
    logger.clear_state()
    response = restyled(get_response(event))
    logger.info(
        "rest",
        method=event.method,
        route=event.context.get("resourcePath"),
        status=response.status_code,
    )
    return response


@app.on_ws_connect()
def connect(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.connect(event.to_dict())


@app.on_ws_message()
def message(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.message(event.to_dict())


@app.on_ws_disconnect()
def disconnect(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.disconnect(event.to_dict())
