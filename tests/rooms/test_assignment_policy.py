"""Who gets a waiting conversation, and why one waits."""

import itertools
import random
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.assignment.model import Pace
from chalicelib.assignment.policy import Candidate, Reason, Waiting, choose, why_waiting
from chalicelib.core.ids import PersonId

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def agent(
    name: str, load: int = 0, *, of: int = 5, teams: str = "", idle: int | None = None
) -> Candidate:
    """`idle`: minutes since the last new conversation; None for never."""
    at = None if idle is None else NOON - timedelta(minutes=idle)
    return Candidate(PersonId(name), load, of, frozenset(teams.split()), at)


@pytest.mark.parametrize(
    ("candidates", "person", "reason"),
    [
        ([agent("a", 3)], "a", Reason.ONLY_ONE),
        ([agent("a", 3), agent("b", 5)], "a", Reason.ONLY_ONE),
        ([agent("a", 3), agent("b", 2)], "b", Reason.LEAST_LOADED),
        ([agent("a", 3, idle=1), agent("b", 2, idle=0)], "b", Reason.LEAST_LOADED),
        ([agent("a", 2, idle=5), agent("b", 2, idle=9)], "b", Reason.LONGEST_IDLE),
        ([agent("a", 2, idle=5), agent("b", 2)], "b", Reason.LONGEST_IDLE),
        ([agent("b", 2), agent("a", 2)], "a", Reason.NEXT_IN_ORDER),
        ([agent("b", 2, idle=3), agent("a", 2, idle=3)], "a", Reason.NEXT_IN_ORDER),
        ([agent("a", 4, of=4), agent("b", 9, of=10)], "b", Reason.ONLY_ONE),
    ],
)
def test_the_least_loaded_gets_it_then_the_longest_idle(
    candidates: list[Candidate], person: str, reason: Reason
) -> None:
    for order in itertools.permutations(candidates):
        choice = choose(order)
        assert choice is not None
        assert (choice.person, choice.reason) == (person, reason)


def test_the_reason_comes_with_its_figures() -> None:
    choice = choose([agent("a", 1), agent("b", 2, of=3), agent("c", 5)])

    assert choice is not None
    assert choice.data() == {"load": 2, "capacity": 5, "candidates": 2}


def test_nobody_gets_it_where_nobody_has_room() -> None:
    assert choose([]) is None
    assert choose([agent("a", 5), agent("b", 7)]) is None


def test_a_team_takes_its_own_alone() -> None:
    candidates = [agent("a", 0), agent("b", 4, teams="returns sales")]

    choice = choose(candidates, team="returns")
    assert choice is not None
    assert choice.person == "b"
    assert choose(candidates, team="repairs") is None


def test_whoever_is_chosen_ranks_first_of_all_that_have_room() -> None:
    """Against a slow reading of the rule, on random teams."""
    chance = random.Random(7)  # noqa: S311
    for _ in range(2_000):
        candidates = [
            agent(
                f"p{n}",
                chance.randrange(4),
                of=chance.randrange(1, 5),
                teams=chance.choice(["", "x", "x y"]),
                idle=chance.choice([None, 1, 2, 3]),
            )
            for n in range(chance.randrange(6))
        ]
        team = chance.choice(["", "x", "y"])
        able = [c for c in candidates if c.load < c.capacity and (not team or team in c.teams)]
        choice = choose(candidates, team=team)
        if choice is None:
            assert able == []
            continue
        chosen = next(c for c in able if c.person == choice.person)
        for other in able:
            assert chosen.load <= other.load
            if other.load == chosen.load and other.assigned_at is None:
                assert chosen.assigned_at is None
            elif other.load == chosen.load and chosen.assigned_at and other.assigned_at:
                assert chosen.assigned_at <= other.assigned_at


@pytest.mark.parametrize(
    ("candidates", "said", "code"),
    [
        ([agent("a", 1)], {}, Waiting.SOON),
        ([agent("a", 5)], {}, Waiting.ALL_FULL),
        ([agent("a", 5)], {"is_open": False}, Waiting.ALL_FULL),
        ([], {}, Waiting.NOBODY_THERE),
        ([], {"is_open": False}, Waiting.OUT_OF_HOURS),
        ([agent("a", 1)], {"team": "x", "members": 0}, Waiting.TEAM_EMPTY),
        ([agent("a", 1)], {"team": "x", "members": 2}, Waiting.TEAM_ABSENT),
        ([], {"team": "x", "members": 2}, Waiting.NOBODY_THERE),
        ([], {"team": "x", "members": 2, "is_open": False}, Waiting.OUT_OF_HOURS),
        ([agent("a", 5, teams="x")], {"team": "x", "members": 2}, Waiting.ALL_FULL),
        ([agent("a", 1, teams="x")], {"team": "x", "members": 2}, Waiting.SOON),
    ],
)
def test_what_waits_has_a_reason(
    candidates: list[Candidate], said: dict[str, object], code: Waiting
) -> None:
    assert why_waiting(candidates, **said).code is code  # type: ignore[arg-type]


def test_the_pace_follows_a_queue_that_moves() -> None:
    pace = Pace()
    assert pace.expected(3) is None
    now = NOON
    for _ in range(60):
        now += timedelta(seconds=40)
        pace = pace.after(600, now)

    assert pace.expected(1) == 40
    assert pace.expected(3) == 120


def test_a_night_in_which_nobody_waited_does_not_slow_the_pace() -> None:
    pace = Pace(40.0, NOON).after(5, NOON + timedelta(hours=12))

    assert pace.seconds is not None
    assert pace.seconds < 40
