"""Every key of the four tables. The only file where the separator is written or read.

A merchant's keys are made from its `Desk`, so that a service without one cannot make any. The named
exceptions, the *front* keys, turn an outside name (session, link, API key, widget key, ticket, mail
address) into a person or merchant; they hold no merchant's data. `docs/access-patterns.md` lists
the question that each of these functions answers.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

SEPARATOR = "#"
PLATFORM = "PLATFORM"


class Table(StrEnum):
    """Logical names: a restored table has another physical name, yet what is sealed still opens."""

    DESK = "desk"
    LEDGER = "ledger"
    KEYS = "keys"
    SOCKETS = "sockets"


class Owner(Protocol):
    """A Desk, as far as a key needs one."""

    @property
    def merchant(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Key:
    table: Table
    pk: str
    sk: str


def _join(*parts: str) -> str:
    if any(SEPARATOR in part or not part for part in parts[1:]):
        raise ValueError("a part of a key is empty or holds the separator")
    return SEPARATOR.join(parts)


def _of(desk: Owner, *parts: str) -> str:
    if not desk.merchant or SEPARATOR in desk.merchant:
        raise ValueError("no merchant")
    return _join("M", desk.merchant, *parts)


def number(value: int) -> str:
    """Twelve digits, so that text sorts as the numbers do."""
    return f"{value:012d}"


def merchant_of(pk: str) -> str | None:
    """The merchant that a partition key belongs to; None for the front keys."""
    parts = pk.split(SEPARATOR, 2)
    return parts[1] if len(parts) > 1 and parts[0] == "M" else None


# --- desk: conversations, messages, customers -----------------------------------------------------


def conversation(desk: Owner, conversation_id: str) -> Key:
    return Key(Table.DESK, _of(desk, "CONVERSATION", conversation_id), "HEAD")


def message(desk: Owner, conversation_id: str, seq: int) -> Key:
    return Key(Table.DESK, _of(desk, "CONVERSATION", conversation_id), _join("MSG", number(seq)))


def seq_of(sk: str) -> int:
    return int(sk.split(SEPARATOR)[1])


def conversation_of(pk: str) -> str:
    return pk.split(SEPARATOR)[3]


def customer(desk: Owner, customer_id: str) -> Key:
    return Key(Table.DESK, _of(desk, "CUSTOMER", customer_id), "PROFILE")


def customer_conversation(desk: Owner, customer_id: str, conversation_id: str) -> Key:
    pk = _of(desk, "CUSTOMER", customer_id)
    return Key(Table.DESK, pk, _join("CONVERSATION", conversation_id))


def unassigned(desk: Owner) -> str:
    """Partition of the index `held`: what waits for an agent."""
    return _of(desk, "UNASSIGNED")


def held_by(desk: Owner, person_id: str) -> str:
    """Partition of the index `held`: what an agent holds."""
    return _of(desk, "HELD", person_id)


def recent(desk: Owner) -> str:
    """Partition of the index `recent`: all conversations of the merchant."""
    return _of(desk, "RECENT")


def moment(at: str, item_id: str) -> str:
    """Sort key of both indexes: time, then id."""
    return SEPARATOR.join((at, item_id))


def time_of_moment(sk: str) -> str:
    return sk.split(SEPARATOR, 1)[0]


def id_of_moment(sk: str) -> str:
    return sk.rsplit(SEPARATOR, 1)[1]


# --- ledger: merchants, people, credentials, audit, outbox ----------------------------------------


def merchant(desk: Owner) -> Key:
    return Key(Table.LEDGER, _of(desk), "MERCHANT")


def widget(desk: Owner) -> Key:
    return Key(Table.LEDGER, _of(desk), "WIDGET")


def member(desk: Owner, person_id: str) -> Key:
    return Key(Table.LEDGER, _of(desk), _join("MEMBER", person_id))


def invitation(desk: Owner, invitation_id: str) -> Key:
    return Key(Table.LEDGER, _of(desk), _join("INVITATION", invitation_id))


def api_key(desk: Owner, key_id: str) -> Key:
    return Key(Table.LEDGER, _of(desk), _join("APIKEY", key_id))


def audit_head(desk: Owner) -> Key:
    return Key(Table.LEDGER, _of(desk, "AUDIT"), "HEAD")


def audit_entry(desk: Owner, n: int) -> Key:
    return Key(Table.LEDGER, _of(desk, "AUDIT"), _join("ENTRY", number(n)))


def outbox(desk: Owner, item_id: str) -> Key:
    return Key(Table.LEDGER, _of(desk, "OUTBOX"), _join("MAIL", item_id))


def idempotency(desk: Owner, digest: str) -> Key:
    return Key(Table.LEDGER, _of(desk, "IDEMPOTENCY", digest), "ANSWER")


# --- keys: wrapped data keys ----------------------------------------------------------------------


def data_key(desk: Owner, purpose: str, epoch: int) -> Key:
    return Key(Table.KEYS, _of(desk), _join("KEY", purpose, number(epoch)))


# --- sockets: live connections --------------------------------------------------------------------


SOCKET_PREFIX = SEPARATOR.join(("SOCKET", ""))


def customer_socket(desk: Owner, customer_id: str, connection: str) -> Key:
    return Key(Table.SOCKETS, _of(desk, "CUSTOMER", customer_id), _join("SOCKET", connection))


def person_socket(desk: Owner, person_id: str, connection: str) -> Key:
    """All agents' sockets of a merchant in one partition, a person's together."""
    return Key(Table.SOCKETS, _of(desk, "AGENTS"), _join("SOCKET", person_id, connection))


def person_of_socket(sk: str) -> str:
    return sk.split(SEPARATOR)[1]


# --- front: outside names ------------------------------------------------------------------------
# The platform keeps its own things (people's secrets, sign-ups) under a reserved owner.


def platform_outbox(item_id: str) -> Key:
    return Key(Table.LEDGER, _join(PLATFORM, "OUTBOX"), _join("MAIL", item_id))


def platform_data_key(purpose: str, epoch: int) -> Key:
    return Key(Table.KEYS, PLATFORM, _join("KEY", purpose, number(epoch)))


def platform_idempotency(digest: str) -> Key:
    return Key(Table.LEDGER, _join(PLATFORM, "IDEMPOTENCY", digest), "ANSWER")


def person(person_id: str) -> Key:
    return Key(Table.LEDGER, _join("PERSON", person_id), "PERSON")


def membership(person_id: str, merchant_id: str) -> Key:
    """The person's own list of the merchants served, beside the merchant's list of members."""
    return Key(Table.LEDGER, _join("PERSON", person_id), _join("MEMBERSHIP", merchant_id))


def person_of(pk: str) -> str:
    return pk.split(SEPARATOR)[1]


def mail_address(digest: str) -> Key:
    return Key(Table.LEDGER, _join("ADDRESS", digest), "PERSON")


def session(digest: str) -> Key:
    return Key(Table.LEDGER, _join("SESSION", digest), "SESSION")


def link(digest: str) -> Key:
    return Key(Table.LEDGER, _join("LINK", digest), "LINK")


def api_key_name(digest: str) -> Key:
    return Key(Table.LEDGER, _join("APIKEY", digest), "APIKEY")


def widget_name(widget_key: str) -> Key:
    return Key(Table.LEDGER, _join("WIDGET", widget_key), "WIDGET")


def ticket(digest: str) -> Key:
    return Key(Table.SOCKETS, _join("TICKET", digest), "TICKET")


def limit(name: str, digest: str) -> Key:
    return Key(Table.SOCKETS, _join("LIMIT", name, digest), "WINDOW")


def last_of(sk: str) -> str:
    """The id at the end of a list's sort key."""
    return sk.rsplit(SEPARATOR, 1)[1]


def prefix(key: Key) -> str:
    """What the sort keys of a list have in common: everything before the last part."""
    return key.sk.rsplit(SEPARATOR, 1)[0] + SEPARATOR
