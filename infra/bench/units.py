"""DynamoDB's own rules: how big an item is, and what reading or writing it costs.

Sizes: attribute name and value in UTF-8 bytes; a number one byte per two significant digits and one
more; lists and maps three bytes and one per entry. A write counts the greater of the item before and
after, per KB; a strongly consistent read per 4 KB, any other half of that; a transaction doubles the
table's part. An index entry is written when it changes: gone from the old place, put at the new one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any

Item = Mapping[str, Any]
WRITE_BYTES, READ_BYTES = 1_024, 4_096
TRANSACTION = 2
STORAGE_OVERHEAD = 100  # bytes per stored item, billed as storage alone


@dataclass(frozen=True, slots=True)
class Index:
    """A secondary index that projects keys alone."""

    name: str
    keys: tuple[str, ...]
    table_keys: tuple[str, ...] = ("pk", "sk")

    def entry(self, item: Item | None) -> dict[str, Any] | None:
        """What the index holds of an item; None where it lacks one of the index's keys."""
        if item is None or not all(key in item for key in self.keys):
            return None
        return {key: item[key] for key in dict.fromkeys((*self.keys, *self.table_keys))}


def number_size(text: str) -> int:
    value = Decimal(text)
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    return (len(digits) + 1) // 2 + 1 + (value < 0)


def _nested(values: Iterable[Any]) -> int:
    return sum(1 + value_size(value) for value in values)


_SIZES: dict[str, Callable[[Any], int]] = {
    "S": lambda value: len(value.encode()),
    "N": number_size,
    "B": len,
    "BOOL": lambda _: 1,
    "NULL": lambda _: 1,
    "L": lambda values: 3 + _nested(values),
    "M": lambda values: 3 + _nested(values.values()) + sum(len(name.encode()) for name in values),
    "SS": lambda values: sum(len(value.encode()) for value in values),
    "NS": lambda values: sum(map(number_size, values)),
    "BS": lambda values: sum(map(len, values)),
}


def value_size(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    return _SIZES[kind](held)


def item_size(item: Item | None) -> int:
    return sum(len(name.encode()) + value_size(value) for name, value in (item or {}).items())


def written(size: int) -> int:
    return max(1, ceil(size / WRITE_BYTES))


def read(size: int, *, consistent: bool) -> float:
    return max(1, ceil(size / READ_BYTES)) * (1.0 if consistent else 0.5)


def index_written(index: Index, before: Item | None, after: Item | None) -> int:
    old, new = index.entry(before), index.entry(after)
    return 0 if old == new else sum(written(item_size(entry)) for entry in (old, new) if entry)


def write_units(
    before: Item | None, after: Item | None, indexes: Iterable[Index] = (), *, transaction: bool
) -> int:
    """One item written: the table's part, and its entries in the indexes."""
    own = written(max(item_size(before), item_size(after)))
    moved = sum(index_written(index, before, after) for index in indexes)
    return own * (TRANSACTION if transaction else 1) + moved
