"""What every key is made of. No other package writes or reads the separator."""

from enum import StrEnum
from typing import Protocol

from chalicelib.core.values import Value

SEPARATOR = "#"
PLATFORM = "PLATFORM"


class Table(StrEnum):
    """Logical names: a restored table has another physical name, yet what is sealed still opens."""

    DESK = "desk"
    LEDGER = "ledger"
    KEYS = "keys"
    SOCKETS = "sockets"


class Bucket(StrEnum):
    """Where objects lie, by a logical name as well."""

    FILES = "files"
    UPLOADS = "uploads"
    MAIL = "mail"


class Owner(Protocol):
    """A Desk, as far as a key needs one."""

    @property
    def merchant(self) -> str: ...


class Key(Value, frozen=True):
    table: Table | Bucket
    pk: str
    sk: str


def join(*parts: str) -> str:
    if any(SEPARATOR in part or not part for part in parts[1:]):
        raise ValueError("a part of a key is empty or holds the separator")
    return SEPARATOR.join(parts)


def of(desk: Owner, *parts: str) -> str:
    if not desk.merchant or SEPARATOR in desk.merchant:
        raise ValueError("no merchant")
    return join("M", desk.merchant, *parts)


def number(value: int) -> str:
    """Twelve digits, so that text sorts as the numbers do."""
    return f"{value:012d}"


def merchant_of(pk: str) -> str | None:
    """The merchant that a partition key belongs to; None for the front keys."""
    parts = pk.split(SEPARATOR, 2)
    return parts[1] if len(parts) > 1 and parts[0] == "M" else None


def family_of(pk: str) -> str:
    """The word that a front key begins with."""
    return pk.split(SEPARATOR, 1)[0]


def subject_of(pk: str) -> str:
    """The id of the thing that a merchant's partition is about."""
    return pk.split(SEPARATOR)[3]


def last_of(sk: str) -> str:
    """The id at the end of a list's sort key."""
    return sk.rsplit(SEPARATOR, 1)[1]


def prefix(key: Key) -> str:
    """What the sort keys of a list have in common: everything before the last part."""
    return key.sk.rsplit(SEPARATOR, 1)[0] + SEPARATOR
