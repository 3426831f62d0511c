"""Condition expressions of DynamoDB, compiled once for each text and asked of many items."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.memory.values import Invalid, Item, Value, compare, equal, parts, size

_TOKEN = re.compile(r"\s*(<>|<=|>=|[=<>(),+\-\[\].]|[:#]?[A-Za-z0-9_]+)")
_COMPARE: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


@dataclass(frozen=True, slots=True)
class Given:
    """One item as it is, and what a request's placeholders stand for."""

    item: Item | None
    names: Mapping[str, str]
    values: Mapping[str, Value]


Operand = Callable[[Given], Value | None]
Condition = Callable[[Given], bool]
Path = tuple[str | int, ...]


def tokens(text: str) -> list[str]:
    found, end = [], 0
    for match in _TOKEN.finditer(text):
        if match.start() != end:
            break
        found.append(match.group(1))
        end = match.end()
    if text[end:].strip():
        raise Invalid(f"Invalid expression: Syntax error; token: {text[end : end + 10]!r}")
    return found


def at(given: Given, path: Path) -> Value | None:
    """The value at a path of the item; None where there is none."""
    first, *rest = path
    value = (given.item or {}).get(given.names.get(str(first), str(first)))
    for step in rest:
        if value is None:
            return None
        kind, content = parts(value)
        if isinstance(step, int):
            value = content[step] if kind == "L" and step < len(content) else None
        else:
            value = content.get(given.names.get(step, step)) if kind == "M" else None
    return value


class Reader:
    """Walks over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0

    @property
    def next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.next
        if not token or (wanted and token.upper() != wanted):
            raise Invalid(f"Invalid expression: Syntax error; token: {token or '<EOF>'}")
        self._at += 1
        return token

    def has(self, *words: str) -> bool:
        """Take one of these if it comes next."""
        if self.next.upper() in words:
            self._at += 1
            return True
        return False

    def follows(self, word: str) -> bool:
        """Whether a word comes after the next token."""
        after = self._at + 1
        return after < len(self._tokens) and self._tokens[after] == word

    def path(self) -> Path:
        steps: list[str | int] = [self.take()]
        while True:
            if self.has("."):
                steps.append(self.take())
            elif self.has("["):
                steps.append(int(self.take()))
                self.take("]")
            else:
                return tuple(steps)

    def arguments(self) -> list[Operand]:
        self.take("(")
        found = [operand(self)]
        while self.has(","):
            found.append(operand(self))
        self.take(")")
        return found


def operand(reader: Reader) -> Operand:
    if reader.next.startswith(":"):
        name = reader.take()
        return lambda given: given.values[name]
    if reader.next == "size" and reader.follows("("):
        reader.take()
        (of,) = reader.arguments()
        return lambda given: _size(of(given))
    path = reader.path()
    return lambda given: at(given, path)


def _size(value: Value | None) -> Value | None:
    return None if value is None else {"N": str(size(value))}


def _either(reader: Reader) -> Condition:
    found = [_both(reader)]
    while reader.has("OR"):
        found.append(_both(reader))
    return found[0] if len(found) == 1 else lambda given: any(each(given) for each in found)


def _both(reader: Reader) -> Condition:
    found = [_negated(reader)]
    while reader.has("AND"):
        found.append(_negated(reader))
    return found[0] if len(found) == 1 else lambda given: all(each(given) for each in found)


def _negated(reader: Reader) -> Condition:
    if reader.has("NOT"):
        inner = _negated(reader)
        return lambda given: not inner(given)
    if reader.has("("):
        inner = _either(reader)
        reader.take(")")
        return inner
    if reader.next in _FUNCTIONS and reader.follows("("):
        name = reader.take()
        return _call(_FUNCTIONS[name], reader.arguments())
    return _comparison(reader)


def _call(test: Callable[..., bool], operands: Sequence[Operand]) -> Condition:
    return lambda given: test(*(each(given) for each in operands))


def _comparison(reader: Reader) -> Condition:
    left = operand(reader)
    if reader.has("BETWEEN"):
        low = operand(reader)
        reader.take("AND")
        high = operand(reader)
        return lambda given: (
            _ordered(">=", left(given), low(given)) and _ordered("<=", left(given), high(given))
        )
    if reader.has("IN"):
        among = reader.arguments()
        return lambda given: any(_same(left(given), each(given)) for each in among)
    sign = reader.take()
    right = operand(reader)
    if sign == "=":
        return lambda given: _same(left(given), right(given))
    if sign == "<>":
        return lambda given: not _same(left(given), right(given))
    if sign not in _COMPARE:
        raise Invalid(f"Invalid expression: Syntax error; token: {sign}")
    return lambda given: _ordered(sign, left(given), right(given))


def _same(one: Value | None, other: Value | None) -> bool:
    return one is not None and other is not None and equal(one, other)


def _ordered(sign: str, one: Value | None, other: Value | None) -> bool:
    order = None if one is None or other is None else compare(one, other)
    return order is not None and _COMPARE[sign](order)


def _begins(value: Value | None, start: Value | None) -> bool:
    if value is None or start is None or value.keys() != start.keys():
        return False
    kind, content = parts(value)
    return kind in ("S", "B") and bool(content.startswith(parts(start)[1]))


def _contains(value: Value | None, wanted: Value | None) -> bool:
    if value is None or wanted is None:
        return False
    (kind, content), (wanted_kind, wanted_content) = parts(value), parts(wanted)
    if kind == "L":
        return any(equal(each, wanted) for each in content)
    same = kind == wanted_kind == "S" or kind == f"{wanted_kind}S"
    return same and wanted_content in content


_FUNCTIONS: dict[str, Callable[..., bool]] = {
    "attribute_exists": lambda value: value is not None,
    "attribute_not_exists": lambda value: value is None,
    "begins_with": _begins,
    "contains": _contains,
}


@lru_cache(maxsize=4096)
def condition(text: str) -> Condition:
    reader = Reader(text)
    found = _either(reader)
    if reader.next:
        raise Invalid(f"Invalid expression: Syntax error; token: {reader.next}")
    return found


def holds(item: Item | None, params: Mapping[str, Any], name: str = "ConditionExpression") -> bool:
    """Whether a request's condition, if it has one, is true of an item."""
    text = params.get(name)
    if not text:
        return True
    names = params.get("ExpressionAttributeNames", {})
    return condition(text)(Given(item, names, params.get("ExpressionAttributeValues", {})))
