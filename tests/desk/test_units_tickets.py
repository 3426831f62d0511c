"""What tickets cost: units computed from real items, on real conditions."""

from collections.abc import Iterator

import pytest

from infra.bench import cases, texts
from infra.bench.cases import Cases
from infra.bench.lists import FEW
from infra.bench.theatre import theatre
from infra.bench.units import item_size


@pytest.fixture(scope="module")
def played() -> Iterator[Cases]:
    with theatre() as stage:
        yield Cases(stage, texts.STATED)


def test_making_and_moving_one_stay_within_their_units(played: Cases) -> None:
    assert played.steps["ticket of a conversation"].writes <= cases.MOST_TO_MAKE
    assert played.steps["ticket moved"].writes <= cases.MOST_TO_MOVE


def test_its_head_stays_under_the_kilobyte_that_a_unit_pays_for(played: Cases) -> None:
    images = [image for step in played.steps.values() for c in step.calls for image in c.images]
    heads = [new for _, _, new in images if new and new["kind"]["S"] == "ticket"]

    assert heads
    assert max(map(item_size, heads)) <= 1_024


def test_a_job_that_comes_twice_writes_nothing(played: Cases) -> None:
    assert played.steps["ticket's job that comes twice"].writes == 0


def test_a_first_page_costs_the_same_with_more_behind_it(played: Cases) -> None:
    for listed in played.all():
        assert played.reads(listed, FEW) == played.reads(listed, 2 * FEW), listed.title


def test_what_hardly_anything_matches_is_looked_for_among_so_many_alone(played: Cases) -> None:
    """200 heads, and the keys of two pages of an index."""
    rare = next(each for each in played.all() if "tag" in each.title)

    assert 100 < played.reads(rare, FEW) <= 106
