"""What it costs to give one conversation to one of a thousand agents, from real items."""

from infra.bench import assigning
from infra.bench.theatre import theatre


def test_a_choice_among_a_thousand_stays_within_its_bounds() -> None:
    with theatre() as stage:
        rows = {row.unit: row for row in assigning.rows(stage) if row.unit != "ms"}

    assert rows["calls"].value <= 25
    for row in rows.values():
        assert row.holds, row.name
