"""One good request for every route: the tests of the doors are made of these.

A route without its example fails; an example is complete, so that leaving a part out is a case.
"""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.core.rights import Role
from tests.desk.stories import OTHER_PASSWORD, PASSWORD
from tests.doors import (
    examples_assignment,
    examples_bot,
    examples_channels,
    examples_forms,
    examples_knowledge,
    examples_tickets,
    examples_time,
)
from tests.doors.example import Example
from tests.doors.world import ORIGIN, Shop

ABSENT = "0" * 26


def _conversation(n: int) -> Mapping[str, Callable[[Shop], str]]:
    return {"conversation": lambda shop: shop.conversations[n]}


def _nothing(_: Shop) -> dict[str, Any]:
    return {}


def _entering(link: str) -> Callable[[Shop], dict[str, Any]]:
    return lambda shop: {"token": shop.links[link], "name": "New", "password": PASSWORD}


CUSTOMER: Mapping[str, Callable[[Shop], str]] = {"customer": lambda shop: shop.guests[0].id}
PERSON: Mapping[str, Callable[[Shop], str]] = {"person": lambda shop: shop.seats[Role.AGENT].id}
WAITING, HELD, DONE = _conversation(0), _conversation(1), _conversation(2)
FIRST, SECOND = {"if-match": '"1"'}, {"if-match": '"2"'}
PEOPLE_ONLY, HOLDERS_ONLY = (403, "forbidden"), (409, "conflict")

EXAMPLES: dict[str, Example] = {
    "GET /v1/merchant": Example(),
    "PATCH /v1/merchant": Example(
        body=lambda _: {
            "name": "Renamed",
            "locale": "en",
            "time_zone": "Europe/Berlin",
            "branding": {"accent": "#00Ff88"},
            "greeting": {"zh": "您好", "en": "Hello"},
            "bot_on": True,
        },
        headers=FIRST,
    ),
    "GET /v1/widget": Example(),
    "PATCH /v1/widget": Example(
        body=lambda _: {"allowed_origins": ["https://else.example"]}, headers=SECOND
    ),
    "POST /v1/widget/key": Example(body=_nothing),
    "POST /v1/merchant/data-key": Example(201, body=_nothing),
    "GET /v1/audit": Example(),
    "PATCH /v1/person": Example(
        body=lambda _: {"name": "Renamed", "locale": "zh"}, headers=FIRST, by_key=PEOPLE_ONLY
    ),
    "GET /v1/people": Example(),
    "PATCH /v1/people/{person}": Example(
        path=PERSON,
        body=lambda shop: {"role": "supervisor", "teams": [shop.team], "capacity": 7},
        headers=FIRST,
    ),
    "DELETE /v1/people/{person}": Example(204, path=PERSON),
    "GET /v1/api-keys": Example(),
    "POST /v1/api-keys": Example(201, body=lambda _: {"name": "Robot", "role": "agent"}),
    "DELETE /v1/api-keys/{key}": Example(204, path={"key": lambda shop: shop.keys[Role.VIEWER].id}),
    "GET /v1/invitations": Example(),
    "POST /v1/invitations": Example(202, body=lambda _: {"email": "x@y.example", "role": "agent"}),
    "DELETE /v1/invitations/{invitation}": Example(
        204, path={"invitation": lambda shop: shop.invitation}
    ),
    "POST /v1/merchants": Example(
        202,
        body=lambda _: {
            "name": "New shop",
            "email": "new@new.example",
            "locale": "zh",
            "time_zone": "Asia/Shanghai",
        },
    ),
    "POST /v1/links": Example(body=lambda shop: {"token": shop.links["sign_up"]}),
    "POST /v1/password-resets": Example(202, body=lambda shop: {"email": shop.owner.email}),
    "POST /v1/password-resets/confirm": Example(
        body=lambda shop: {"token": shop.links["password_reset"], "password": OTHER_PASSWORD}
    ),
    "POST /v1/merchants/confirm": Example(201, body=_entering("sign_up")),
    "POST /v1/invitations/accept": Example(201, body=_entering("invitation")),
    "POST /v1/sessions": Example(
        201,
        body=lambda shop: {
            "email": shop.owner.email,
            "password": PASSWORD,
            "merchant": shop.merchant,
        },
    ),
    "GET /v1/session": Example(),
    "POST /v1/session/merchant": Example(
        body=lambda shop: {"merchant": shop.merchant}, by_key=PEOPLE_ONLY
    ),
    "DELETE /v1/session": Example(204, by_key=PEOPLE_ONLY),
    "DELETE /v1/sessions": Example(204, by_key=PEOPLE_ONLY),
    "POST /v1/socket-tickets": Example(201, body=_nothing),
    "GET /v1/widgets/{key}": Example(
        path={"key": lambda shop: shop.widget}, headers={"origin": ORIGIN}
    ),
    "GET /v1/customers/{customer}": Example(path=CUSTOMER),
    "POST /v1/customers/{customer}/erase": Example(
        path=CUSTOMER, body=lambda _: {"confirm": "erase"}
    ),
    "PATCH /v1/customers/{customer}": Example(
        path=CUSTOMER,
        body=lambda shop: {
            "name": "Renamed",
            "email": "mended@guest.example",
            "phone": "+86 10 1234 5678",
            "company": f"Company {shop.canary}",
            "tier": "gold",
            "attributes": [{"name": "size", "value": shop.canary}],
        },
        headers=FIRST,
    ),
    "GET /v1/customers": Example(),
    "GET /v1/customers/{customer}/conversations": Example(path=CUSTOMER),
    "POST /v1/customers/{customer}/merge": Example(
        path=CUSTOMER, body=lambda shop: {"customer": shop.guests[1].id}
    ),
    "POST /v1/customers/{customer}/unmerge": Example(
        path={"customer": lambda shop: shop.pair[0]},
        body=lambda shop: {"customer": shop.pair[1]},
    ),
    "POST /v1/customers/{customer}/block": Example(
        path=CUSTOMER, body=lambda shop: {"reason": f"Spam of {shop.canary}"}
    ),
    "POST /v1/customers/{customer}/unblock": Example(path=CUSTOMER, body=_nothing),
    "POST /v1/visitors": Example(
        201,
        body=lambda shop: {
            "key": shop.widget,
            "grant": shop.grant,
            "token": shop.guests[0].secret,
            "name": "Guest",
            "email": "guest@guest.example",
            "locale": "en",
        },
    ),
    "GET /v1/visitor/conversations": Example(),
    "POST /v1/visitor/conversations/{conversation}/rating": Example(
        path=DONE, body=lambda _: {"score": 4, "text": "quick and kind"}, guest=2
    ),
    "POST /v1/visitor/conversations/{conversation}/handover": Example(path=WAITING, body=_nothing),
    "GET /v1/conversations": Example(),
    "GET /v1/conversations/{conversation}": Example(path=WAITING),
    "GET /v1/conversations/{conversation}/messages": Example(path=WAITING),
    "POST /v1/conversations/{conversation}/messages": Example(
        201,
        path=HELD,
        body=lambda shop: {
            "session": shop.agents_session,
            "n": 2,
            "parts": [{"type": "text", "text": "looked into"}],
            "kind": "note",
        },
    ),
    "POST /v1/visitor/messages": Example(
        201,
        body=lambda shop: {
            "conversation": shop.conversations[0],
            "session": shop.sessions[0],
            "n": 2,
            "parts": [{"type": "text", "text": "and one thing more"}],
        },
        names=True,
    ),
    "POST /v1/sending-sessions": Example(
        201,
        body=lambda shop: {"conversation": shop.conversations[0], "session": shop.sessions[1]},
        names=True,
    ),
    "POST /v1/conversations/{conversation}/messages/{seq}/edit": Example(
        path={**WAITING, "seq": lambda _: "1"},
        body=lambda _: {"parts": [{"type": "text", "text": "said better"}]},
        by_staff=(403, "forbidden"),
    ),
    "POST /v1/conversations/{conversation}/messages/{seq}/recall": Example(
        path={**WAITING, "seq": lambda _: "1"}, body=_nothing, by_staff=(403, "forbidden")
    ),
    "GET /v1/conversations/{conversation}/messages/{seq}/versions": Example(
        path={**HELD, "seq": lambda _: "3"}
    ),
    "POST /v1/attachments": Example(201, body=lambda _: {"size": 1_000}),
    # Nobody has uploaded anything: what happens then is told in test_attachments.py.
    "POST /v1/attachments/{upload}": Example(
        404, path={"upload": lambda _: "1" * 26}, body=lambda _: {"name": "a.png"}
    ),
    "GET /v1/conversations/{conversation}/messages/{seq}/files/{file}": Example(
        path={**WAITING, "seq": lambda _: "1", "file": lambda shop: shop.file}
    ),
    "GET /v1/conversations/{conversation}/transcript": Example(path=WAITING),
    "POST /v1/conversations/{conversation}/transcript": Example(
        202, path=WAITING, body=lambda _: {"locale": "en", "time_zone": "Europe/Berlin"}
    ),
    "GET /v1/openapi.json": Example(),
    "GET /v1/channels.json": Example(),
    "GET /v1/health": Example(),
}
EXAMPLES |= examples_assignment.EXAMPLES
EXAMPLES |= examples_bot.EXAMPLES
EXAMPLES |= examples_channels.EXAMPLES
EXAMPLES |= examples_forms.EXAMPLES
EXAMPLES |= examples_time.EXAMPLES
EXAMPLES |= examples_knowledge.EXAMPLES
EXAMPLES |= examples_tickets.EXAMPLES
