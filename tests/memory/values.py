"""DynamoDB's values: `{"S": "text"}`, `{"N": "1"}` …; how they compare, and how large they are."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

Value = dict[str, Any]
Item = dict[str, Value]

SETS = {"SS": "S", "NS": "N", "BS": "B"}
_ORDERED = frozenset({"S", "N", "B"})
MAX_ITEM_BYTES = 409_600


class Invalid(Exception):  # noqa: N818 - named as DynamoDB names it
    """What DynamoDB calls a ValidationException."""


def parts(value: Value) -> tuple[str, Any]:
    ((kind, content),) = value.items()
    return kind, content


def number(text: str) -> int | Decimal:
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


def written(value: int | Decimal) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def key(value: Value) -> Any:
    """What a value of a sort key is sorted by: numbers as numbers, texts as their bytes."""
    kind, content = parts(value)
    if kind == "N":
        return number(content)
    return content.encode() if kind == "S" else content


def equal(one: Value, other: Value) -> bool:
    (kind, content), (other_kind, other_content) = parts(one), parts(other)
    if kind != other_kind:
        return False
    if kind == "N":
        return bool(number(content) == number(other_content))
    if kind in SETS:
        return set(content) == set(other_content)
    return bool(content == other_content)


def compare(one: Value, other: Value) -> int | None:
    """Below, at or above nought; None for values that have no order among each other."""
    kind, other_kind = next(iter(one)), next(iter(other))
    if kind != other_kind or kind not in _ORDERED:
        return None
    left, right = key(one), key(other)
    return int(left > right) - int(left < right)


def size(value: Value) -> int:
    """What `size` of an expression gives."""
    kind, content = parts(value)
    return len(content.encode() if kind == "S" else content)


def weight(value: Value) -> int:
    """Bytes that a value is billed for; numbers about as AWS packs them."""
    kind, content = parts(value)
    return _WEIGHTS[kind](content)


_WEIGHTS: dict[str, Callable[[Any], int]] = {
    "S": lambda content: len(content.encode()),
    "B": len,
    "N": lambda content: len(content.strip("-0.")) // 2 + 2,
    "NULL": lambda _: 1,
    "BOOL": lambda _: 1,
    "M": lambda content: 3 + sum(len(name) + weight(each) + 1 for name, each in content.items()),
    "L": lambda content: 3 + sum(weight(each) + 1 for each in content),
    "SS": lambda content: sum(weight({"S": each}) for each in content),
    "NS": lambda content: sum(weight({"N": each}) for each in content),
    "BS": lambda content: sum(map(len, content)),
}


def item_bytes(item: Mapping[str, Value]) -> int:
    return sum(len(name.encode()) + weight(value) for name, value in item.items())
