"""Good requests: teams, and what belongs to the assignment of work."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.doors.example import Example
from tests.doors.world import Shop

Path = Mapping[str, Callable[[Shop], str]]
TEAM: Path = {"team": lambda shop: shop.team}
WAITING: Path = {"conversation": lambda shop: shop.conversations[0]}
HELD: Path = {"conversation": lambda shop: shop.conversations[1]}
DONE: Path = {"conversation": lambda shop: shop.conversations[2]}
HOLDERS_ONLY = (409, "conflict")


def _nothing(_: Shop) -> dict[str, Any]:
    return {}


EXAMPLES: dict[str, Example] = {
    "GET /v1/teams": Example(),
    "POST /v1/teams": Example(201, body=lambda _: {"name": "Returns"}),
    "PATCH /v1/teams/{team}": Example(
        path=TEAM, body=lambda _: {"name": "After sales"}, headers={"if-match": '"1"'}
    ),
    "DELETE /v1/teams/{team}": Example(204, path=TEAM),
    "POST /v1/conversations/{conversation}/take": Example(
        path=WAITING, body=lambda _: {"beyond": True}, by_key=HOLDERS_ONLY
    ),
    "POST /v1/conversations/{conversation}/release": Example(
        path=HELD, body=_nothing, by_key=HOLDERS_ONLY
    ),
    "POST /v1/conversations/{conversation}/resolve": Example(
        path=WAITING, body=_nothing, by_key=HOLDERS_ONLY
    ),
    "POST /v1/conversations/{conversation}/reopen": Example(
        path=DONE, body=_nothing, by_key=HOLDERS_ONLY
    ),
    "POST /v1/conversations/{conversation}/transfer": Example(
        path=HELD, body=lambda shop: {"team": shop.team}, by_key=HOLDERS_ONLY
    ),
    "GET /v1/conversations/{conversation}/waiting": Example(path=WAITING),
    "GET /v1/visitor/queue": Example(),
    "POST /v1/visitor/leave-message": Example(
        201,
        body=lambda _: {"email": "guest@guest.example", "name": "Guest", "text": "Call me."},
    ),
}
