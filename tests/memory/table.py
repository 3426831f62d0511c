"""One table: its items, the sparse indexes that follow them, and the stream of what was written."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.memory.expressions import tokens
from tests.memory.values import MAX_ITEM_BYTES, Invalid, Item, item_bytes

LAST = "\U0010ffff"
MAX_PAGE_BYTES = 1_048_576
MAX_KEY_BYTES = {"HASH": 2048, "RANGE": 1024}
Entry = tuple[str, str, str]  # sort key of the index, then the item's own pk and sk


@dataclass
class Index:
    """The table's own order, or one of its indexes; an item without its attributes is not in it."""

    pk_name: str
    sk_name: str
    keys_only: bool = False
    partitions: dict[str, list[Entry]] = field(default_factory=dict)

    def place(self, item: Item | None) -> tuple[str, Entry] | None:
        pk, sk = (item or {}).get(self.pk_name), (item or {}).get(self.sk_name)
        if item is None or pk is None or sk is None:
            return None
        return pk["S"], (sk["S"], item["pk"]["S"], item["sk"]["S"])

    def move(self, old: Item | None, new: Item | None) -> None:
        was, now = self.place(old), self.place(new)
        if was == now:
            return
        if was:
            entries = self.partitions[was[0]]
            del entries[bisect_left(entries, was[1])]
            if not entries:
                del self.partitions[was[0]]
        if now:
            insort(self.partitions.setdefault(now[0], []), now[1])

    def key(self, item: Item) -> Item:
        """Where a page ended: the item's own key and the index's."""
        return {name: item[name] for name in {"pk", "sk", self.pk_name, self.sk_name}}


# A table's content at a moment: its items, and what each index lists of them.
Lying = tuple[dict[tuple[str, str], Item], dict[str, dict[str, list[Entry]]]]


@dataclass
class Change:
    number: int
    old: Item | None
    new: Item | None

    @property
    def event(self) -> str:
        return "INSERT" if self.old is None else "REMOVE" if self.new is None else "MODIFY"


@dataclass
class Table:
    name: str
    indexes: dict[str, Index]
    view: str = ""  # what its stream shows, where it has one
    items: dict[tuple[str, str], Item] = field(default_factory=dict)
    log: list[Change] = field(default_factory=list)

    @classmethod
    def of(cls, definition: Mapping[str, Any]) -> "Table":
        """As CreateTable is told."""
        indexes = {"": _index(definition)}
        for each in definition.get("GlobalSecondaryIndexes", ()):
            indexes[each["IndexName"]] = _index(each)
        stream = definition.get("StreamSpecification", {})
        view = stream.get("StreamViewType", "") if stream.get("StreamEnabled") else ""
        return cls(definition["TableName"], indexes, view)

    def get(self, key: Item) -> Item | None:
        return self.items.get(self.place(key))

    def place(self, key: Item) -> tuple[str, str]:
        try:
            pk, sk = key["pk"]["S"], key["sk"]["S"]
        except KeyError:
            raise Invalid("The provided key element does not match the schema") from None
        if not pk or not sk:
            raise Invalid("One or more parameter values are not valid: empty string for key")
        if len(pk.encode()) > MAX_KEY_BYTES["HASH"] or len(sk.encode()) > MAX_KEY_BYTES["RANGE"]:
            raise Invalid("One or more parameter values were invalid: key too long")
        return pk, sk

    def check(self, new: Item) -> None:
        """What no item may be, whatever the request's condition says."""
        if item_bytes(new) > MAX_ITEM_BYTES:
            raise Invalid("Item size has exceeded the maximum allowed size")
        for index in self.indexes.values():
            for name in (index.pk_name, index.sk_name):
                if name in new and not new[name].get("S"):
                    raise Invalid(f"One or more parameter values were invalid: key {name}")

    def put(self, key: tuple[str, str], new: Item | None) -> None:
        old = self.items.get(key)
        for index in self.indexes.values():
            index.move(old, new)
        if new is not None:
            self.items[key] = new
        elif old is not None:
            del self.items[key]
        if self.view and old != new:
            self.log.append(Change(len(self.log) + 1, old, new))

    def lying(self) -> Lying:
        """What `lay` sets back. Items are never changed in place, only others put there."""
        return dict(self.items), {name: _listed(each) for name, each in self.indexes.items()}

    def lay(self, lying: Lying) -> None:
        items, listed = lying
        self.items = dict(items)
        for name, index in self.indexes.items():
            index.partitions = {pk: list(entries) for pk, entries in listed[name].items()}

    def query(self, params: Mapping[str, Any]) -> dict[str, Any]:
        index = self.indexes[params.get("IndexName", "")]
        if "IndexName" in params and params.get("ConsistentRead"):
            raise Invalid("Consistent reads are not supported on global secondary indexes")
        pk, low, high = _range(params, index)
        entries = index.partitions.get(pk, [])
        begin, end = bisect_left(entries, low), bisect_right(entries, high)
        forward = params.get("ScanIndexForward", True)
        if start := params.get("ExclusiveStartKey"):
            after = (start[index.sk_name]["S"], start["pk"]["S"], start["sk"]["S"])
            if forward:
                begin = max(begin, bisect_right(entries, after))
            else:
                end = min(end, bisect_left(entries, after))
        chosen = entries[begin:end] if forward else entries[begin:end][::-1]
        return self._page(index, chosen, params.get("Limit"))

    def _page(self, index: Index, entries: list[Entry], limit: int | None) -> dict[str, Any]:
        found: list[Item] = []
        weight = 0
        for _, pk, sk in entries:
            item = self.items[pk, sk]
            shown = index.key(item) if index.keys_only else dict(item)
            weight += item_bytes(shown)
            found.append(shown)
            if len(found) == limit or weight > MAX_PAGE_BYTES:
                return _answer(found, index.key(item))
        return _answer(found, None)


def _listed(index: Index) -> dict[str, list[Entry]]:
    return {pk: list(entries) for pk, entries in index.partitions.items()}


def _answer(items: list[Item], last: Item | None) -> dict[str, Any]:
    answer = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
    return answer if last is None else {**answer, "LastEvaluatedKey": last}


def _index(definition: Mapping[str, Any]) -> Index:
    names = {each["KeyType"]: each["AttributeName"] for each in definition["KeySchema"]}
    projection = definition.get("Projection", {}).get("ProjectionType", "ALL")
    return Index(names["HASH"], names["RANGE"], keys_only=projection == "KEYS_ONLY")


def _range(params: Mapping[str, Any], index: Index) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The partition that a key condition names, and the bounds of its sort key, both included."""
    names = params.get("ExpressionAttributeNames", {})
    values = params["ExpressionAttributeValues"]
    words = [w for w in tokens(params["KeyConditionExpression"]) if w not in ("(", ")", ",")]
    said = [values[w]["S"] if w.startswith(":") else names.get(w, w) for w in words]
    match said:
        case [pk_name, "=", pk] if pk_name == index.pk_name:
            return pk, ("",), (LAST,)
        case [pk_name, "=", pk, "AND", *rest] if pk_name == index.pk_name:
            return (pk, *_bounds(rest, index.sk_name))
    raise Invalid("Query key condition not supported")


# From where to where an operator reaches; a longer tuple sorts behind its own beginning.
_REACH: dict[str, Callable[[str], tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "=": lambda value: ((value,), (value, LAST)),
    "<": lambda value: (("",), (value,)),
    "<=": lambda value: (("",), (value, LAST)),
    ">": lambda value: ((value, LAST), (LAST,)),
    ">=": lambda value: ((value,), (LAST,)),
    "begins_with": lambda value: ((value,), (value + LAST,)),
}


def _bounds(said: list[str], sk_name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    match said:
        case ["begins_with", name, start] if name == sk_name:
            return _REACH["begins_with"](start)
        case [name, "BETWEEN", low, "AND", high] if name == sk_name:
            return (low,), (high, LAST)
        case [name, sign, value] if name == sk_name and sign in _REACH:
            return _REACH[sign](value)
    raise Invalid("Query key condition not supported")
