"""The one helper for conditional writes and transactions.

Operations carry labels, so that a service can tell which condition failed: the reasons come back in
the order in which they are sent.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError
from pynamodb.attributes import Attribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action, RemoveAction, SetAction, Update

from chalicelib.core.values import Value
from chalicelib.table.items import Item, where


class ConditionFailed(Exception):  # noqa: N818 - an outcome to react to, named as DynamoDB names it
    """A condition did not hold; nothing was written. `labels` name the operations that failed."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = tuple(labels)


class Contended(Exception):  # noqa: N818
    """Another transaction was at the same items; nothing was written, the caller may try again."""


Request = dict[str, dict[str, Any]]


class _Set(SetAction):
    """As `attribute.set(value)`, which makes four objects of it and reads the name by a pattern."""

    def __init__(self, attribute: Attribute[Any], value: Any) -> None:
        self._attribute, self._value = attribute, value

    def serialize(
        self, placeholder_names: dict[str, str], expression_attribute_values: dict[str, Any]
    ) -> str:
        kind, place = self._attribute.attr_type, f":{len(expression_attribute_values)}"
        expression_attribute_values[place] = {kind: self._attribute.serialize(self._value)}
        return f"{_named(self._attribute, placeholder_names)} = {place}"


class _Gone(RemoveAction):
    def __init__(self, attribute: Attribute[Any]) -> None:
        self._attribute = attribute

    def serialize(
        self,
        placeholder_names: dict[str, str],
        expression_attribute_values: dict[str, Any],  # noqa: ARG002 - pynamodb's form
    ) -> str:
        return _named(self._attribute, placeholder_names)


def _named(attribute: Attribute[Any], names: dict[str, str]) -> str:
    return names.setdefault(attribute.attr_name, f"#{len(names)}")


def setting(kind: type[Item], values: Mapping[str, Any]) -> list[Action]:
    """What gives each attribute its value; None takes it away."""
    known = kind.get_attributes()
    return [
        _Gone(known[name]) if value is None else _Set(known[name], value)
        for name, value in values.items()
    ]


class Put(Value, frozen=True):
    """Create an item; refused where one is already there."""

    item: Item
    label: str = "put"

    def request(self) -> Request:
        table, lying = self.item.Meta.table_name, self.item.serialize()
        absent = {"ConditionExpression": "attribute_not_exists (pk)"}
        return {"Put": {"TableName": table, "Item": lying, **absent}}


class Change(Value, frozen=True):
    """Update an item that is there; `condition` on top of that."""

    item: Item
    actions: Sequence[Action]
    condition: Condition | None = None
    label: str = "change"

    @property
    def whole_condition(self) -> Condition:
        there = type(self.item).pk.exists()
        return there if self.condition is None else there & self.condition

    def request(self) -> Request:
        return {"Update": _expressed(self.item, self.actions, self.whole_condition)}


class Upsert(Value, frozen=True):
    """Update an item, or create it so: for counters and sets, where there may be none yet."""

    item: Item
    actions: Sequence[Action]
    condition: Condition | None = None
    label: str = "upsert"

    def request(self) -> Request:
        kind = type(self.item).kind.set(self.item.kind)
        return {"Update": _expressed(self.item, [kind, *self.actions], self.condition)}


class Remove(Value, frozen=True):
    """Delete an item; refused where it is not there any more."""

    item: Item
    condition: Condition | None = None
    label: str = "remove"

    def request(self) -> Request:
        there = type(self.item).pk.exists()
        condition = there if self.condition is None else there & self.condition
        return {"Delete": _expressed(self.item, (), condition)}


class Clear(Value, frozen=True):
    """Delete an item, whether it is there or not."""

    item: Item
    label: str = "clear"

    def request(self) -> Request:
        return {"Delete": _expressed(self.item, (), None)}


Operation = Put | Change | Upsert | Remove | Clear


def _expressed(
    item: Item, actions: Sequence[Action], condition: Condition | None
) -> dict[str, Any]:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    request = where(type(item), item.key)
    if condition is not None:
        request["ConditionExpression"] = condition.serialize(names, values)
    if actions:
        request["UpdateExpression"] = Update(*actions).serialize(names, values)
    if names:
        request["ExpressionAttributeNames"] = {each: name for name, each in names.items()}
    if values:
        request["ExpressionAttributeValues"] = values
    return request


def _translate(error: ClientError, labels: Sequence[str]) -> Exception:
    answer: dict[str, Any] = dict(error.response)
    reasons = [reason["Code"] for reason in answer.get("CancellationReasons", [])]
    failed = [
        label
        for label, code in zip(labels, reasons, strict=False)
        if code == "ConditionalCheckFailed"
    ]
    if failed:
        return ConditionFailed(failed)
    if "TransactionConflict" in reasons or answer["Error"]["Code"] in {
        "TransactionConflictException",
        "TransactionInProgressException",
    }:
        return Contended(str(reasons))
    fault: Exception = error
    return fault


def transact(*operations: Operation) -> None:
    """All or nothing, at most 100 operations on different items."""
    requests = [operation.request() for operation in operations]
    try:
        operations[0].item.client().transact_write_items(TransactItems=requests)
    except ClientError as error:
        raise _translate(error, [operation.label for operation in operations]) from error


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
