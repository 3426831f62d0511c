"""A quick yes for what keeps its contract: a schema as plain tests, some ten times faster to ask.

It only ever errs by not saying yes: whatever it does not accept goes to the full validator, which alone
says what is wrong. A keyword that it does not know stops it at once, so that none is passed over.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

Test = Callable[[Any], bool]
Schema = Mapping[str, Any]

TYPES: Mapping[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def compiled(schema: Schema, definitions: Mapping[str, Schema]) -> Test:
    """Accepts only what the schema accepts."""
    makers = dict.fromkeys(_KEYWORDS[word] for word in schema)  # a least and a most are one test
    tests = [make(schema, definitions) for make in makers]
    return tests[0] if len(tests) == 1 else lambda value: all(test(value) for test in tests)


def _is(kind: type, value: Any) -> bool:
    return type(value) is kind  # JSON makes no subclasses; true is no integer


def _type(schema: Schema, _: Mapping[str, Schema]) -> Test:
    return partial(_is, TYPES[schema["type"]])


def _among(values: Iterable[Any]) -> Test:
    allowed = {(type(value), value) for value in values}
    return lambda value: type(value) in _PLAIN and (type(value), value) in allowed


_PLAIN = (str, int, bool, type(None))


def _enum(schema: Schema, _: Mapping[str, Schema]) -> Test:
    return _among(schema["enum"])


def _const(schema: Schema, _: Mapping[str, Schema]) -> Test:
    return _among([schema["const"]])


def _pattern(schema: Schema, _: Mapping[str, Schema]) -> Test:
    search = re.compile(schema["pattern"]).search
    return lambda value: type(value) is str and search(value) is not None


def _length(kind: type, least: str, most: str, schema: Schema, _: Mapping[str, Schema]) -> Test:
    low, high = schema.get(least, 0), schema.get(most, float("inf"))
    return lambda value: _is(kind, value) and low <= len(value) <= high


def _range(schema: Schema, _: Mapping[str, Schema]) -> Test:
    low, high = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    return lambda value: type(value) is int and low <= value <= high


def _required(schema: Schema, _: Mapping[str, Schema]) -> Test:
    names = frozenset(schema["required"])
    return lambda value: type(value) is dict and names <= value.keys()


def _properties(schema: Schema, definitions: Mapping[str, Schema]) -> Test:
    tests = {name: compiled(each, definitions) for name, each in schema["properties"].items()}

    def test(value: Any) -> bool:
        return type(value) is dict and all(
            name not in tests or tests[name](each) for name, each in value.items()
        )

    return test


def _closed(schema: Schema, _: Mapping[str, Schema]) -> Test:
    if schema["additionalProperties"] is not False:
        raise KeyError("additionalProperties other than false")
    names = frozenset(schema.get("properties", ()))
    return lambda value: type(value) is dict and value.keys() <= names


def _items(schema: Schema, definitions: Mapping[str, Schema]) -> Test:
    each = compiled(schema["items"], definitions)
    return lambda value: type(value) is list and all(each(item) for item in value)


def _unique(_: Schema, __: Mapping[str, Schema]) -> Test:
    """Of texts alone; anything else is for the full validator."""
    return lambda value: (
        type(value) is list
        and all(type(item) is str for item in value)
        and len(set(value)) == len(value)
    )


def _any(schema: Schema, definitions: Mapping[str, Schema]) -> Test:
    tests = [compiled(each, definitions) for each in schema["anyOf"]]
    return lambda value: any(test(value) for test in tests)


def _reference(schema: Schema, definitions: Mapping[str, Schema]) -> Test:
    name = schema["$ref"].removeprefix("#/$defs/")
    return compiled(definitions[name], definitions)


_TEXT = partial(_length, str, "minLength", "maxLength")
_LIST = partial(_length, list, "minItems", "maxItems")
_OBJECT = partial(_length, dict, "minProperties", "maxProperties")
_KEYWORDS: Mapping[str, Callable[[Schema, Mapping[str, Schema]], Test]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "minLength": _TEXT,
    "maxLength": _TEXT,
    "minItems": _LIST,
    "maxItems": _LIST,
    "minProperties": _OBJECT,
    "minimum": _range,
    "maximum": _range,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _closed,
    "items": _items,
    "uniqueItems": _unique,
    "anyOf": _any,
    "$ref": _reference,
}
