"""What the bench tells of the channels' door, from the times that its processes have measured."""

from infra.bench.door import DEADLINE_MS, told


def test_the_least_disturbed_start_and_the_slowest_of_a_hundred_are_told() -> None:
    warm = [[2.0, 3.0]] * 98 + [[4.0, 800.0]] * 2
    found = list(told([{"cold": [400, 900], "warm": warm}, {"cold": [410, 500], "warm": []}]))

    assert [row.value for row in found] == [400, 500, 2, 3, 800]
    assert [row.bound for row in found] == [None, None, None, None, DEADLINE_MS]
    assert not found[-1].holds
