"""JSON from outside, parsed once: bounded in size and depth, duplicate keys refused."""

import json
from typing import Any

from chalicelib.core.errors import Malformed, TooLarge

MAX_BYTES = 65_536
MAX_DEPTH = 16


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("The JSON names a key twice.", rule="duplicate_key")
    return found


def _no_constant(_: str) -> Any:
    raise Malformed("NaN and Infinity are not JSON.", rule="json")


def _finite(text: str) -> float:
    """What is beyond counting would be infinity, and as such no JSON when it is sent on."""
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise Malformed("The JSON holds a number beyond all measure.", rule="json")
    return value


_READER = json.JSONDecoder(
    object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_float=_finite
)


def _depth(value: Any, level: int = 1) -> None:
    if level > MAX_DEPTH:
        raise Malformed("The JSON is nested too deeply.", rule="depth")
    for child in value.values() if isinstance(value, dict) else value:
        if isinstance(child, dict | list):
            _depth(child, level + 1)


def parse_object(raw: bytes | str, *, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    if len(data) > max_bytes:
        raise TooLarge(f"At most {max_bytes} bytes.", rule="max_bytes")
    try:
        text = data.decode("utf-8")
        value = _READER.decode(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("This is not JSON.", rule="json") from error
    if not isinstance(value, dict):
        raise Malformed("The JSON must be an object.", rule="object")
    _depth(value)
    if "\\u" in text:  # nothing else can name half a character: UTF-8 holds none
        _no_surrogates(value)
    return value


def _no_surrogates(value: Any) -> None:
    """A lone surrogate is no character: it could never be stored or sent on."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed("The text holds half a character.", rule="unicode") from error
