"""Tables `ledger` and `keys`: merchants, settings, people, audit, outbox; wrapped data keys."""

from chalicelib.table.keys.parts import Key, Owner, Table, join, number, of


def merchant(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "MERCHANT")


def widget(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "WIDGET")


def calendar(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "CALENDAR")


def sla_policy(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "SLA")


def member(desk: Owner, person_id: str) -> Key:
    return Key(Table.LEDGER, of(desk), join("MEMBER", person_id))


def team(desk: Owner, team_id: str) -> Key:
    return Key(Table.LEDGER, of(desk), join("TEAM", team_id))


def pace(desk: Owner) -> Key:
    """How fast the merchant's queue moves."""
    return Key(Table.LEDGER, of(desk), "PACE")


def invitation(desk: Owner, invitation_id: str) -> Key:
    return Key(Table.LEDGER, of(desk), join("INVITATION", invitation_id))


def api_key(desk: Owner, key_id: str) -> Key:
    return Key(Table.LEDGER, of(desk), join("APIKEY", key_id))


def audit_head(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk, "AUDIT"), "HEAD")


def audit_entry(desk: Owner, n: int) -> Key:
    return Key(Table.LEDGER, of(desk, "AUDIT"), join("ENTRY", number(n)))


def outbox(desk: Owner, item_id: str) -> Key:
    return Key(Table.LEDGER, of(desk, "OUTBOX"), join("MAIL", item_id))


def idempotency(desk: Owner, digest: str) -> Key:
    return Key(Table.LEDGER, of(desk, "IDEMPOTENCY", digest), "ANSWER")


def data_key(desk: Owner, purpose: str, epoch: int) -> Key:
    return Key(Table.KEYS, of(desk), join("KEY", purpose, number(epoch)))
