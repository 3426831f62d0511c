"""Table `desk`: conversations, messages, customers."""

from chalicelib.table.keys.parts import SEPARATOR, Key, Owner, Table, join, number, of


def conversation(desk: Owner, conversation_id: str) -> Key:
    return Key(Table.DESK, of(desk, "CONVERSATION", conversation_id), "HEAD")


def message(desk: Owner, conversation_id: str, seq: int) -> Key:
    return Key(Table.DESK, of(desk, "CONVERSATION", conversation_id), join("MSG", number(seq)))


def message_version(desk: Owner, conversation_id: str, seq: int, n: int) -> Key:
    """What a message was before its n-th change."""
    sk = join("WAS", number(seq), number(n))
    return Key(Table.DESK, of(desk, "CONVERSATION", conversation_id), sk)


def seq_of(sk: str) -> int:
    return int(sk.split(SEPARATOR)[1])


def conversation_of(pk: str) -> str:
    return pk.split(SEPARATOR)[3]


def customer(desk: Owner, customer_id: str) -> Key:
    return Key(Table.DESK, of(desk, "CUSTOMER", customer_id), "PROFILE")


def customer_conversation(desk: Owner, customer_id: str, conversation_id: str) -> Key:
    pk = of(desk, "CUSTOMER", customer_id)
    return Key(Table.DESK, pk, join("CONVERSATION", conversation_id))


def unassigned(desk: Owner) -> str:
    """Partition of the index `held`: what waits for an agent."""
    return of(desk, "UNASSIGNED")


def held_by(desk: Owner, person_id: str) -> str:
    """Partition of the index `held`: what an agent holds."""
    return of(desk, "HELD", person_id)


def recent(desk: Owner) -> str:
    """Partition of the index `recent`: all conversations of the merchant."""
    return of(desk, "RECENT")


def moment(at: str, item_id: str) -> str:
    """Sort key of both indexes: time, then id."""
    return SEPARATOR.join((at, item_id))


def time_of_moment(sk: str) -> str:
    return sk.split(SEPARATOR, 1)[0]


def id_of_moment(sk: str) -> str:
    return sk.rsplit(SEPARATOR, 1)[1]
