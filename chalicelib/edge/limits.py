"""Rate limits of single routes: a counter per subject and window, gone by TTL.

Storage trouble lets the call through: a limit must not take the desk down with it. What API Gateway
throttles per stage stands before this.
"""

import unicodedata

from chalicelib.core.clock import Clock
from chalicelib.core.errors import Busy
from chalicelib.core.observe import logger
from chalicelib.core.values import replace
from chalicelib.edge.routes import Asked, Limit
from chalicelib.table import windows

# Many viewers come by one edge server; one that makes up viewers' addresses is held all the same.
SHARED_BY = 50


class RateLimits:
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def check(self, limit: Limit, asked: Asked) -> None:
        """Count this call; Busy where it is one too many."""
        if limit.of:
            named = asked.path.get(limit.of) or asked.body.get(limit.of, "")
            self._count(limit, _folded(str(named)))
            return
        self._count(limit, asked.address)
        if asked.peer not in {"", asked.address}:
            self._count(replace(limit, most=limit.most * SHARED_BY), f"peer|{asked.peer}")

    def _count(self, limit: Limit, subject: str) -> None:
        now = self._clock()
        window = windows.window_of(now, limit.seconds)
        try:
            calls = windows.add(limit.name, subject, window=window, seconds=limit.seconds)
        except windows.NotCounted:
            logger.exception("rate limit not counted", limit=limit.name)
            return
        if calls > limit.most:
            wait = window + limit.seconds - int(now.timestamp())
            raise Busy("Too many requests; try again later.", retry_after=wait)


def _folded(text: str) -> str:
    """Spellings of one address count together."""
    return unicodedata.normalize("NFKC", text).strip().lower()
