"""A list of any length behind the real page code: answers its queries from keys alone held in order.

The items are copies of a real one, under other ids and sealed anew for their own places, made when they
are read. A query without a limit would get a megabyte, as DynamoDB gives it, and its units would show.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from chalicelib.core.ids import ID_BYTES, id_of_bytes
from chalicelib.table.keys import Bucket, Key, Table
from chalicelib.vault.seal import CUSTOMERS, NAMED, Place, Vault
from infra.bench.units import Index, Item, item_size

MOST_BYTES = 1_048_576
LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class Copies:
    """`id` is the part of the prototype's keys that tells its copies apart."""

    prototype: Item
    id: str
    table: Table | Bucket
    owner: str
    vault: Vault

    def entry(self, name: str, index: Index | None = None) -> dict[str, Any]:
        """The copy's clear part: in an index, its keys."""
        item = index.entry(self.prototype) or {} if index else self.prototype
        return {
            attribute: {"S": value["S"].replace(self.id, name)} if "S" in value else value
            for attribute, value in item.items()
        }

    def item(self, name: str) -> dict[str, Any]:
        copy = self.entry(name)
        for attribute, value in self.prototype.items():
            if "B" in value:
                blob = value["B"]
                text = self.vault.open(self._place(self.prototype, attribute, blob), blob)
                place = self._place(copy, attribute, blob)
                copy[attribute] = {"B": self.vault.seal(place, text)}
        return copy

    def _place(self, item: Item, attribute: str, blob: bytes) -> Place:
        """Under whose key the prototype's is, and saying so as it does."""
        key, version = Key(self.table, item["pk"]["S"], item["sk"]["S"]), blob[0]
        whose = ""
        if version == NAMED:
            whose = item["customer"]["S"]
        elif version == CUSTOMERS:
            whose = id_of_bytes(blob[1 : 1 + ID_BYTES])
        return Place(self.owner, key, attribute, whose, named=version == NAMED)

    def name_of(self, key: Item) -> str | None:
        """Which copy a primary key means."""
        for part in ("pk", "sk"):
            before, found, after = self.prototype[part]["S"].partition(self.id)
            text = key[part]["S"]
            if found and text.startswith(before) and text.endswith(after):
                return str(text[len(before) : len(text) - len(after)])
        return None


class Shelf:
    """One partition of a table or index, holding the copies of these names."""

    def __init__(self, copies: Copies, names: Sequence[str], index: Index | None = None) -> None:
        self._copies, self._index = copies, index
        self._names = sorted(names)
        self._pk_name, self._sk_name = index.keys if index else ("pk", "sk")
        prototype = copies.prototype
        self._pk = prototype[self._pk_name]["S"]
        sk = prototype[self._sk_name]["S"]
        self._sort_keys = [sk.replace(copies.id, name) for name in self._names]

    def holds(self, request: dict[str, Any]) -> bool:
        pk = request["ExpressionAttributeValues"][":p"]["S"]
        index = self._index.name if self._index else None
        return bool(pk == self._pk and request.get("IndexName") == index)

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        values = request["ExpressionAttributeValues"]
        low, high = bounds(values)
        if start := request.get("ExclusiveStartKey"):
            low = start[self._sk_name]["S"] + "\0"  # the next one, in rising order
        sort_keys = self._sort_keys
        names = self._names[bisect_left(sort_keys, low) : bisect_right(sort_keys, high)]
        ordered = iter(names) if request["ScanIndexForward"] else reversed(names)
        items = list(self._read(ordered, request.get("Limit", len(names))))
        answer: dict[str, Any] = {"Items": items, "Count": len(items)}
        if len(items) < len(names):
            keys = (self._pk_name, self._sk_name, "pk", "sk")
            answer["LastEvaluatedKey"] = {key: items[-1][key] for key in dict.fromkeys(keys)}
        return answer

    def _read(self, names: Iterator[str], limit: int) -> Iterator[dict[str, Any]]:
        size = 0
        for count, name in enumerate(names):
            if count == limit or size > MOST_BYTES:
                return
            item = self._copies.entry(name, self._index) if self._index else self._copies.item(name)
            size += item_size(item)
            yield item


def bounds(values: dict[str, Any]) -> tuple[str, str]:
    """The range of sort keys that a key condition of the page code means."""
    if ":l" in values:
        return values[":l"]["S"], values[":h"]["S"]
    prefix = values.get(":s", {"S": ""})["S"]
    return prefix, prefix + LAST


class Shelves:
    """Stands in front of a client: answers what lies on a shelf, lets everything else through."""

    def __init__(self, shelves: Sequence[Shelf], copies: Sequence[Copies]) -> None:
        self._shelves, self._copies = shelves, copies

    @contextmanager
    def before(self, client: Any) -> Iterator[None]:
        answers: dict[str, Callable[..., Any]] = {"Query": self._query, "BatchGetItem": self._batch}
        for operation, answer in answers.items():
            client.meta.events.register(f"before-call.dynamodb.{operation}", answer)
        try:
            yield
        finally:
            for operation, answer in answers.items():
                client.meta.events.unregister(f"before-call.dynamodb.{operation}", answer)

    def _query(self, context: Any, **_: Any) -> Any:
        request = context["call"].request
        shelf = next((each for each in self._shelves if each.holds(request)), None)
        return None if shelf is None else _answered(shelf.answer(request))

    def _batch(self, context: Any, **_: Any) -> Any:
        asked = context["call"].request["RequestItems"]
        found = {table: [*map(self._item, part["Keys"])] for table, part in asked.items()}
        return _answered({"Responses": found, "UnprocessedKeys": {}})

    def _item(self, key: Item) -> dict[str, Any]:
        for copies in self._copies:
            if name := copies.name_of(key):
                return copies.item(name)
        raise LookupError("nothing like it lies on a shelf")


def _answered(parsed: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    return SimpleNamespace(status_code=200, content=b""), parsed
