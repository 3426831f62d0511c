"""Front keys: from an outside name to a person or merchant.

The platform's own things (people's secrets, sign-ups) lie under a reserved owner.
"""

from chalicelib.table.keys.parts import PLATFORM, SEPARATOR, Key, Table, join, number

# The words that front keys begin with; whatever else a key begins with, the front scope does not reach.
FRONT = frozenset(
    {
        *(PLATFORM, "PERSON", "ADDRESS", "SESSION", "LINK"),
        *("APIKEY", "WIDGET", "INBOX", "DOMAIN", "TICKET", "LIMIT"),
    }
)


def platform_outbox(item_id: str) -> Key:
    return Key(Table.LEDGER, join(PLATFORM, "OUTBOX"), join("MAIL", item_id))


def platform_data_key(purpose: str, epoch: int) -> Key:
    return Key(Table.KEYS, PLATFORM, join("KEY", purpose, number(epoch)))


def platform_idempotency(digest: str) -> Key:
    return Key(Table.LEDGER, join(PLATFORM, "IDEMPOTENCY", digest), "ANSWER")


def person(person_id: str) -> Key:
    return Key(Table.LEDGER, join("PERSON", person_id), "PERSON")


def membership(person_id: str, merchant_id: str) -> Key:
    """The person's own list of the merchants served, beside the merchant's list of members."""
    return Key(Table.LEDGER, join("PERSON", person_id), join("MEMBERSHIP", merchant_id))


def workload(person_id: str) -> Key:
    """What a person holds, of all the merchants served: spare capacity is shared across them."""
    return Key(Table.LEDGER, join("PERSON", person_id), "WORKLOAD")


def person_of(pk: str) -> str:
    return pk.split(SEPARATOR)[1]


def mail_address(digest: str) -> Key:
    return Key(Table.LEDGER, join("ADDRESS", digest), "PERSON")


def session(digest: str) -> Key:
    return Key(Table.LEDGER, join("SESSION", digest), "SESSION")


def link(digest: str) -> Key:
    return Key(Table.LEDGER, join("LINK", digest), "LINK")


def api_key_name(digest: str) -> Key:
    return Key(Table.LEDGER, join("APIKEY", digest), "APIKEY")


def widget_name(widget_key: str) -> Key:
    return Key(Table.LEDGER, join("WIDGET", widget_key), "WIDGET")


def inbox_name(inbox_key: str) -> Key:
    return Key(Table.LEDGER, join("INBOX", inbox_key), "INBOX")


def domain_claim(name: str) -> Key:
    return Key(Table.LEDGER, join("DOMAIN", name), "CLAIM")


def socket_ticket(digest: str) -> Key:
    return Key(Table.SOCKETS, join("TICKET", digest), "TICKET")


LIMITS = "LIMIT"


def limit(name: str, digest: str) -> Key:
    return Key(Table.SOCKETS, join(LIMITS, name, digest), "WINDOW")
