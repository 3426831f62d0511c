"""What the bot reads: the published entries of one merchant and the model that finds them.

The model is made and read by an engine that the wiring hands in; here it is opaque.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from chalicelib.core.values import Value, asdict

Model = Mapping[str, Any]


class Published(Value, frozen=True):
    """An entry as the bot reads it."""

    id: str
    kind: str
    locale: str
    title: str
    body: str
    alternatives: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    category: str = ""

    def wire(self) -> dict[str, Any]:
        names = ("id", "kind", "locale", "title", "body", "category")
        return {name: getattr(self, name) for name in names}


class Hit(Protocol):
    @property
    def entry(self) -> str: ...
    @property
    def score(self) -> float: ...


class Engine(Protocol):
    """Finds entries for what a customer asked."""

    def encode(self, entries: Sequence[Published]) -> dict[str, Any]: ...
    def retrieve(self, model: Model, text: str, locale: str, k: int) -> Sequence[Hit]: ...


class Index(Value, frozen=True):
    revision: int
    entries: Mapping[str, Published]
    model: Model


def to_bytes(revision: int, entries: Sequence[Published], model: Model) -> bytes:
    whole = {"revision": revision, "entries": [asdict(each) for each in entries], "model": model}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Index:
    whole = json.loads(data)
    return Index(
        revision=whole["revision"],
        entries={each["id"]: _entry(each) for each in whole["entries"]},
        model=whole["model"],
    )


def _entry(values: Mapping[str, Any]) -> Published:
    lists = {name: tuple(values[name]) for name in ("alternatives", "keywords")}
    return Published(**{**values, **lists})


class Cache:
    """The indexes last used, as many as fit: by merchant and revision, in this process alone."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._held: OrderedDict[tuple[str, int], tuple[int, Index]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, merchant: str, revision: int) -> Index | None:
        with self._lock:
            found = self._held.get((merchant, revision))
            if found is None:
                return None
            self._held.move_to_end((merchant, revision))
            return found[1]

    def put(self, merchant: str, index: Index, size: int) -> None:
        """An earlier revision of the merchant goes at once; then whoever was not asked for longest."""
        with self._lock:
            self._drop(key for key in list(self._held) if key[0] == merchant)
            self._held[merchant, index.revision] = (size, index)
            self._bytes += size
            while self._bytes > self._max_bytes and len(self._held) > 1:
                self._drop([next(iter(self._held))])

    def _drop(self, keys: Iterable[tuple[str, int]]) -> None:
        for key in keys:
            self._bytes -= self._held.pop(key)[0]
