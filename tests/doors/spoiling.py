"""Ways to spoil a good JSON object, made from its contract."""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
CANARY = "canary-that-was-sent"
INJECTED = {"$ne": ""}
WRONG: Mapping[str, tuple[Any, ...]] = {
    "string": (7, None, ["x"], INJECTED),
    "integer": ("1", True, None, [], 1.5, INJECTED),
    "number": ("1", True, None, [], INJECTED),
    "boolean": ("true", 1, 0, None, []),
    "array": ("x", 1, None, {}),
    "object": ("x", 1, None, []),
}
FORBIDDEN_FIELDS = (
    "merchant_id",
    "id",
    "verified",
    "__proto__",
)
BEYOND = 10_000_000_000_000_000_000_000


@dataclass(frozen=True)
class Spoilt:
    """`pointer` and `rule` where they are certain."""

    what: str
    value: Any
    pointer: str | None = None
    rule: str | None = None


def spoilt_bodies(
    contract: Schema, definitions: Mapping[str, Schema], good: Mapping[str, Any], canary: str
) -> Iterator[Spoilt]:
    yield from _strange_fields(contract, good, canary)
    for name in contract.get("required", ()):
        less = {key: value for key, value in good.items() if key != name}
        yield Spoilt(f"without {name}", less, f"/{name}", "required")
    if contract.get("minProperties"):
        yield Spoilt("empty", {}, "", "minProperties")
    for name, rule in contract.get("properties", {}).items():
        for what, value in _spoilt_values(_whole(rule, definitions), definitions, canary):
            said = f"{name} {what}"
            yield Spoilt(said, {**copy.deepcopy(dict(good)), name: value}, *_where(name, what))


def _where(name: str, what: str) -> tuple[str | None, str | None]:
    return (f"/{name}", None) if what.startswith(("is", "holds")) else (None, None)


def _strange_fields(contract: Schema, good: Mapping[str, Any], canary: str) -> Iterator[Spoilt]:
    names = [name for name in FORBIDDEN_FIELDS if name not in contract.get("properties", {})]
    for name in (*names, canary, "a/b~c"):
        yield Spoilt(f"with {name!r}", {**good, name: canary}, "", "additionalProperties")


def _whole(rule: Schema, definitions: Mapping[str, Schema]) -> Schema:
    if "$ref" in rule:
        return definitions[rule["$ref"].removeprefix("#/$defs/")]
    return rule


def _spoilt_values(
    rule: Schema, definitions: Mapping[str, Schema], canary: str
) -> Iterator[tuple[str, Any]]:
    """Values that the rule forbids. What is wrong deeper inside is said of a place deeper inside."""
    if "anyOf" in rule:
        plain, nothing = [_whole(each, definitions) for each in rule["anyOf"]]
        assert nothing == {"type": "null"}
        strange = [value for value in WRONG[plain["type"]] if value is not None]
        yield from (("is", value) for value in (*strange, *_beyond(plain, canary), canary, ""))
        return
    kind = rule.get("type") or _kind_of(rule)
    yield from (("is " + json.dumps(value)[:20], value) for value in WRONG[kind])
    yield from (("is too much", value) for value in _beyond(rule, canary))
    if kind == "object":
        yield "holds more", {canary: canary}
        for name, inner in rule.get("properties", {}).items():
            for _, value in _spoilt_values(_whole(inner, definitions), definitions, canary):
                yield f"inside {name}", {name: value}
    if kind == "array":
        for _, value in _spoilt_values(_whole(rule["items"], definitions), definitions, canary):
            yield "inside", [value]


def _kind_of(rule: Schema) -> str:
    value = rule["const"] if "const" in rule else rule["enum"][0]
    return "integer" if isinstance(value, int) else "string"


def _beyond(rule: Schema, canary: str) -> Iterator[Any]:
    if "enum" in rule or isinstance(rule.get("const"), str):
        first = rule["enum"][0] if "enum" in rule else rule["const"]
        yield from (canary, "", first.upper(), first + "\n", " " + first)
    if "const" in rule and not isinstance(rule["const"], str):
        yield from (2, 0, -1, BEYOND)
    if "maximum" in rule:
        yield from (rule["maximum"] + 1, BEYOND, -1, rule["minimum"] - 1)
    if "maxLength" in rule:
        yield "x" * (rule["maxLength"] + 1)
    if rule.get("minLength"):
        yield ""
    if "pattern" in rule:
        yield from _unlike(rule["pattern"], rule.get("maxLength", 60))
    if rule.get("minItems"):
        yield []
    if "maxItems" in rule:
        yield ["https://a.example"] * (rule["maxItems"] + 1)
    if rule.get("uniqueItems"):
        yield ["https://a.example"] * 2


def _unlike(pattern: str, longest: int) -> Iterator[str]:
    """White space alone, control characters, and a good value with a line's end behind it."""
    yield from (" ", "\n", "\t\r\n")
    for good in GOOD:
        if len(good) <= longest and _searched(pattern, good):
            yield good + "\n"
            if not pattern.startswith("\\S"):
                yield "\r\n" + good
            return


GOOD = (
    "0" * 26,
    "0" * 16,
    "#aabbcc",
    "a@b.example",
    "https://a.example",
    "wk_" + "a" * 32,
    "A" * 43,
    "Asia/Shanghai",
)


def _searched(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern.strip("^$"), text) is not None


@dataclass(frozen=True)
class Text:
    """What is no good JSON object, and what is said of it."""

    what: str
    raw: str | bytes
    status: int = 400
    code: str = "malformed"
    rule: str | None = None


BY_RULE: Mapping[str, Mapping[str, str | bytes]] = {
    "json": {
        "cut": "{",
        "words": CANARY,
        "trailing": f'{{}} "{CANARY}"',
        "two": "{}{}",
        "single quotes": "{'a': 1}",
        "comment": "{/* */}",
        "NaN": '{"a": NaN}',
        "Infinity": '{"a": -Infinity}',
        "a very long number": '{"a": ' + "9" * 5_000 + "}",
        "deep": "[" * 30_000,
        "deep objects": '{"a":' * 5_000,
        "NUL": '{"a": "\x00"}',
        "byte order mark": b"\xef\xbb\xbf{}",
        "no UTF-8": b'{"a": "\xff\xfe"}',
        "UTF-16": '{"a": 1}'.encode("utf-16"),
        "overlong": b'{"a": "\xc0\xaf"}',
        "half a character in bytes": b'{"a": "\xed\xa0\x80"}',
    },
    "object": {"list": "[]", "text": f'"{CANARY}"', "null": "null", "number": "1"},
    "duplicate_key": {
        "twice": f'{{"a": 1, "a": "{CANARY}"}}',
        "twice inside": f'{{"b": {{"a": 1, "a": "{CANARY}"}}}}',
        "twice by escape": '{"a": 1, "\\u0061": 2}',
    },
    "depth": {
        "17 lists": '{"a":' + "[" * 17 + "]" * 17 + "}",
        "17 objects": '{"a":' * 17 + "1" + "}" * 17,
    },
    "unicode": {
        "half a character": '{"a": "\\ud800"}',
        "half a character in a key": '{"\\udfff": 1}',
        "halves in disorder": '{"a": ["\\udc00\\ud800"]}',
    },
}


def spoilt_texts(*, max_bytes: int) -> list[Text]:
    broken = [
        Text(what, raw, rule=rule) for rule, texts in BY_RULE.items() for what, raw in texts.items()
    ]
    large = {
        "oversized": f'{{"a": "{"x" * max_bytes}"}}',
        "oversized in bytes": f'{{"a":"{"茶" * (max_bytes // 3)}"}}',
        "oversized spaces": " " * (max_bytes + 1),
    }
    return [
        *broken,
        Text("half a character as it is", '{"a": "\ud800"}'),
        *(Text(what, raw, 413, "too_large", "max_bytes") for what, raw in large.items()),
    ]
