from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.channels.retries import (
    CLOSED,
    FAILURES,
    GIVEN_UP_AFTER,
    OPEN_AT_MOST,
    OPEN_FOR,
    WAITS,
    after_failure,
    after_success,
    wait,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize("attempt", range(1, len(WAITS) + 1))
def test_waits_grow_and_chance_takes_at_most_half(attempt: int) -> None:
    whole = timedelta(seconds=WAITS[attempt - 1])
    assert wait(attempt, 1.0) == whole
    assert wait(attempt, 0.0) == whole / 2


def test_a_receiver_that_asks_for_more_time_gets_it() -> None:
    assert wait(1, 0.0, asked=60) == timedelta(seconds=60)
    assert wait(2, 0.0, asked=1) == timedelta(seconds=150)


def test_after_the_last_attempt_there_is_no_wait() -> None:
    assert wait(len(WAITS) + 1, 0.5) is None


def test_a_few_failures_stop_nobody() -> None:
    breaker = CLOSED
    for _ in range(FAILURES - 1):
        breaker = after_failure(breaker, NOW)
    assert breaker.lets_through(NOW)
    assert not breaker.on_probation


def test_many_in_a_row_open_the_breaker_and_each_failed_probe_doubles_its_time() -> None:
    breaker, now = CLOSED, NOW
    for _ in range(FAILURES):
        breaker = after_failure(breaker, now)
    spans = []
    for _ in range(8):
        assert breaker.open_until is not None
        assert not breaker.lets_through(now)
        spans.append(breaker.open_until - now)
        now = breaker.open_until
        assert breaker.lets_through(now)
        breaker = after_failure(breaker, now)
    assert spans[:3] == [OPEN_FOR, OPEN_FOR * 2, OPEN_FOR * 4]
    assert spans[-1] == OPEN_AT_MOST


def test_one_success_closes_it() -> None:
    assert after_success() == CLOSED
    assert CLOSED.lets_through(NOW)


def test_a_receiver_that_fails_for_days_is_given_up() -> None:
    breaker = after_failure(CLOSED, NOW)
    later = after_failure(breaker, NOW + timedelta(days=4))
    assert not later.given_up(NOW + GIVEN_UP_AFTER - timedelta(seconds=1))
    assert later.given_up(NOW + GIVEN_UP_AFTER)
    assert not CLOSED.given_up(NOW)
