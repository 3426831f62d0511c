"""Rate limits of single routes: a counter per subject and window, gone by TTL.

Storage trouble lets the call through: a limit must not take the desk down with it. What API Gateway
throttles per stage stands before this.
"""

import hashlib
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

from pynamodb.attributes import NumberAttribute, TTLAttribute
from pynamodb.exceptions import PynamoDBException
from pynamodb.expressions.update import Action

from chalicelib.core.clock import Clock
from chalicelib.core.errors import Busy
from chalicelib.core.observe import logger
from chalicelib.edge.routes import Asked, Limit
from chalicelib.table import guard, keys
from chalicelib.table.items import SocketsItem


class WindowItem(SocketsItem):
    kind_of = "window"

    calls = NumberAttribute()
    expires = TTLAttribute()


# Many viewers come by one edge server; one that makes up viewers' addresses is held all the same.
SHARED_BY = 50


class RateLimits:
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def check(self, limit: Limit, asked: Asked) -> None:
        """Count this call; Busy where it is one too many."""
        if limit.of:
            self._count(limit, _folded(str(asked.body.get(limit.of, ""))))
            return
        self._count(limit, asked.address)
        if asked.peer not in {"", asked.address}:
            self._count(replace(limit, most=limit.most * SHARED_BY), f"peer|{asked.peer}")

    def _count(self, limit: Limit, subject: str) -> None:
        now = int(self._clock().timestamp())
        window = now - now % limit.seconds
        ends = window + limit.seconds
        digest = hashlib.sha256(f"{subject}|{window}".encode()).hexdigest()[:32]
        item = WindowItem.at(keys.limit(limit.name, digest))
        actions: list[Action] = [
            WindowItem.calls.add(1),
            WindowItem.kind.set(WindowItem.kind_of),
            WindowItem.expires.set(datetime.fromtimestamp(ends + 60, UTC)),
        ]
        try:
            with guard.scope(front=True):
                item.update(actions=actions)
        except PynamoDBException:
            logger.exception("rate limit not counted", limit=limit.name)
            return
        if item.calls > limit.most:
            raise Busy("Too many requests; try again later.", retry_after=ends - now)


def _folded(text: str) -> str:
    """Spellings of one address count together."""
    return unicodedata.normalize("NFKC", text).strip().lower()
