"""The desk's stream as this room reads it: which of a ticket's clocks anybody can see has changed."""

from collections.abc import Mapping
from typing import Any

from chalicelib.sla.items import ClocksItem
from chalicelib.sla.store import clocks_of
from chalicelib.table import keys
from chalicelib.table.images import item_of

Record = Mapping[str, Any]


def changed_clocks(record: Record) -> tuple[str, list[dict[str, Any]]]:
    """The ticket, and those of its clocks that lists show otherwise than before."""
    new, old = record["dynamodb"]["NewImage"], record["dynamodb"].get("OldImage")
    before = clocks_of(item_of(ClocksItem, old)).marks() if old else ()
    after = clocks_of(item_of(ClocksItem, new)).marks()
    changed = [mark.wire() for mark in after if mark not in before]
    return keys.subject_of(new["pk"]["S"]), changed
