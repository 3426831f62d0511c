"""A warm process neither grows nor keeps what it need not."""

from tests.delivery import warm


def test_r23_twenty_thousand_warm_invocations_leave_memory_flat() -> None:
    readings = list(warm.run(20_000))

    assert readings[-1][0] >= 20_000
    assert abs(warm.grown(readings)) <= warm.FLAT, readings
