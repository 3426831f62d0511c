"""Tables `ledger` and `keys`: merchants, settings, people, audit, outbox; wrapped data keys."""

from chalicelib.table.keys.parts import SEPARATOR, Key, Owner, Table, join, number, of


def merchant(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "MERCHANT")


def widget(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "WIDGET")


def calendar(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "CALENDAR")


def bot(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "BOT")


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


def inbox(desk: Owner, inbox_id: str) -> Key:
    return Key(Table.LEDGER, of(desk), join("INBOX", inbox_id))


def inboxes_made(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "INBOXES")


def sending_domains_held(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk), "DOMAINS")


def sending_domain(desk: Owner, domain_id: str) -> Key:
    return Key(Table.LEDGER, of(desk), join("DOMAIN", domain_id))


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


def customer_key(desk: Owner, customer_id: str) -> Key:
    return Key(Table.KEYS, of(desk, "CUSTOMER", customer_id), "KEY")


def knowledge(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk, "KNOWLEDGE"), "HEAD")


def knowledge_entry(desk: Owner, locale: str, entry_id: str) -> Key:
    return Key(Table.LEDGER, of(desk, "KNOWLEDGE"), join("ENTRY", locale, entry_id))


def knowledge_entries(desk: Owner) -> Key:
    """Any of the entries, for the list of all languages."""
    return Key(Table.LEDGER, of(desk, "KNOWLEDGE"), join("ENTRY", "0"))


def knowledge_published(desk: Owner, locale: str, entry_id: str) -> Key:
    return Key(Table.LEDGER, of(desk, "KNOWLEDGE"), join("PUBLISHED", locale, entry_id))


def all_knowledge_published(desk: Owner) -> Key:
    return Key(Table.LEDGER, of(desk, "KNOWLEDGE"), join("PUBLISHED", "0"))


def knowledge_import(desk: Owner, import_id: str) -> Key:
    return Key(Table.LEDGER, of(desk, "KNOWLEDGE"), join("IMPORT", import_id))


def knowledge_job(desk: Owner, job_id: str) -> Key:
    return Key(Table.LEDGER, of(desk, "KNOWLEDGE"), join("JOB", job_id))


def locale_of_entry(sk: str) -> str:
    return sk.split(SEPARATOR)[1]
