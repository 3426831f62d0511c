"""What a person holds, and how fast a merchant's queue moves."""

from datetime import datetime
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.ids import PersonId
from chalicelib.core.values import Value

SMOOTHING = 0.2


class Workload(Value, frozen=True):
    """Over all merchants together. Whose the conversations are stays here: only counts go out."""

    person: PersonId
    held: frozenset[str] = frozenset()
    assigned_at: datetime | None = None

    @property
    def load(self) -> int:
        return len(self.held)


class Pace(Value, frozen=True):
    """Seconds between two assignments while somebody waits, smoothed; None before the first."""

    seconds: float | None = None
    at: datetime | None = None

    def after(self, waited: float, now: datetime) -> "Pace":
        """An assignment was made. A time in which nobody waited says nothing of the pace."""
        since = (now - self.at).total_seconds() if self.at else waited
        sample = max(0.0, min(waited, since))
        seconds = (
            sample if self.seconds is None else self.seconds + SMOOTHING * (sample - self.seconds)
        )
        return Pace(seconds, now)

    def expected(self, position: int) -> int | None:
        return None if self.seconds is None else round(position * self.seconds)


class Place(Value, frozen=True):
    """Where a visitor stands. `position` counts to a bound: `more` says that it is beyond."""

    status: str
    position: int | None = None
    more: bool = False
    expected_wait_s: int | None = None
    is_open: bool = True
    opens_at: datetime | None = None
    agents: int = 0

    def wire(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "position": self.position,
            "more": self.more,
            "expected_wait_s": self.expected_wait_s,
            "open": self.is_open,
            "opens_at": to_wire(self.opens_at) if self.opens_at else None,
            "agents": self.agents,
        }
