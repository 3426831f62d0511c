from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.table.items import LedgerItem, sealed_attribute


class OutboxItem(LedgerItem):
    """Mail to be sent: the ledger's reader picks these up. `owner` is whose seal is on it."""

    kind_of = "outbox"

    owner = UnicodeAttribute()
    payload = sealed_attribute(null=True)
    created_at = UnicodeAttribute()
    sent_at = UnicodeAttribute(null=True)
    expires = TTLAttribute()


class LinkItem(LedgerItem):
    """A mailed link by the hash of its token. Used up, it keeps its place and loses its payload.

    Where whoever used it may ask again, it keeps both, and the hash of what they asked with.
    """

    kind_of = "link"

    owner = UnicodeAttribute()
    purpose = UnicodeAttribute()
    payload = sealed_attribute(null=True)
    valid_until = UnicodeAttribute()
    user = UnicodeAttribute(null=True)
    user_until = UnicodeAttribute(null=True)
    expires = TTLAttribute()
