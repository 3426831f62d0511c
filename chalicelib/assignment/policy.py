"""Who gets a waiting conversation, and why one waits. Pure: no clock, no table.

Candidates are the people of a merchant who are available now; in a conversation's team, where it
has one. The least loaded is first; among equals who has gone longest without a new conversation,
somebody who never had one before all; then by id, so that the same question has one answer.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from chalicelib.core.ids import PersonId
from chalicelib.core.values import Value, replace


class Reason(StrEnum):
    """Why this one got it."""

    ONLY_ONE = "only_one"
    LEAST_LOADED = "least_loaded"
    LONGEST_IDLE = "longest_idle"
    NEXT_IN_ORDER = "next_in_order"


class Waiting(StrEnum):
    """Why nobody has it yet."""

    SOON = "soon"
    ALL_FULL = "all_full"
    NOBODY_THERE = "nobody_there"
    TEAM_ABSENT = "team_absent"
    TEAM_EMPTY = "team_empty"
    OUT_OF_HOURS = "out_of_hours"


class Back(StrEnum):
    """Why it waits again, though somebody had it."""

    AGENT_LEFT = "agent_left"
    AGENT_AWAY = "agent_away"
    MEMBER_LEFT = "member_left"


NEVER = datetime.min.replace(tzinfo=UTC)


class Candidate(Value, frozen=True):
    """`load` counts what the person holds at every merchant; `capacity` is what this one gives."""

    person: PersonId
    load: int
    capacity: int
    teams: frozenset[str] = frozenset()
    assigned_at: datetime | None = None

    @property
    def has_room(self) -> bool:
        return self.load < self.capacity

    @property
    def rank(self) -> tuple[int, datetime, str]:
        return self.load, self.assigned_at or NEVER, self.person

    def given(self, at: datetime) -> "Candidate":
        return replace(self, load=self.load + 1, assigned_at=at)


class Choice(Value, frozen=True):
    """`load` with the new conversation; `candidates` is how many had room for it."""

    person: PersonId
    reason: Reason
    load: int
    capacity: int
    candidates: int

    def data(self) -> dict[str, Any]:
        return {"load": self.load, "capacity": self.capacity, "candidates": self.candidates}


def choose(candidates: Iterable[Candidate], *, team: str = "") -> Choice | None:
    """Nobody where nobody has room."""
    able = [each for each in in_team(candidates, team) if each.has_room]
    if not able:
        return None
    first = min(able, key=lambda each: each.rank)
    return Choice(
        first.person,
        _reason(first, [each for each in able if each is not first]),
        first.load + 1,
        first.capacity,
        len(able),
    )


def _reason(first: Candidate, others: Sequence[Candidate]) -> Reason:
    if not others:
        return Reason.ONLY_ONE
    rivals = [each for each in others if each.load == first.load]
    if not rivals:
        return Reason.LEAST_LOADED
    if any(each.assigned_at == first.assigned_at for each in rivals):
        return Reason.NEXT_IN_ORDER
    return Reason.LONGEST_IDLE


def in_team(candidates: Iterable[Candidate], team: str) -> list[Candidate]:
    return [each for each in candidates if not team or team in each.teams]


class Why(Value, frozen=True):
    """What agents read beside a conversation that waits; counts alone, of this merchant's people."""

    code: Waiting
    available: int = 0
    room: int = 0

    def wire(self) -> dict[str, Any]:
        return {"reason": str(self.code), "available": self.available, "room": self.room}


def why_waiting(
    candidates: Sequence[Candidate], *, team: str = "", members: int = 1, is_open: bool = True
) -> Why:
    """`members`: how many people the team has, whether or not they are there."""
    able = in_team(candidates, team)
    room = sum(each.has_room for each in able)
    if room:
        code = Waiting.SOON
    elif able:
        code = Waiting.ALL_FULL
    elif team and not members:
        code = Waiting.TEAM_EMPTY
    elif not is_open:
        code = Waiting.OUT_OF_HOURS
    else:
        code = Waiting.TEAM_ABSENT if team and candidates else Waiting.NOBODY_THERE
    return Why(code, len(able), room)
