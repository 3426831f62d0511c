"""What is made of a running desk's figures."""

from pathlib import Path

import pytest

from infra.bench import live
from infra.bench.live import Measured, kept
from infra.bench.rows import Row, read, write
from infra.bench.talks import Heard

HEARD = [Heard(acknowledged=n, seen=10 * n) for n in range(1, 101)]


def test_latencies_are_those_that_were_measured() -> None:
    found = {row.name.partition(": ")[2]: row.value for row in live.seen(1, Measured(HEARD, 20, 5))}

    assert found == {
        "acknowledged after, p50": 50,
        "acknowledged after, p99": 99,
        "seen after, p50": 500,
        "seen after, p99": 990,
    }


def test_a_rate_stands_beside_each_processor_time() -> None:
    slow, full = Measured(HEARD, 20, 20), Measured(HEARD, 12, 4)

    assert [row.value for row in live.spent(20, slow, full)] == [20, 12, 25]
    assert "5 messages a second" in next(iter(live.spent(20, slow, full))).name


@pytest.mark.parametrize(("many", "holds"), [(11.9, True), (12.1, False)])
def test_many_sockets_may_cost_a_fifth_more(many: float, *, holds: bool) -> None:
    assert list(live.sockets(10, many))[-1].holds is holds


def test_what_another_part_has_written_stays_and_what_is_measured_anew_does_not(
    tmp_path: Path,
) -> None:
    path = write([Row("units", 5, "WRU", 4.5, "why"), Row("seen", 300, "ms")], tmp_path / "b.json")

    found = kept(path, [Row("seen", 200, "ms")])

    assert found == [Row("units", 5, "WRU", 4.5, "why"), Row("seen", 200, "ms")]
    assert kept(tmp_path / "none.json", [Row("seen", 200, "ms")]) == [Row("seen", 200, "ms")]
    assert read(write(found, path)) == found
