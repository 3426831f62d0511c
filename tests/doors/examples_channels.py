"""Good requests: inboxes, their secrets, what goes out by them."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.doors.example import Example
from tests.doors.world import Shop

FIRST = {"if-match": '"1"'}
INBOX: Mapping[str, Callable[[Shop], str]] = {"inbox": lambda shop: shop.inbox}
DOMAIN: Mapping[str, Callable[[Shop], str]] = {"domain": lambda shop: shop.domain}
CHANNELLED: Mapping[str, Callable[[Shop], str]] = {"conversation": lambda shop: shop.channelled}
SETTINGS: Mapping[str, Any] = {
    "url": "https://else.example/hook",
    "bot": False,
    "makes": "conversation",
    "team": "",
    "window": {"hours": 24, "messages": 5},
}


def _nothing(_: Shop) -> dict[str, Any]:
    return {}


EXAMPLES: dict[str, Example] = {
    "GET /v1/sending-domains": Example(),
    "POST /v1/sending-domains": Example(201, body=lambda _: {"domain": "mail.else.example"}),
    "POST /v1/sending-domains/{domain}/check": Example(path=DOMAIN, body=_nothing),
    "DELETE /v1/sending-domains/{domain}": Example(204, path=DOMAIN),
    "GET /v1/inboxes": Example(),
    "POST /v1/inboxes": Example(
        201, body=lambda _: {"channel": "webhook", "name": "Shop", "settings": dict(SETTINGS)}
    ),
    "GET /v1/inboxes/{inbox}": Example(path=INBOX),
    "PATCH /v1/inboxes/{inbox}": Example(
        path=INBOX,
        body=lambda _: {"name": "Renamed", "state": "off", "settings": dict(SETTINGS)},
        headers=FIRST,
    ),
    "DELETE /v1/inboxes/{inbox}": Example(204, path=INBOX),
    "POST /v1/inboxes/{inbox}/secret": Example(201, path=INBOX, body=_nothing),
    "DELETE /v1/inboxes/{inbox}/secret": Example(path=INBOX),
    "GET /v1/inboxes/{inbox}/deliveries": Example(path=INBOX),
    "GET /v1/inboxes/{inbox}/health": Example(path=INBOX),
    "POST /v1/inboxes/{inbox}/test": Example(path=INBOX, body=_nothing),
    "GET /v1/conversations/{conversation}/means": Example(path=CHANNELLED),
    "GET /v1/conversations/{conversation}/messages/{seq}/original": Example(
        path={**CHANNELLED, "seq": lambda shop: shop.letter}
    ),
    "POST /v1/conversations/{conversation}/messages/{seq}/retry": Example(
        path={**CHANNELLED, "seq": lambda shop: shop.unsent}, body=_nothing
    ),
}
