"""When a message is tried again, and when a receiver is left alone for a while.

The waits are those of Standard Webhooks, each shortened by chance to as little as half, so that what failed
together does not come back together. A receiver that fails again and again is asked by one message at a
time (a circuit breaker): the others wait, and cost nobody anything.
"""

from datetime import datetime, timedelta

from chalicelib.core.values import Value, replace

MINUTE, HOUR = 60, 3_600
WAITS = (5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
# So many failures in a row open the breaker; so long it stays open, twice as long each time.
FAILURES = 5
OPEN_FOR, OPEN_AT_MOST = timedelta(seconds=30), timedelta(minutes=15)
# A receiver that has failed for so long, without one success, is switched off and its owner told.
GIVEN_UP_AFTER = timedelta(days=5)


def wait(attempt: int, chance: float, *, asked: float = 0) -> timedelta | None:
    """After the attempt of this number (from 1); None when it was the last. `chance`: 0 to 1.

    `asked`: what the receiver itself asked for, in seconds, kept where it is longer.
    """
    if attempt > len(WAITS):
        return None
    seconds = WAITS[attempt - 1] * (0.5 + chance / 2)
    return timedelta(seconds=max(seconds, asked))


class Breaker(Value, frozen=True):
    """`failures` in a row since the last success; `opened`: how often the breaker has opened since."""

    failures: int = 0
    opened: int = 0
    open_until: datetime | None = None
    failing_since: datetime | None = None

    def lets_through(self, now: datetime) -> bool:
        return self.open_until is None or now >= self.open_until

    @property
    def on_probation(self) -> bool:
        """Open, or just over: one message at a time finds out."""
        return self.open_until is not None

    def given_up(self, now: datetime) -> bool:
        return self.failing_since is not None and now - self.failing_since >= GIVEN_UP_AFTER


CLOSED = Breaker()


def after_success() -> Breaker:
    return CLOSED


def after_failure(breaker: Breaker, now: datetime) -> Breaker:
    failed = replace(
        breaker,
        failures=breaker.failures + 1,
        failing_since=breaker.failing_since or now,
    )
    if failed.failures < FAILURES and not failed.on_probation:
        return failed
    span = min(OPEN_FOR * 2 ** min(failed.opened, 10), OPEN_AT_MOST)
    return replace(failed, opened=failed.opened + 1, open_until=now + span)
