"""The contract: everything that the way of a message relies on, and where a leg is known to differ."""

from collections.abc import Callable

import pytest

from tests.contract import reads, streams, transactions, writes
from tests.contract.leg import Leg

Case = Callable[[Leg], None]
CASES: tuple[Case, ...] = (
    *writes.CASES,
    *transactions.CASES,
    *reads.CASES,
    *streams.CASES,
)
# Leg and case, and why that does not weaken what is tested with this leg. A difference that is no
# more fails its case.
DIFFERENCES: dict[tuple[str, str], str] = {
    ("moto", "numbers_compare_as_numbers_and_texts_as_their_bytes"): (
        "breaks off where a number is compared with a text; the product's attributes have one type"
    ),
    ("moto", "functions_of_conditions"): (
        "breaks off at size() of what is not there; the product asks for it only behind an "
        "attribute_not_exists that has decided already"
    ),
    ("moto", "an_indexed_attribute_of_another_type_is_refused"): (
        "does not look; the item classes write texts alone"
    ),
    ("moto", "the_same_token_again_writes_nothing_more"): (
        "knows no tokens; a lost answer is played with the memory store"
    ),
    ("moto", "a_write_that_changes_nothing_is_not_told"): (
        "tells it; the readers take a record twice as well as once"
    ),
    ("moto", "of_many_writers_one_wins_each_version"): (
        "does not isolate writers from each other; the bench, which stands on it, has one"
    ),
    ("moto", "the_changes_of_an_item_are_told_in_their_order"): (
        "tells of an item that an update makes before its attributes are there; no suite reads "
        "moto's stream"
    ),
}
# Races: such a leg loses them at times, and at times does not.
AT_TIMES = frozenset({("moto", "of_many_writers_one_wins_each_version")})


def of(leg: str) -> list[object]:
    """The cases as parameters of one leg's test."""
    return [
        pytest.param(
            case,
            id=case.__name__,
            marks=[pytest.mark.xfail(strict=(leg, case.__name__) not in AT_TIMES, reason=reason)]
            if (reason := DIFFERENCES.get((leg, case.__name__)))
            else [],
        )
        for case in CASES
    ]
