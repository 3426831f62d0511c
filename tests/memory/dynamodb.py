"""The operations of DynamoDB that the product calls, on tables in this process's memory.

One call at a time, as DynamoDB isolates items; so no two transactions ever conflict here, and a
conflict has to be injected. Whatever the product does not use is refused loudly.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tests.memory.expressions import holds
from tests.memory.table import Table
from tests.memory.updates import changed
from tests.memory.values import Invalid, Item

MAX_OPERATIONS = 100
MAX_BATCH = 100
Params = Mapping[str, Any]
Written = tuple[Table, tuple[str, str], Item | None]


class Refusal(Exception):  # noqa: N818 - an answer of AWS that is not a success
    def __init__(self, code: str, message: str, **more: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.more = more


def _put(table: Table, params: Params) -> tuple[tuple[str, str], Item | None]:
    item = dict(params["Item"])
    table.check(item)
    return table.place(item), item


def _update(table: Table, params: Params) -> tuple[tuple[str, str], Item | None]:
    key = table.place(params["Key"])
    item = changed(table.items.get(key) or dict(params["Key"]), params)
    if table.place(item) != key:
        raise Invalid("Cannot update attribute. This attribute is part of the key")
    table.check(item)
    return key, item


def _delete(table: Table, params: Params) -> tuple[tuple[str, str], Item | None]:
    return table.place(params["Key"]), None


def _check(table: Table, params: Params) -> tuple[tuple[str, str], Item | None]:
    key = table.place(params["Key"])
    return key, table.items.get(key)


WRITES: dict[str, Callable[[Table, Params], tuple[tuple[str, str], Item | None]]] = {
    "Put": _put,
    "Update": _update,
    "Delete": _delete,
    "ConditionCheck": _check,
}
FAILED = "The conditional request failed"


class DynamoDb:
    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}
        self._answered: dict[str, tuple[Any, dict[str, Any]]] = {}
        self._operations: dict[str, Callable[[Params], dict[str, Any]]] = {
            "CreateTable": self._create,
            "DeleteTable": self._drop,
            "GetItem": self._get,
            "BatchGetItem": self._batch_get,
            "TransactGetItems": self._transact_get,
            "Query": lambda params: self._table(params).query(params),
            "PutItem": lambda params: self._write("Put", params),
            "UpdateItem": lambda params: self._write("Update", params),
            "DeleteItem": lambda params: self._write("Delete", params),
            "TransactWriteItems": self._transact,
        }

    def perform(self, operation: str, params: Params) -> dict[str, Any]:
        try:
            return self._operations[operation](params)
        except KeyError as missing:
            if operation in self._operations:
                raise Refusal("ValidationException", f"{missing} is not defined") from missing
            raise NotImplementedError(f"DynamoDB {operation} is not kept here") from missing
        except Invalid as invalid:
            raise Refusal("ValidationException", str(invalid)) from invalid

    def _create(self, params: Params) -> dict[str, Any]:
        if params["TableName"] in self.tables:
            raise Refusal("ResourceInUseException", "Table already exists")
        self.tables[params["TableName"]] = Table.of(params)
        return {"TableDescription": {"TableName": params["TableName"], "TableStatus": "ACTIVE"}}

    def _drop(self, params: Params) -> dict[str, Any]:
        del self.tables[params["TableName"]]
        return {"TableDescription": {"TableName": params["TableName"], "TableStatus": "DELETING"}}

    def _table(self, params: Params) -> Table:
        table = self.tables.get(params["TableName"])
        if table is None:
            raise Refusal("ResourceNotFoundException", "Requested resource not found")
        return table

    def _get(self, params: Params) -> dict[str, Any]:
        item = self._table(params).get(params["Key"])
        return {} if item is None else {"Item": dict(item)}

    def _batch_get(self, params: Params) -> dict[str, Any]:
        asked = params["RequestItems"]
        places = [str(key) for wanted in asked.values() for key in wanted["Keys"]]
        if len(places) > MAX_BATCH or len(set(places)) < len(places):
            raise Invalid("Too many items requested, or one of them twice")
        found: dict[str, list[Item]] = {}
        for name, wanted in asked.items():
            table = self._table({"TableName": name})
            items = [table.get(key) for key in wanted["Keys"]]
            found[name] = [dict(item) for item in items if item is not None]
        return {"Responses": found, "UnprocessedKeys": {}}

    def _transact_get(self, params: Params) -> dict[str, Any]:
        return {"Responses": [self._get(each["Get"]) for each in params["TransactItems"]]}

    def _write(self, kind: str, params: Params) -> dict[str, Any]:
        table = self._table(params)
        old = table.get(params.get("Key") or params["Item"])
        if not holds(old, params):
            raise Refusal("ConditionalCheckFailedException", FAILED, **_shown(old, params))
        key, new = WRITES[kind](table, params)
        table.put(key, new)
        match params.get("ReturnValues", "NONE"):
            case "NONE":
                return {}
            case "ALL_OLD":
                return {} if old is None else {"Attributes": dict(old)}
            case "ALL_NEW" if new is not None:
                return {"Attributes": dict(new)}
        raise NotImplementedError(f"ReturnValues {params['ReturnValues']} is not kept here")

    def _transact(self, params: Params) -> dict[str, Any]:
        """All or nothing; the same token again is answered as before and writes nothing."""
        token, asked = params.get("ClientRequestToken"), params["TransactItems"]
        if token in self._answered:
            if self._answered[token][0] != asked:
                raise Refusal("IdempotentParameterMismatchException", "Other parameters before")
            return self._answered[token][1]
        for table, key, new in self._judged(asked):
            table.put(key, new)
        answer: dict[str, Any] = {}
        if token:
            self._answered[token] = (asked, answer)
            if len(self._answered) > MAX_OPERATIONS:  # ten minutes' worth on AWS
                del self._answered[next(iter(self._answered))]
        return answer

    def _judged(self, asked: list[dict[str, Params]]) -> list[Written]:
        """What a transaction writes, where each of its conditions holds."""
        if len(asked) > MAX_OPERATIONS:
            raise Invalid("Member must have length less than or equal to 100")
        writes: list[Written] = []
        reasons: list[dict[str, Any]] = []
        for ((kind, params),) in (each.items() for each in asked):
            table = self._table(params)
            old = table.get(params.get("Key") or params["Item"])
            if holds(old, params):
                reasons.append({"Code": "None"})
                key, new = WRITES[kind](table, params)
                writes.append((table, key, new))
            else:
                reason = {"Code": "ConditionalCheckFailed", "Message": FAILED}
                reasons.append(reason | _shown(old, params))
        places = {(each["TableName"], str(_key(each))) for part in asked for each in part.values()}
        if len(places) < len(asked):
            raise Invalid("Transaction request cannot include multiple operations on one item")
        if any(reason["Code"] != "None" for reason in reasons):
            codes = ", ".join(reason["Code"] for reason in reasons)
            message = f"Transaction cancelled, please refer cancellation reasons [{codes}]"
            raise Refusal("TransactionCanceledException", message, CancellationReasons=reasons)
        return writes


def _key(params: Params) -> Item:
    whole = params.get("Key") or params["Item"]
    return {name: whole[name] for name in ("pk", "sk")}


def _shown(old: Item | None, params: Params) -> dict[str, Any]:
    """What lay there, where the request asks for it if its condition fails."""
    wants = params.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
    return {"Item": dict(old)} if old is not None and wants else {}
