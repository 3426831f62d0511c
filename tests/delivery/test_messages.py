"""A message under fire: doubled, reordered, killed at every call, written by fifty at once."""

from tests.delivery import hostile


def test_r01_nothing_is_lost_doubled_or_left_out_under_hostile_deliveries() -> None:
    found = hostile.run(seed=1, deliveries=600)

    assert found.verdict.faultless, found
    assert found.verdict.stored >= 150
    assert found.told["crashed"] > 10
    assert found.told["unknown_session"] > 30  # sessions were evicted, and refused
    assert found.told["out_of_order"] > 100
