"""How the other side of an inbox is: known by each answer, written down when it changes."""

from collections.abc import Callable

from chalicelib.channels.model import Outcome
from chalicelib.channels.retries import CLOSED, Breaker, after_failure, after_success
from chalicelib.channels.store import ChannelStore
from chalicelib.core.clock import Clock, to_the_ms
from chalicelib.inboxes.model import Inbox
from chalicelib.table.desk import Desk

FAILURES = frozenset({Outcome.RETRY, Outcome.UNKNOWN})


class Health:
    """`disabled`: an inbox's other side is given up."""

    def __init__(
        self, *, store: ChannelStore, disabled: Callable[[Desk, Inbox, str], None], clock: Clock
    ) -> None:
        self._store = store
        self._disabled = disabled
        self._clock = clock

    def of(self, desk: Desk, inbox: Inbox) -> Breaker:
        return self._store.breaker(desk, inbox.id)

    def learn(self, desk: Desk, inbox: Inbox, before: Breaker, outcome: Outcome) -> None:
        """`before`: as it was when the attempt began."""
        if outcome is Outcome.GONE:
            self._disabled(desk, inbox, "gone")
        elif outcome in FAILURES:
            now = to_the_ms(self._clock())
            after = after_failure(before, now)
            self._store.broken(desk, inbox.id, after)
            if after.given_up(now):
                self._disabled(desk, inbox, "failing")
        elif before != CLOSED:
            self._store.broken(desk, inbox.id, after_success())
