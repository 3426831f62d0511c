"""Workers of the real functions die while customers write."""

from pathlib import Path

import pytest

from tests.stack.fixtures import Stack
from tests.stack.kills import killed


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the workers in /proc")
def test_r03_killed_workers_lose_and_double_nothing(running: Stack) -> None:
    outcome, _ = killed(running.place, kills=12)

    assert outcome.killed.total() == 12
    assert outcome.acknowledged > 20
    assert outcome.faultless, outcome
