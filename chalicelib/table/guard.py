"""The call guard: every call to AWS of this process passes here, whichever library makes it.

A scope says whose keys may be touched: a merchant's, the front keys, or both. Without a scope, with
a key outside it, or with an operation that is not known here, the call is refused before it is
sent. The hook is registered for every botocore session of the process, pynamodb's own included.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import botocore.handlers

from chalicelib.table import keys


class Breach(Exception):  # noqa: N818 - a fault of ours, never a caller's refusal
    """A call that would have left the scope. Tells operation and kind, never a key."""


@dataclass(frozen=True, slots=True)
class Scope:
    """`family`: of the front keys, those that begin with this word."""

    merchant: str | None = None
    front: bool = False
    family: str = ""

    def allows(self, pk: str) -> bool:
        merchant = keys.merchant_of(pk)
        if merchant is not None:
            return merchant == self.merchant
        return self.front or bool(self.family and keys.family_of(pk) == self.family)


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)


@contextmanager
def scope(*, merchant: str | None = None, front: bool = False, family: str = "") -> Iterator[None]:
    token = _scope.set(Scope(merchant=merchant, front=front, family=family))
    try:
        yield
    finally:
        _scope.reset(token)


def current() -> Scope | None:
    return _scope.get()


# The tables' own partition key, and those of the indexes.
_PARTITIONS = frozenset({"pk", "held_pk", "recent_pk", "by_status_pk", "due_pk"})


def _equality(expression: str, names: dict[str, str], values: dict[str, Any]) -> Iterator[str]:
    """The values that a key condition sets a partition key equal to."""
    for clause in expression.replace("(", "").replace(")", "").split(" AND "):
        left, _, right = clause.partition(" = ")
        if names.get(left.strip(), left.strip()) in _PARTITIONS and right:
            yield values[right.strip()]["S"]


def _of_query(params: dict[str, Any]) -> list[str]:
    names = params.get("ExpressionAttributeNames", {})
    values = params.get("ExpressionAttributeValues", {})
    return list(_equality(params["KeyConditionExpression"], names, values))


def _of_batch_get(params: dict[str, Any]) -> list[str]:
    return [k["pk"]["S"] for t in params["RequestItems"].values() for k in t["Keys"]]


def _of_transaction(params: dict[str, Any]) -> list[str]:
    parts = [part for operation in params["TransactItems"] for part in operation.values()]
    return [(part.get("Key") or part["Item"])["pk"]["S"] for part in parts]


_PARTITION_KEYS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "GetItem": lambda params: [params["Key"]["pk"]["S"]],
    "PutItem": lambda params: [params["Item"]["pk"]["S"]],
    "UpdateItem": lambda params: [params["Key"]["pk"]["S"]],
    "DeleteItem": lambda params: [params["Key"]["pk"]["S"]],
    "Query": _of_query,
    "BatchGetItem": _of_batch_get,
    "TransactWriteItems": _of_transaction,
    "TransactGetItems": _of_transaction,
}


def _kms_owner(params: dict[str, Any]) -> list[str]:
    owner = params.get("EncryptionContext", {}).get("merchant", "")
    return [owner if owner == keys.PLATFORM else keys.SEPARATOR.join(("M", owner))]


def _queue_owner(params: dict[str, Any]) -> list[str]:
    owner = params.get("MessageAttributes", {}).get("merchant", {}).get("StringValue", "")
    return [owner if owner == keys.PLATFORM else keys.SEPARATOR.join(("M", owner))]


def _object_owner(params: dict[str, Any]) -> list[str]:
    return [keys.pk_of_path(params.get("Key", ""))]


def _copied_owners(params: dict[str, Any]) -> list[str]:
    """Of where it comes from as well as of where it goes."""
    source = params["CopySource"]
    path = source["Key"] if isinstance(source, dict) else str(source).partition("/")[2]
    return [keys.pk_of_path(params.get("Key", "")), keys.pk_of_path(path)]


_OTHERS: dict[tuple[str, str], Callable[[dict[str, Any]], list[str]]] = {
    ("kms", "GenerateDataKey"): _kms_owner,
    ("kms", "Decrypt"): _kms_owner,
    ("sqs", "SendMessage"): _queue_owner,
    ("s3", "PutObject"): _object_owner,
    ("s3", "GetObject"): _object_owner,
    ("s3", "DeleteObject"): _object_owner,
    ("s3", "CopyObject"): _copied_owners,
}
GUARDED = frozenset({"dynamodb", "s3", "kms", "sqs"})


def check(service: str, operation: str, params: dict[str, Any]) -> None:
    """Raise Breach unless the call stays within the scope."""
    if service not in GUARDED:
        return
    finder = (
        _PARTITION_KEYS.get(operation)
        if service == "dynamodb"
        else _OTHERS.get((service, operation))
    )
    if finder is None:
        raise Breach(f"{service} {operation} is not among the guarded operations")
    allowed = _scope.get()
    if allowed is None:
        raise Breach(f"{service} {operation} outside any scope")
    owners = finder(params)
    if not owners or not all(allowed.allows(pk) for pk in owners):
        raise Breach(f"{service} {operation} outside its scope")


def _before_call(params: dict[str, Any], model: Any, **_: Any) -> None:
    check(model.service_model.service_name, model.name, params)


_HOOK = ("provide-client-params.*.*", _before_call)


def install() -> None:
    """From now on, every session that this process makes carries the guard."""
    if _HOOK not in botocore.handlers.BUILTIN_HANDLERS:
        botocore.handlers.BUILTIN_HANDLERS.append(_HOOK)
