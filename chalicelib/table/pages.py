"""Lists by pages, with cursors that are signed and bound to merchant and list.

A cursor holds the sort position alone; the partition key is made anew from the caller's own desk.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from chalicelib.core.errors import Invalid
from chalicelib.core.values import Value
from chalicelib.table.items import Item
from chalicelib.table.keys import Key
from chalicelib.table.keys import prefix as prefix_of

MAX_LIMIT = 100
DEFAULT_LIMIT = 50
_MAC_BYTES = 16


T = TypeVar("T")
U = TypeVar("U")
Position = dict[str, str]


class Page(Value, Generic[T], frozen=True):
    items: Sequence[T]
    next: str | None = None

    def map(self, shape: Callable[[T], U]) -> "Page[U]":
        return Page(items=[shape(item) for item in self.items], next=self.next)


class Cursors:
    """Signs and reads cursors. `secret` gives the merchant's signing key."""

    def __init__(self, secret: Callable[[str], bytes]) -> None:
        self._secret = secret

    def _mac(self, merchant: str, name: str, position: bytes) -> bytes:
        bound = b"\x1f".join((merchant.encode(), name.encode(), position))
        return hmac.digest(self._secret(merchant), bound, hashlib.sha256)[:_MAC_BYTES]

    def write(self, merchant: str, name: str, position: dict[str, str]) -> str:
        text = json.dumps(position, separators=(",", ":"), sort_keys=True).encode()
        return base64.urlsafe_b64encode(self._mac(merchant, name, text) + text).decode().rstrip("=")

    def read(self, merchant: str, name: str, cursor: str | None) -> dict[str, str] | None:
        if not cursor:
            return None
        try:
            blob = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except ValueError:
            blob = b""
        mac, text = blob[:_MAC_BYTES], blob[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(merchant, name, text)):
            raise Invalid("The cursor is not one of this list.", pointer="/cursor", rule="cursor")
        position: Position = json.loads(text)
        return position

    def page(
        self,
        merchant: str,
        name: str,
        cursor: str | None,
        ask: Callable[[Position | None], tuple[list[T], Position | None]],
    ) -> Page[T]:
        """One page of a list; `ask` gives what comes after a position, and the position to go on from."""
        items, last = ask(self.read(merchant, name, cursor))
        return Page(items=items, next=self.write(merchant, name, last) if last else None)


def query(
    model: type[Item],
    pk: str,
    *,
    pk_name: str = "pk",
    sk_name: str = "sk",
    index: str | None = None,
    prefix: str | None = None,
    between: tuple[str, str] | None = None,
    after: dict[str, str] | None = None,
    limit: int = DEFAULT_LIMIT,
    newest_first: bool = False,
    consistent: bool = False,
) -> tuple[list[dict[str, Any]], dict[str, str] | None]:
    """One page of raw items of one partition, and the sort position to go on from.

    `after` is the position that an earlier page returned: attribute name to text.
    """
    request = {
        "TableName": model.Meta.table_name,
        **_condition(pk, pk_name, sk_name, prefix, between),
        "Limit": limit,
        "ScanIndexForward": not newest_first,
        **({"IndexName": index} if index else {"ConsistentRead": consistent}),
    }
    if after is not None:
        start = {name: {"S": value} for name, value in after.items()}
        request["ExclusiveStartKey"] = {**start, pk_name: {"S": pk}}
    return _page(model, request, pk_name)


def _condition(
    pk: str, pk_name: str, sk_name: str, prefix: str | None, between: tuple[str, str] | None
) -> dict[str, Any]:
    names = {"#p": pk_name}
    values: dict[str, Any] = {":p": {"S": pk}}
    condition = "#p = :p"
    if prefix is not None:
        names["#s"], values[":s"] = sk_name, {"S": prefix}
        condition += " AND begins_with (#s, :s)"
    elif between is not None:
        names["#s"], values[":l"], values[":h"] = sk_name, {"S": between[0]}, {"S": between[1]}
        condition += " AND #s BETWEEN :l AND :h"
    return {
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }


def every(model: type[Item], probe: Key) -> Iterator[dict[str, Any]]:
    """All raw items of the list that a key belongs to, in order, as they are now."""
    after = None
    while True:
        raw, after = query(
            model, probe.pk, prefix=prefix_of(probe), after=after, limit=500, consistent=True
        )
        yield from raw
        if after is None:
            return


def _page(
    model: type[Item], request: dict[str, Any], pk_name: str
) -> tuple[list[dict[str, Any]], dict[str, str] | None]:
    connection = model._get_connection().connection  # noqa: SLF001 - the shared connection
    answer = connection._make_api_call("Query", request)  # noqa: SLF001 - no model mapping wanted
    last = answer.get("LastEvaluatedKey")
    position = (
        {name: value["S"] for name, value in last.items() if name != pk_name} if last else None
    )
    return answer["Items"], position
