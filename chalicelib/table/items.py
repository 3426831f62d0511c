"""How items lie: one pynamodb base class per table, all on one connection.

Items are created with a condition and changed by `update`; `save` on an existing one would drop the
attributes that another version of the code has added.
"""

import json
from functools import cache, lru_cache
from typing import Any, ClassVar, Self

from botocore.session import Session
from pynamodb.attributes import Attribute, BinaryAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.connection.base import MetaTable
from pynamodb.constants import NULL, NUMBER
from pynamodb.exceptions import AttributeNullError
from pynamodb.models import Model

from chalicelib.table.keys import Key, Table
from chalicelib.table.parsing import TableParsers
from chalicelib.table.places import Place, here


class Item(Model):
    table: ClassVar[Table]
    kind_of: ClassVar[str] = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = UnicodeAttribute()

    @classmethod
    def at(cls, key: Key, **values: Any) -> Self:
        """A new item at a key, its kind filled in; None leaves an attribute out."""
        given = {name: value for name, value in values.items() if value is not None}
        return cls(key.pk, key.sk, kind=cls.kind_of, **given)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return _connected(here())[cls.table]

    @classmethod
    def client(cls) -> Any:
        """Botocore's own, one for all tables. Whatever is asked of it passes the call guard."""
        return cls._get_connection().connection.client

    @classmethod
    def find(cls, key: Key, *, consistent: bool = False) -> Self | None:
        answer = cls.client().get_item(ConsistentRead=consistent, **where(cls, key))
        return cls.from_raw_data(answer["Item"]) if "Item" in answer else None

    @property
    def key(self) -> Key:
        lies = self.attribute_values  # asking pynamodb for each takes longer than the rest of this
        return Key(self.table, lies["pk"], lies["sk"])

    # Pynamodb asks every attribute that there may be, at every step; here those that are there are asked.

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        known, item = cls.get_attributes(), cls.__new__(cls)
        item.attribute_values = _defaults(cls, new=False)
        for name, raw in data.items():
            attribute = known.get(name)
            if attribute is not None and NULL not in raw:
                item.attribute_values[name] = attribute.deserialize(attribute.get_value(raw))
        return item

    def _set_defaults(self, _user_instantiated: bool = True) -> None:
        self.attribute_values |= _defaults(type(self), new=_user_instantiated)

    def _set_attributes(self, **attributes: Any) -> None:
        if unknown := attributes.keys() - self.get_attributes().keys():
            raise ValueError(f"{type(self).__name__} has no {sorted(unknown)}")
        self.attribute_values |= attributes

    def _container_serialize(self, null_check: bool = True) -> dict[str, dict[str, Any]]:
        known, found = self.get_attributes(), {}
        for name, value in self.attribute_values.items():
            attribute = known[name]
            lying = None if value is None else attribute.serialize(value)
            if lying is not None:
                found[name] = {attribute.attr_type: lying}
        if null_check and (missing := _required(type(self)) - found.keys()):
            raise AttributeNullError(min(missing))
        return found


def where(kind: type[Item], key: Key) -> dict[str, Any]:
    """The table and the place in it, as requests name them."""
    place = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
    return {"TableName": kind.Meta.table_name, "Key": place}


@cache
def _required(kind: type[Item]) -> frozenset[str]:
    return frozenset(name for name, each in kind.get_attributes().items() if not each.null)


def _defaults(kind: type[Item], *, new: bool) -> dict[str, Any]:
    return {
        name: default() if callable(default) else default
        for name, default in _known_defaults(kind, new)
    }


@cache
def _known_defaults(kind: type[Item], new: bool) -> tuple[tuple[str, Any], ...]:
    """`new`: of an item that is being made, not of one that was read."""
    found = []
    for name, attribute in kind.get_attributes().items():
        of_new = attribute.default_for_new if new else None
        default = attribute.default if of_new is None else of_new
        if default is not None:
            found.append((name, default))
    return tuple(found)


class _Name:
    """A table's name where this process works; pynamodb asks the class for it."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __get__(self, _: object, owner: type) -> str:
        return here().names[self._table]


class DeskItem(Item):
    table = Table.DESK

    class Meta:
        table_name = _Name(Table.DESK)


class LedgerItem(Item):
    table = Table.LEDGER

    class Meta:
        table_name = _Name(Table.LEDGER)


class KeysItem(Item):
    table = Table.KEYS

    class Meta:
        table_name = _Name(Table.KEYS)


class SocketsItem(Item):
    table = Table.SOCKETS

    class Meta:
        table_name = _Name(Table.SOCKETS)


BASES: dict[Table, type[Item]] = {
    base.table: base for base in (DeskItem, LedgerItem, KeysItem, SocketsItem)
}


class WholeAttribute(Attribute[int]):
    """A whole number, as its digits; pynamodb's own goes through JSON in both directions."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        return str(value)

    def deserialize(self, value: str) -> int:
        return int(value)


_compact = json.JSONEncoder(separators=(",", ":")).encode


class CompactAttribute(JSONAttribute):
    """JSON without spaces: every byte counts against the kilobyte that one unit pays for."""

    def serialize(self, value: Any) -> str | None:
        return None if value is None else _compact(value)


class SealedAttribute(BinaryAttribute):
    """Ciphertext of the vault, as bytes; what an item seals is read from its declaration."""


def sealed_attribute(**options: Any) -> SealedAttribute:
    return SealedAttribute(legacy_encoding=False, **options)


# Again after 50, 100, 200 and 400 ms, as AWS advises for DynamoDB: the standard mode waits up to 1, 2 and
# 4 s, which is longer than somebody waits for `said`.
_RETRIES = {"mode": "legacy", "total_max_attempts": 5}


class _Connection(Connection):
    """Pynamodb makes a session of its own; the process has one for all clients."""

    @property
    def session(self) -> Session:
        return here().session()


@lru_cache(maxsize=1)
def _connected(place: Place) -> dict[Table, TableConnection]:
    """The four tables, on one connection; made with the first request."""
    connection = _Connection(
        region=place.region,
        connect_timeout_seconds=1,
        read_timeout_seconds=3,
        retry_configuration=_RETRIES,
        max_pool_connections=10,
    )
    connection.client._endpoint._response_parser_factory = TableParsers()  # noqa: SLF001
    return {table: _table(connection, base) for table, base in BASES.items()}


def _table(connection: Connection, base: type[Item]) -> TableConnection:
    schema, name = base._get_schema(), base.Meta.table_name  # noqa: SLF001 - as pynamodb does it
    meta = MetaTable(
        {
            "TableName": name,
            "KeySchema": schema["key_schema"],
            "AttributeDefinitions": schema["attribute_definitions"],
        }
    )
    table = TableConnection(name, meta_table=meta)
    table.connection = connection
    connection.add_meta_table(meta)
    return table
