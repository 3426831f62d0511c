"""Update expressions of DynamoDB: SET, REMOVE, ADD and DELETE, compiled once for each text."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from tests.memory.expressions import Given, Operand, Path, Reader, at, operand
from tests.memory.values import SETS, Invalid, Item, Value, number, parts, written

Action = Callable[[Given, Item], None]
CLAUSES = ("SET", "REMOVE", "ADD", "DELETE")


@lru_cache(maxsize=4096)
def update(text: str) -> list[Action]:
    reader, found = Reader(text), []
    while reader.next:
        clause = reader.take().upper()
        if clause not in CLAUSES:
            raise Invalid(f"Invalid UpdateExpression: Syntax error; token: {clause}")
        found.append(_MAKERS[clause](reader))
        while reader.has(","):
            found.append(_MAKERS[clause](reader))
    return found


def changed(item: Item, params: Mapping[str, Any]) -> Item:
    """The item after a request's update; every action sees it as it was before."""
    names = params.get("ExpressionAttributeNames", {})
    given = Given(item, names, params.get("ExpressionAttributeValues", {}))
    after = dict(item)
    for action in update(params.get("UpdateExpression", "")):
        action(given, after)
    return after


def _set(reader: Reader) -> Action:
    path = reader.path()
    reader.take("=")
    value = _term(reader)
    if reader.next in ("+", "-"):
        value = _sum(value, _term, reader, -1 if reader.take() == "-" else 1)
    return lambda given, after: _put(given, after, path, _there(value(given)))


def _sum(left: Operand, term: Callable[[Reader], Operand], reader: Reader, sign: int) -> Operand:
    right = term(reader)
    return lambda given: _added(_there(left(given)), _there(right(given)), sign)


def _added(one: Value, other: Value, sign: int) -> Value:
    return {"N": written(number(one["N"]) + sign * number(other["N"]))}


def _term(reader: Reader) -> Operand:
    if reader.next in ("if_not_exists", "list_append") and reader.follows("("):
        name = reader.take()
        first, second = reader.arguments()
        if name == "if_not_exists":
            return lambda given: second(given) if first(given) is None else first(given)
        return lambda given: {"L": [*_there(first(given))["L"], *_there(second(given))["L"]]}
    return operand(reader)


def _there(value: Value | None) -> Value:
    if value is None:
        raise Invalid("The provided expression refers to an attribute that does not exist")
    return value


def _remove(reader: Reader) -> Action:
    path = reader.path()
    return lambda given, after: _put(given, after, path, None)


def _add(reader: Reader) -> Action:
    path = reader.path()
    value = operand(reader)

    def act(given: Given, after: Item) -> None:
        was, more = at(given, path), _there(value(given))
        kind, content = parts(more)
        if kind == "N":
            _put(given, after, path, _added(was or {"N": "0"}, more, 1))
        elif kind in SETS:
            _put(given, after, path, {kind: _united((was or {kind: []})[kind], content)})
        else:
            raise Invalid(f"Incorrect operand type for operator or function; operator: ADD: {kind}")

    return act


def _united(one: list[Any], more: list[Any]) -> list[Any]:
    return [*one, *(each for each in more if each not in one)]


def _delete(reader: Reader) -> Action:
    path = reader.path()
    value = operand(reader)

    def act(given: Given, after: Item) -> None:
        was = at(given, path)
        if was is None:
            return
        kind, less = parts(_there(value(given)))
        left = [each for each in was[kind] if each not in less]
        _put(given, after, path, {kind: left} if left else None)  # a set is never empty

    return act


_MAKERS = {"SET": _set, "REMOVE": _remove, "ADD": _add, "DELETE": _delete}


def _put(given: Given, after: Item, path: Path, value: Value | None) -> None:
    """At the top only: nothing of the product changes a part of a value in its place."""
    if len(path) > 1:
        raise NotImplementedError("updates inside of maps and lists are not kept here")
    name = given.names.get(str(path[0]), str(path[0]))
    if value is None:
        after.pop(name, None)
    else:
        after[name] = value
