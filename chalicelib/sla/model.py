"""What a merchant promises by priority, and the clocks that a ticket runs against it.

A clock is derived: from what the ticket is, from its timeline's transitions, from policy and calendar.
Only its marks (warned, breached) are its own, and each is given once for the deadline that it is about.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.values import Value, field, replace
from chalicelib.sla.calculator import Pause
from chalicelib.tickets.model import ClockMark, Priority

# The version of what nobody has set yet.
UNSET = 1
WARN_PERCENT = 80


class Target(StrEnum):
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BREACHED = "breached"


class Event(StrEnum):
    WARNED = "warned"
    BREACHED = "breached"


Minutes = Mapping[Target, int | None]


class Policy(Value, frozen=True):
    """Minutes of working time by priority; None is no promise. Nobody has promised anything at first."""

    targets: Mapping[Priority, Minutes] = field(default_factory=dict)
    warn_percent: int = WARN_PERCENT
    version: int = UNSET

    @property
    def promises(self) -> bool:
        return any(each is not None for row in self.targets.values() for each in row.values())

    def minutes(self, priority: Priority, target: Target) -> int | None:
        return self.targets.get(priority, {}).get(target)

    def wire(self) -> dict[str, Any]:
        targets = {
            str(priority): {f"{target}_min": self.minutes(priority, target) for target in Target}
            for priority in Priority
        }
        return {"targets": targets, "warn_percent": self.warn_percent, "version": self.version}


def to_targets(wire: Mapping[str, Mapping[str, int | None]]) -> dict[Priority, Minutes]:
    return {Priority(name): _minutes(row) for name, row in wire.items()}


def _minutes(row: Mapping[str, int | None]) -> Minutes:
    return {target: row.get(f"{target}_min") for target in Target}


class Clock(Value, frozen=True):
    """`minutes` is what was promised; without a promise it only remembers when it started.

    `due` and `warn` are unknown while a pause stands before them.
    """

    target: Target
    started: datetime
    met: datetime | None = None
    due: datetime | None = None
    warn: datetime | None = None
    warned: datetime | None = None
    breached: datetime | None = None
    minutes: int | None = None

    def state(self, *, paused: bool) -> State:
        if self.breached:
            return State.BREACHED
        if self.met:
            return State.MET
        return State.PAUSED if paused else State.RUNNING

    def marked(self, event: Event, at: datetime) -> "Clock":
        return replace(self, warned=at) if event is Event.WARNED else replace(self, breached=at)


class Mark(Value, frozen=True):
    """A mark that a clock is to be given at a moment, or was to be given already."""

    target: Target
    event: Event
    at: datetime


class Clocks(Value, frozen=True):
    """A ticket's clocks. `seq` is how far its timeline was followed, `looked` when they are due next."""

    seq: int = 0
    clocks: Mapping[Target, Clock] = field(default_factory=dict)
    pauses: Sequence[Pause] = ()
    looked: datetime | None = None
    version: int = 0

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].end is None

    def marks(self) -> tuple[ClockMark, ...]:
        """What lists show."""
        return tuple(
            ClockMark(
                str(target),
                str(clock.state(paused=self.paused)),
                bool(clock.warned),
                clock.due,
                clock.met is not None,
            )
            for target, clock in self.clocks.items()
            if clock.minutes is not None
        )

    def with_clock(self, clock: Clock) -> "Clocks":
        return replace(self, clocks={**self.clocks, clock.target: clock})


def told(mark: Mark, clock: Clock) -> dict[str, Any]:
    """A mark as a line of the ticket's timeline."""
    due = to_wire(clock.due) if clock.due else None
    return {"target": str(mark.target), "event": str(mark.event), "due_at": due}
