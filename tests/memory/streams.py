"""A table's stream, as the Streams API tells it and as Lambda hands it to a function."""

import base64
from typing import Any

from tests.memory.table import Change, Table
from tests.memory.values import Item, Value


def records(table: Table, *, after: int = 0) -> list[dict[str, Any]]:
    """What was written after a place of the stream, as the Streams API tells it."""
    return [_record(table, change) for change in table.log[after:]]


def events(table: Table, *, after: int = 0) -> list[dict[str, Any]]:
    """The same as a function gets it: what was bytes is base 64 text."""
    return [_as_event(record) for record in records(table, after=after)]


def _record(table: Table, change: Change) -> dict[str, Any]:
    item = change.new or change.old or {}
    told: dict[str, Any] = {
        "Keys": {name: item[name] for name in ("pk", "sk")},
        "SequenceNumber": f"{change.number:021d}",
        "StreamViewType": table.view,
    }
    if change.new is not None:
        told["NewImage"] = dict(change.new)
    if change.old is not None and table.view == "NEW_AND_OLD_IMAGES":
        told["OldImage"] = dict(change.old)
    return {
        "eventID": f"{table.name}-{change.number}",
        "eventName": change.event,
        "eventSource": "aws:dynamodb",
        "dynamodb": told,
    }


def _as_event(record: dict[str, Any]) -> dict[str, Any]:
    images = ("NewImage", "OldImage")
    told = record["dynamodb"]
    worded = {name: _worded(told[name]) for name in images if name in told}
    return {**record, "dynamodb": told | worded}


def _worded(item: Item) -> Item:
    return {name: _word(value) for name, value in item.items()}


def _word(value: Value) -> Value:
    ((kind, content),) = value.items()
    match kind:
        case "B":
            return {"B": base64.b64encode(content).decode()}
        case "BS":
            return {"BS": [base64.b64encode(each).decode() for each in content]}
        case "M":
            return {"M": _worded(content)}
        case "L":
            return {"L": [_word(each) for each in content]}
    return value
