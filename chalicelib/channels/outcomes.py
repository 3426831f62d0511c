"""What becomes of a message after an attempt at it: pure."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.channels.model import Attempt, Outcome, Sent
from chalicelib.channels.retries import wait
from chalicelib.conversations.model import Delivery, Reached

# The rest is tried again, as long as there is another wait.
ENDS: Mapping[Outcome, Reached] = {
    Outcome.ACCEPTED: Reached.SENT,
    Outcome.UNKNOWN: Reached.UNKNOWN,
    Outcome.REJECTED: Reached.FAILED,
    Outcome.GONE: Reached.FAILED,
}


def settled(held: Delivery, sent: Sent, now: datetime, chance: float) -> Delivery:
    """`pending` again with the moment of the next attempt, or for good. `chance`: 0 to 1."""
    attempts = held.attempts + 1
    end = ENDS.get(sent.outcome)
    if end is not None:
        code = "" if end is Reached.SENT else sent.code
        return Delivery(end, now, attempts, code, sent.id)
    pause = wait(attempts, chance, asked=sent.retry_after)
    if pause is None:
        return Delivery(Reached.FAILED, now, attempts, sent.code, sent.id)
    return Delivery(Reached.PENDING, now + pause, attempts, sent.code, sent.id)


def attempt_of(conversation: str, seq: int, n: int, sent: Sent) -> Attempt:
    """As its merchant may look it up."""
    return Attempt(
        conversation=conversation,
        seq=seq,
        n=n,
        outcome=str(sent.outcome),
        code=sent.code,
        status=sent.status,
        took=sent.took,
        detail=sent.detail,
    )
