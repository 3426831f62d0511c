"""What one attempt at a message leads to."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.channels.model import Outcome, Sent
from chalicelib.channels.outcomes import settled
from chalicelib.channels.retries import WAITS
from chalicelib.conversations.model import Delivery, Reached

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def held(attempts: int = 0) -> Delivery:
    return Delivery(Reached.PENDING, NOW, attempts)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.ACCEPTED, Reached.SENT),
        (Outcome.REJECTED, Reached.FAILED),
        (Outcome.GONE, Reached.FAILED),
        (Outcome.UNKNOWN, Reached.UNKNOWN),
        (Outcome.RETRY, Reached.PENDING),
    ],
)
def test_each_outcome_has_its_state(outcome: Outcome, state: Reached) -> None:
    assert settled(held(), Sent(outcome), NOW, 0.5).state is state


def test_an_outcome_that_is_added_later_is_none_of_these() -> None:
    assert len(Outcome) == 5


def test_what_is_tried_again_says_when_and_what_was_wrong() -> None:
    told = settled(held(1), Sent(Outcome.RETRY, code="http_503"), NOW, 1.0)

    assert (told.at, told.attempts, told.code) == (NOW + timedelta(minutes=5), 2, "http_503")


def test_a_receiver_that_asks_for_longer_is_given_it() -> None:
    told = settled(held(), Sent(Outcome.RETRY, retry_after=600), NOW, 0.0)

    assert told.at == NOW + timedelta(seconds=600)


def test_after_the_last_wait_it_has_failed() -> None:
    told = settled(held(len(WAITS)), Sent(Outcome.RETRY, code="http_500"), NOW, 0.5)

    assert (told.state, told.at, told.code) == (Reached.FAILED, NOW, "http_500")


def test_what_was_taken_shows_no_code_of_an_attempt_before() -> None:
    assert settled(held(3), Sent(Outcome.ACCEPTED, id="x", code="http_503"), NOW, 0.5) == Delivery(
        Reached.SENT, NOW, 4, "", "x"
    )
