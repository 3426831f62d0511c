"""A merchant whose people do everything themselves: no bot, and an agent who takes what they want.

For the plays about messages; the working day with bot and assignment has plays of its own.
"""

from typing import Any

from infra.local import seed
from infra.local.client import Caller
from infra.local.place import Place

MERCHANT: dict[str, Any] = {
    "merchant": {
        "name": "静山灯铺 Quiet Lamps",
        "locale": "zh",
        "time_zone": "Asia/Shanghai",
        "greeting": {"zh": "您好！灯的事都可以问我们。", "en": "Hello! Ask us about lamps."},
        "bot_on": False,
    },
    "owner": {
        "name": "陆静山 Lu Jingshan",
        "email": "owner@quietlamps.example",
        "password": "one-lamp-in-the-window",
    },
    "agents": [
        {
            "name": "Ada Brook",
            "email": "ada@quietlamps.example",
            "password": "wick-and-oil-and-glass",
            "teams": [],
            "capacity": 50,
        }
    ],
    "teams": [],
    "knowledge": [],
    "tickets": [],
}


def clerk(place: Place) -> Caller:
    """Its owner, who does by the API what no play is about."""
    found = seed.sign_in(place, seed.person(MERCHANT["owner"]))
    assert found
    return found


def nobody_waits(owner: Caller) -> None:
    """What earlier plays have left: a list shows only so many rows as there is room for."""
    for row in owner.call("GET", "/v1/conversations?view=unassigned")["items"]:
        owner.call("POST", f"/v1/conversations/{row['id']}/take", {})
        owner.call("POST", f"/v1/conversations/{row['id']}/resolve", {})


def merchant(place: Place, origin: str) -> dict[str, Any]:
    """Its people, and the tag of its widget, which shows on pages of this origin."""
    return seed.merchant(place, MERCHANT, [origin])
