"""DynamoDB's rules of size and units, against figures worked by hand."""

from typing import Any

import pytest

from infra.bench.trace import read_units, written_keys
from infra.bench.units import Index, index_written, item_size, number_size, read, write_units

INDEX = Index("recent", ("recent_pk", "recent_sk"))


def an_item(size: int, **more: str) -> dict[str, dict[str, str]]:
    keys = {"pk": {"S": "p" * 10}, "sk": {"S": "s" * 10}}
    filled = {**keys, **{name: {"S": value} for name, value in more.items()}, "body": {"S": ""}}
    return {**filled, "body": {"S": "x" * (size - item_size(filled))}}


@pytest.mark.parametrize(
    ("text", "size"), [("0", 1), ("7", 2), ("42", 2), ("-42", 3), ("100", 2), ("1234567", 5)]
)
def test_a_number_takes_a_byte_for_two_digits_and_one_more(text: str, size: int) -> None:
    assert number_size(text) == size


def test_an_item_is_its_names_and_values() -> None:
    item = {
        "pk": {"S": "abc"},  # 2 + 3
        "名": {"S": "李娜"},  # 3 + 6
        "n": {"N": "12"},  # 1 + 2
        "b": {"B": b"12345"},  # 1 + 5
        "yes": {"BOOL": True},  # 3 + 1
        "no": {"NULL": True},  # 2 + 1
        "l": {"L": [{"S": "a"}, {"N": "1"}]},  # 1 + 3 + (1 + 1) + (1 + 2)
        "m": {"M": {"k": {"S": "v"}}},  # 1 + 3 + (1 + 1 + 1)
    }

    assert item_size(item) == 5 + 9 + 3 + 6 + 4 + 3 + 9 + 7
    assert item_size(None) == 0


@pytest.mark.parametrize(
    ("size", "consistent", "units"),
    [(0, False, 0.5), (4_096, False, 0.5), (4_097, False, 1), (0, True, 1), (4_097, True, 2)],
)
def test_a_read_is_rounded_to_four_kilobytes(size: int, consistent: bool, units: float) -> None:
    assert read(size, consistent=consistent) == units


def test_a_write_counts_the_greater_of_before_and_after() -> None:
    small, exact, big = an_item(100), an_item(1_024), an_item(1_025)

    assert write_units(None, exact, transaction=False) == 1
    assert write_units(None, big, transaction=False) == 2
    assert write_units(big, small, transaction=False) == 2
    assert write_units(big, None, transaction=False) == 2


def test_a_transaction_doubles_the_table_and_not_the_index() -> None:
    before = an_item(300, recent_pk="r", recent_sk="1")
    after = an_item(300, recent_pk="r", recent_sk="2")

    assert write_units(before, before, [INDEX], transaction=True) == 2
    assert write_units(before, after, [INDEX], transaction=True) == 2 + 2
    assert write_units(before, after, [INDEX], transaction=False) == 1 + 2


def test_an_index_holds_only_what_has_its_keys() -> None:
    plain, listed = an_item(200), an_item(200, recent_pk="r", recent_sk="1")

    assert index_written(INDEX, plain, plain) == 0
    assert index_written(INDEX, None, listed) == 1
    assert index_written(INDEX, listed, plain) == 1
    assert index_written(INDEX, listed, {**listed, "other": {"S": "changed"}}) == 0


def test_reads_are_counted_from_what_came_back() -> None:
    item, page = an_item(5_000), [an_item(3_000), an_item(3_000)]
    batch: dict[str, Any] = {"RequestItems": {"desk": {"Keys": []}}}

    assert read_units("GetItem", {"ConsistentRead": True}, {"Item": item}) == 2
    assert read_units("GetItem", {}, {}) == 0.5
    assert read_units("Query", {}, {"Items": page}) == 1
    assert read_units("BatchGetItem", batch, {"Responses": {"desk": page}}) == 1
    assert read_units("UpdateItem", {}, {}) == 0


def test_the_keys_of_what_is_written_are_found_in_every_form() -> None:
    keys = {"pk": {"S": "p"}, "sk": {"S": "s"}}
    put = {"TableName": "desk", "Item": {**keys, "x": {"S": "y"}}}
    change = {"TableName": "keys", "Key": keys}

    assert written_keys(put) == [("desk", keys)]
    assert written_keys({"TransactItems": [{"Put": put}, {"Update": change}]}) == [
        ("desk", keys),
        ("keys", keys),
    ]
