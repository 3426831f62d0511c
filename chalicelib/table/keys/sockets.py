"""Table `sockets`: live connections."""

from chalicelib.table.keys.parts import SEPARATOR, Key, Owner, Table, join, of

SOCKET_PREFIX = SEPARATOR.join(("SOCKET", ""))


def customer_socket(desk: Owner, customer_id: str, connection: str) -> Key:
    return Key(Table.SOCKETS, of(desk, "CUSTOMER", customer_id), join("SOCKET", connection))


def person_socket(desk: Owner, person_id: str, connection: str) -> Key:
    """All agents' sockets of a merchant in one partition, a person's together."""
    return Key(Table.SOCKETS, of(desk, "AGENTS"), join("SOCKET", person_id, connection))


def person_of_socket(sk: str) -> str:
    return sk.split(SEPARATOR)[1]


def person_gone(desk: Owner, person_id: str) -> Key:
    return Key(Table.SOCKETS, of(desk, "GONE", person_id), "MARK")
