"""Calls counted in a window of time, gone by TTL. A subject lies there as a hash alone."""

import hashlib
from datetime import UTC, datetime

from pynamodb.attributes import NumberAttribute, TTLAttribute
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.update import Action

from chalicelib.table import guard, keys
from chalicelib.table.items import SocketsItem

KEPT_AFTER = 60  # seconds


class WindowItem(SocketsItem):
    kind_of = "window"

    calls = NumberAttribute()
    expires = TTLAttribute()


class NotCounted(Exception):  # noqa: N818 - storage trouble; whoever counts lets it through
    """A limit must not take the desk down with it."""


def window_of(now: datetime, seconds: int) -> int:
    """When the window began, in seconds of the epoch."""
    at = int(now.timestamp())
    return at - at % seconds


def add(name: str, subject: str, *, window: int, seconds: int, n: int = 1) -> int:
    """Add to what a subject has called for in a window; the sum with everybody's share in it."""
    digest = hashlib.sha256(f"{subject}|{window}".encode()).hexdigest()[:32]
    item = WindowItem.at(keys.limit(name, digest))
    actions: list[Action] = [
        WindowItem.calls.add(n),
        WindowItem.kind.set(WindowItem.kind_of),
        WindowItem.expires.set(datetime.fromtimestamp(window + seconds + KEPT_AFTER, UTC)),
    ]
    try:
        with guard.scope(family=keys.LIMITS):
            item.update(actions=actions)
    except PynamoDBException as error:
        raise NotCounted(name) from error
    return int(item.calls)
