"""A sending domain: under whose addresses a merchant's mail may leave, once its DNS says so.

What proves a domain is the public half of a key that was made for one claim of one merchant. Neither the
record of an earlier holder nor the proof of a domain above it proves anything for this one.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.values import Value


class State(StrEnum):
    WAITING = "waiting"  # for its record to be seen
    PROVED = "proved"
    FAILED = "failed"  # its record was never seen
    LOST = "lost"  # it was proved, and is no more


MOST = 10
SELECTOR = "desk-"  # what our selectors begin with
# A claim keeps others away: so long as a record is looked for, and so long after a proof was lost.
HELD = timedelta(hours=72)
HELD_WHEN_LOST = timedelta(days=30)
# How often it is looked at by itself; a failed one is not.
LOOKED_AT = {
    State.WAITING: timedelta(hours=1),
    State.PROVED: timedelta(days=1),
    State.LOST: timedelta(days=1),
}


class Record(Value, frozen=True):
    """What its holder puts into the DNS."""

    type: str
    host: str
    value: str


class Seen(Value, frozen=True):
    """What SES says of an identity: `selector` of the key that it is proved by."""

    status: str
    selector: str = ""
    sends: bool = False


class Claim(Value, frozen=True):
    """Who holds a name. `free_at`: from when on somebody else may have it; None while it is proved.

    `spent`: of one that was given back unproved, until when it would have been held. Whoever claims a name
    again holds it no longer than the first time: else they could keep its owner out for ever.
    """

    merchant: str
    domain: str
    free_at: datetime | None
    spent: datetime | None = None

    def again(self, merchant: str, free_at: datetime | None) -> datetime | None:
        """From when on it is free, once this merchant has claimed it anew."""
        until = self.spent or self.free_at
        if merchant != self.merchant or until is None or free_at is None:
            return free_at
        return min(free_at, until)


class Domain(Value, frozen=True):
    """`id` is that of the claim, too."""

    id: str
    name: str
    state: State
    since: datetime
    selector: str
    public_key: str
    created_at: datetime
    version: int = 1

    @property
    def record(self) -> Record:
        return Record("TXT", f"{self.selector}._domainkey.{self.name}", f"p={self.public_key}")

    @property
    def was_proved(self) -> bool:
        return self.state in {State.PROVED, State.LOST}

    def free_at(self, state: State, now: datetime) -> datetime | None:
        """Of its claim, when it comes into a state."""
        match state:
            case State.PROVED:
                return None
            case State.LOST:
                return now + HELD_WHEN_LOST
        return self.created_at + HELD

    def wire(self) -> dict[str, Any]:
        record = self.record
        return {
            "id": self.id,
            "domain": self.name,
            "state": str(self.state),
            "since": to_wire(self.since),
            "records": [{"type": record.type, "host": record.host, "value": record.value}],
            "created_at": to_wire(self.created_at),
        }


def is_unheard(domain: Domain, seen: Seen | None) -> bool:
    """SES knows nothing of this claim yet: nothing at all, or what an earlier one has left."""
    if seen is None:
        return True
    return seen.selector != domain.selector and seen.selector.startswith(SELECTOR)


def fate(domain: Domain, seen: Seen | None) -> State:
    """What becomes of a domain by what was seen. A moment's trouble takes no proof away."""
    ours = seen is not None and seen.selector == domain.selector
    if seen is not None and ours and seen.sends and seen.status == "SUCCESS":
        return State.PROVED
    if seen is not None and ours and seen.status == "TEMPORARY_FAILURE":
        return domain.state
    if domain.was_proved:
        return State.LOST
    if seen is not None and ours and seen.status == "FAILED":
        return State.FAILED
    return State.WAITING
