"""The front door: mounts the rooms' REST routes and opens the three socket doors.

The socket doors stand here because Chalice's blueprints cannot carry them: a Blueprint leaves its
`websocket_api` empty, and Lambda then calls the handler with the wrong arguments.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from chalice.app import Chalice, Response, WebsocketEvent

from chalicelib.core import observe, starting
from chalicelib.edge.door import Door
from chalicelib.edge.idempotency import Idempotency
from chalicelib.edge.limits import RateLimits
from chalicelib.edge.openapi import published
from chalicelib.edge.problems import restyled
from chalicelib.live.sockets import SocketDoor
from chalicelib.wiring import house

# The room, the name of its route table, and the service that answers: built with its first request.
ROOMS = (
    *((room, "routes", room) for room in ("merchants", "people", "api_keys", "invitations")),
    *((room, "routes", room) for room in ("signup", "access", "teams", "calendars")),
    ("customers", "routes", "directory"),
    *((room, "routes", room) for room in ("knowledge", "attachments", "transcripts", "sla", "bot")),
    ("conversations", "routes", "reception"),
    *((room, "routes", room) for room in ("senders", "inboxes", "channels", "assignment")),
    *((room, name, name) for room, name in (("channels", "forms"), ("conversations", "dealings"))),
    ("assignment", "later", "later"),
    ("tickets", "routes", "counter"),
)


def served_by(service: str) -> Any:
    """Asked of the house with each request: nothing is built before the first."""
    return getattr(house(), service)


app = Chalice(app_name="manydesk", configure_logs=False)
app.experimental_feature_flags.update(["WEBSOCKETS"])
door = Door(
    app,
    gate=lambda: house().gate,
    limits=RateLimits(clock=house().clock),
    idempotency=Idempotency(sealer=house().vault, clock=house().clock),
)
for room, routes, service in ROOMS:
    declared = getattr(import_module(f"chalicelib.{room}.routes"), routes)
    door.mount(declared, partial(served_by, service))
door.mount(published(door.table), lambda: None)
sockets = SocketDoor(lambda: house().dispatch)
starting.done()


@app.middleware("http")
def in_our_form(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Refusals that Chalice makes itself become problem details, and every request one log line."""
    observe.logger.clear_state()
    response = restyled(get_response(event))
    observe.logger.info(
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
