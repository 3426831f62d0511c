"""Counts what the services ask of AWS, from inside botocore: calls, and the units of each.

Units are computed from the real items before and after each call; what an emulator reports as
consumed is never looked at.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from botocore.response import StreamingBody

from infra.bench import units
from infra.bench.units import Index, Item

Peek = Callable[[str, Item], Item | None]
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}


@dataclass(slots=True)
class Call:
    """`images`: table, item before, item after. `sent` and `received` as they went over the wire."""

    service: str
    operation: str
    request: dict[str, Any]
    answer: dict[str, Any] = field(default_factory=dict)
    images: list[tuple[str, Item | None, Item | None]] = field(default_factory=list)
    sent: Any = b""
    received: bytes = b""
    writes: float = 0
    reads: float = 0


@dataclass(slots=True)
class Step:
    """What one thing cost: a frame answered, a batch delivered."""

    calls: list[Call] = field(default_factory=list)

    @property
    def writes(self) -> float:
        return sum(call.writes for call in self.calls)

    @property
    def reads(self) -> float:
        return sum(call.reads for call in self.calls)

    @property
    def round_trips(self) -> int:
        return len(self.calls)

    def of(self, operation: str) -> list[Call]:
        return [call for call in self.calls if call.operation == operation]


class Trace:
    """`peek` reads an item as it lies now, without being counted; `indexes` by table name."""

    def __init__(self, *, peek: Peek, indexes: Mapping[str, list[Index]]) -> None:
        self._peek = peek
        self._indexes = indexes
        self._steps: list[Step] = []

    @contextmanager
    def step(self) -> Iterator[Step]:
        step = Step()
        self._steps.append(step)
        try:
            yield step
        finally:
            self._steps.remove(step)

    @contextmanager
    def on(self, *clients: Any) -> Iterator["Trace"]:
        """Hear every call of these clients."""
        hooks = {
            "provide-client-params": self._before,
            "before-call": self._sending,
            "after-call": self._after,
        }
        for client in clients:
            for event, hook in hooks.items():
                client.meta.events.register(event, hook)
        try:
            yield self
        finally:
            for client in clients:
                for event, hook in hooks.items():
                    client.meta.events.unregister(event, hook)

    def _before(self, params: dict[str, Any], model: Any, context: Any, **_: Any) -> None:
        if self._steps:
            call = Call(model.service_model.service_name, model.name, params)
            call.images = [(table, old, None) for table, old in self._images(call)]
            context["call"] = call

    def _sending(self, params: dict[str, Any], context: Any, **_: Any) -> None:
        if "call" in context:
            context["call"].sent = params["body"]

    def _after(
        self, http_response: Any, parsed: dict[str, Any], model: Any, context: Any, **_: Any
    ) -> None:
        call: Call | None = context.get("call")
        if call is None:
            return
        call.answer = parsed
        call.received = _kept(parsed) if model.has_streaming_output else http_response.content
        call.images = [
            (table, old, new)
            for (table, old, _), (_, new) in zip(call.images, self._images(call), strict=True)
        ]
        call.writes = self._written(call)
        call.reads = read_units(call.operation, call.request, parsed)
        for step in self._steps:
            step.calls.append(call)

    def _images(self, call: Call) -> list[tuple[str, Item | None]]:
        """The items that a call writes, as they lie at this moment."""
        if call.operation not in WRITES:
            return []
        return [(table, self._peek(table, key)) for table, key in written_keys(call.request)]

    def _written(self, call: Call) -> float:
        transaction = call.operation == "TransactWriteItems"
        return sum(
            units.write_units(old, new, self._indexes.get(table, []), transaction=transaction)
            for table, old, new in call.images
        )


def _kept(parsed: dict[str, Any]) -> bytes:
    """A stream is read once: who asked for it gets another of the same bytes."""
    body = bytes(parsed["Body"].read())
    parsed["Body"] = StreamingBody(BytesIO(body), len(body))
    return body


def written_keys(params: dict[str, Any]) -> list[tuple[str, Item]]:
    parts = (
        [part for each in params["TransactItems"] for part in each.values()]
        if "TransactItems" in params
        else [params]
    )
    wholes = [(part["TableName"], part.get("Key") or part["Item"]) for part in parts]
    return [(table, {name: whole[name] for name in ("pk", "sk")}) for table, whole in wholes]


def read_units(operation: str, request: dict[str, Any], answer: dict[str, Any]) -> float:
    """What came back is what was read: nothing here filters, and an index projects keys alone."""
    consistent = bool(request.get("ConsistentRead"))
    if operation == "GetItem":
        return units.read(units.item_size(answer.get("Item")), consistent=consistent)
    if operation == "Query":
        size = sum(map(units.item_size, answer["Items"]))
        return units.read(size, consistent=consistent)
    if operation == "BatchGetItem":
        asked = request["RequestItems"]
        return sum(
            units.read(units.item_size(item), consistent=bool(asked[table].get("ConsistentRead")))
            for table, items in answer["Responses"].items()
            for item in items
        )
    return 0.0
