"""Table `desk`: what is due. Items lie with their merchant, the index with nobody."""

from hashlib import sha256

from chalicelib.table.keys.parts import Key, Owner, Table, join, of

DUE = "DUE"
DUE_SHARDS = 8


def due(desk: Owner, kind: str, subject: str) -> Key:
    """One subject has one moment of a kind at which it is due."""
    return Key(Table.DESK, of(desk, DUE, subject), join("ENTRY", kind))


def due_shard(shard: int) -> str:
    """Partition of the index `due`, of all merchants: a front key that one function alone reads."""
    return join(DUE, str(shard))


def shard_of_due(key: Key) -> int:
    """Which shard an item stands in; digits of a hash spread what is due at one moment."""
    return int(sha256(key.pk.encode()).hexdigest()[:8], 16) % DUE_SHARDS
