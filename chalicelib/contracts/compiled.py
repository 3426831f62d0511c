"""The contracts: JSON Schemas (draft 2020-12) compiled once, and what a breach of one says.

`rest/` has a definition per request body, a file per group of rooms; `frames.json` one per frame. A
refusal names the place and the rule, never the value.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.core.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema import Draft202012Validator

HERE = Path(__file__).parent


@cache
def schema(name: str) -> dict[str, Any]:
    """One file, or the definitions of all files in a folder; two of one name are a mistake."""
    single = HERE / f"{name}.json"
    found: dict[str, Any] = {}
    for path in [single] if single.exists() else sorted((HERE / name).glob("*.json")):
        definitions = json.loads(path.read_text(encoding="utf-8"))["$defs"]
        if twice := found.keys() & definitions.keys():
            raise ValueError(f"{path.name} says {sorted(twice)} a second time")
        found |= definitions
    return {"$defs": found}


@cache
def _definitions(name: str) -> dict[str, Any]:
    found: dict[str, Any] = _to_the_end(schema(name)["$defs"])
    return found


def _to_the_end(value: Any) -> Any:
    """Patterns as Python reads them: a contract's `$` is the end, Python's a last line's as well."""
    if isinstance(value, dict):
        return {
            name: re.sub(r"\$$", r"\\Z", each) if name == "pattern" else _to_the_end(each)
            for name, each in value.items()
        }
    return [_to_the_end(each) for each in value] if isinstance(value, list) else value


@cache
def validator(name: str, definition: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # heavy, and not needed by every function

    return Draft202012Validator(
        {"$ref": f"#/$defs/{definition}", "$defs": _definitions(name)},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


@cache
def _compiled(name: str, definition: str) -> Callable[[Any], bool]:
    """A plain yes takes microseconds; jsonschema, far slower, is asked only what is wrong."""
    import fastjsonschema  # with the first that is checked

    test = fastjsonschema.compile({"$ref": f"#/$defs/{definition}", "$defs": _definitions(name)})

    def keeps(value: Any) -> bool:
        try:
            test(value)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return keeps


def keeps(name: str, definition: str, value: Any) -> bool:
    return _compiled(name, definition)(value)


def check(name: str, definition: str, value: Any) -> None:
    """Raise Invalid with pointer and rule of the most telling breach."""
    if keeps(name, definition, value):
        return
    found = validator(name, definition)
    if found.is_valid(value):
        return
    from jsonschema.exceptions import best_match

    error = best_match(found.iter_errors(value))
    path = [str(part) for part in error.absolute_path]
    if error.validator in {"required", "additionalProperties"}:
        path += _named(error)
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
    raise Invalid(
        "The request breaks a rule of its contract.", pointer=pointer, rule=str(error.validator)
    )


def _named(error: Any) -> list[str]:
    """The field that is missing; an unknown one is the sender's own text and stays unsaid."""
    if error.validator != "required":
        return []
    return [name for name in error.validator_value if name not in error.instance][:1]
