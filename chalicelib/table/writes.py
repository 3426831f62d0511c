"""The one helper for conditional writes and transactions.

Operations carry labels, so that a service can tell which condition failed. pynamodb sends checks,
deletes, puts and updates in that order, whatever the order of the calls, and the reasons come back
in the order sent: only this file needs to know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pynamodb.exceptions import PutError, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.table.items import Item


class ConditionFailed(Exception):  # noqa: N818 - an outcome to react to, named as DynamoDB names it
    """A condition did not hold; nothing was written. `labels` name the operations that failed."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = tuple(labels)


class Contended(Exception):  # noqa: N818
    """Another transaction was at the same items; nothing was written, the caller may try again."""


@dataclass(frozen=True, slots=True)
class Put:
    """Create an item; refused where one is already there."""

    item: Item
    label: str = "put"
    order: int = field(default=2, init=False)

    def add(self, transaction: TransactWrite) -> None:
        transaction.save(self.item, condition=type(self.item).pk.does_not_exist())


@dataclass(frozen=True, slots=True)
class Change:
    """Update an item that is there; `condition` on top of that."""

    item: Item
    actions: Sequence[Action]
    condition: Condition | None = None
    label: str = "change"
    order: int = field(default=3, init=False)

    @property
    def whole_condition(self) -> Condition:
        there = type(self.item).pk.exists()
        return there if self.condition is None else there & self.condition

    def add(self, transaction: TransactWrite) -> None:
        transaction.update(self.item, actions=list(self.actions), condition=self.whole_condition)


@dataclass(frozen=True, slots=True)
class Upsert:
    """Update an item, or create it so: for counters and sets, where there may be none yet."""

    item: Item
    actions: Sequence[Action]
    condition: Condition | None = None
    label: str = "upsert"
    order: int = field(default=3, init=False)

    def add(self, transaction: TransactWrite) -> None:
        kind = type(self.item).kind.set(self.item.kind)
        transaction.update(self.item, actions=[kind, *self.actions], condition=self.condition)


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete an item; refused where it is not there any more."""

    item: Item
    condition: Condition | None = None
    label: str = "remove"
    order: int = field(default=1, init=False)

    def add(self, transaction: TransactWrite) -> None:
        there = type(self.item).pk.exists()
        condition = there if self.condition is None else there & self.condition
        transaction.delete(self.item, condition=condition)


Operation = Put | Change | Upsert | Remove


def _translate(error: Any, labels: Sequence[str]) -> Exception:
    reasons = [reason.code if reason else None for reason in error.cancellation_reasons]
    failed = [
        label
        for label, code in zip(labels, reasons, strict=False)
        if code == "ConditionalCheckFailed"
    ]
    if failed:
        return ConditionFailed(failed)
    if "TransactionConflict" in reasons or error.cause_response_code in {
        "TransactionConflictException",
        "TransactionInProgressException",
    }:
        return Contended(str(reasons))
    return error  # type: ignore[no-any-return]


def transact(*operations: Operation) -> None:
    """All or nothing, at most 100 operations on different items."""
    ordered = sorted(operations, key=lambda operation: operation.order)
    connection = type(ordered[0].item)._get_connection().connection  # noqa: SLF001
    transaction = TransactWrite(connection=connection)
    for operation in ordered:
        operation.add(transaction)
    try:
        transaction._commit()  # noqa: SLF001 - what leaving its `with` block calls
    except TransactWriteError as error:
        raise _translate(error, [operation.label for operation in ordered]) from error


def _conditional(error: PutError | UpdateError, label: str) -> Exception:
    if error.cause_response_code == "ConditionalCheckFailedException":
        return ConditionFailed([label])
    if error.cause_response_code == "TransactionConflictException":
        return Contended(label)
    return error


def create(item: Item) -> None:
    """Put one item where none is yet."""
    try:
        item.save(condition=type(item).pk.does_not_exist())
    except PutError as error:
        raise _conditional(error, "put") from error


def change(item: Item, actions: Sequence[Action], condition: Condition | None = None) -> None:
    """Update one item that is there; `item` then holds what the table holds."""
    try:
        item.update(actions=list(actions), condition=Change(item, (), condition).whole_condition)
    except UpdateError as error:
        raise _conditional(error, "change") from error


def version_is(item: Item, version: int) -> Condition:
    return type(item).version == version  # type: ignore[attr-defined, no-any-return]
