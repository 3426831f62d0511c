"""Table `desk`: by what customers are known. `digest` is a keyed hash of the address."""

from chalicelib.table.keys.parts import Key, Owner, Table, join, of


def identity(desk: Owner, digest: str, *, proved: bool) -> Key:
    """Whose it is. Who proves an address and who merely claims it are two."""
    sk = "IDENTITY" if proved else "UNPROVED"
    return Key(Table.DESK, of(desk, "IDENTITY", digest), sk)


def undeliverable(desk: Owner, digest: str) -> Key:
    """That nothing reaches it, and why."""
    return Key(Table.DESK, of(desk, "IDENTITY", digest), "UNDELIVERABLE")


def customer_identity(desk: Owner, customer_id: str, digest: str) -> Key:
    pk = of(desk, "CUSTOMER", customer_id)
    return Key(Table.DESK, pk, join("IDENTITY", digest))


def customers_known_by(desk: Owner, digest: str) -> str:
    """Partition of the index `recent`: customers who have this address, whoever says so."""
    return of(desk, "KNOWNBY", digest)


def customers_recent(desk: Owner) -> str:
    """Partition of the index `recent`: all customers of the merchant, merged ones aside."""
    return of(desk, "CUSTOMERS", "RECENT")


def customers_blocked(desk: Owner) -> str:
    """Partition of the index `held`: who may not write any more, merged ones aside."""
    return of(desk, "CUSTOMERS", "BLOCKED")


def customers_of_tier(desk: Owner, tier: str) -> str:
    """Partition of the index `by_status`: customers of a tier, merged ones aside."""
    return of(desk, "CUSTOMERS", "TIER", tier)
