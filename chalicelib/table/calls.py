"""Every operation of AWS that the house uses, and whose things a call is about, as partition keys."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chalicelib.table import keys

Params = Mapping[str, Any]
Owners = Callable[[Params], list[str]]

# The tables' own partition key, and those of the indexes.
_PARTITIONS = frozenset({"pk", "held_pk", "recent_pk", "by_status_pk", "due_pk"})


def _equality(expression: str, names: Mapping[str, str], values: Params) -> Iterator[str]:
    """The values that a key condition sets a partition key equal to."""
    for clause in expression.replace("(", "").replace(")", "").split(" AND "):
        left, _, right = clause.partition(" = ")
        if names.get(left.strip(), left.strip()) in _PARTITIONS and right:
            yield values[right.strip()]["S"]


def _of_query(params: Params) -> list[str]:
    names = params.get("ExpressionAttributeNames", {})
    expression, values = params["KeyConditionExpression"], params["ExpressionAttributeValues"]
    return list(_equality(expression, names, values))


def _of_batch_get(params: Params) -> list[str]:
    return [k["pk"]["S"] for t in params["RequestItems"].values() for k in t["Keys"]]


def _of_transaction(params: Params) -> list[str]:
    parts = [part for operation in params["TransactItems"] for part in operation.values()]
    return [(part.get("Key") or part["Item"])["pk"]["S"] for part in parts]


def _of_key(params: Params) -> list[str]:
    return [params["Key"]["pk"]["S"]]


def _named(owner: str) -> list[str]:
    return [owner if owner == keys.PLATFORM else keys.SEPARATOR.join(("M", owner))]


def _of_seal(params: Params) -> list[str]:
    return _named(params["EncryptionContext"]["merchant"])


def _of_job(params: Params) -> list[str]:
    return _named(params["MessageAttributes"]["merchant"]["StringValue"])


def _of_object(params: Params) -> list[str]:
    return [keys.pk_of_path(params.get("Key", ""))]


def _of_copy(params: Params) -> list[str]:
    """Of where it comes from as well as of where it goes."""
    source = params["CopySource"]
    path = source["Key"] if isinstance(source, dict) else str(source).partition("/")[2]
    return [*_of_object(params), keys.pk_of_path(path)]


OWNERS: Mapping[tuple[str, str], Owners] = {
    ("dynamodb", "GetItem"): _of_key,
    ("dynamodb", "PutItem"): lambda params: [params["Item"]["pk"]["S"]],
    ("dynamodb", "UpdateItem"): _of_key,
    ("dynamodb", "DeleteItem"): _of_key,
    ("dynamodb", "Query"): _of_query,
    ("dynamodb", "BatchGetItem"): _of_batch_get,
    ("dynamodb", "TransactWriteItems"): _of_transaction,
    ("dynamodb", "TransactGetItems"): _of_transaction,
    ("kms", "GenerateDataKey"): _of_seal,
    ("kms", "Decrypt"): _of_seal,
    ("sqs", "SendMessage"): _of_job,
    ("s3", "PutObject"): _of_object,
    ("s3", "GetObject"): _of_object,
    ("s3", "DeleteObject"): _of_object,
    ("s3", "CopyObject"): _of_copy,
}
# A connection's id does not say whose it is (the socket that is reached for does); nor does a letter,
# nor the domain that one is sent under: who holds it is claimed first (`senders`).
_SOCKETS = "apigatewaymanagementapi"
TO_SOCKETS = frozenset({(_SOCKETS, "PostToConnection"), (_SOCKETS, "DeleteConnection")})
_IDENTITIES = ("CreateEmailIdentity", "GetEmailIdentity", "DeleteEmailIdentity")
WITHIN_A_SCOPE = frozenset({("sesv2", each) for each in ("SendEmail", *_IDENTITIES)})
