from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from chalicelib.table.items import LedgerItem, SocketsItem


class SessionItem(LedgerItem):
    """By the hash of its token."""

    kind_of = "session"

    person = UnicodeAttribute()
    merchant = UnicodeAttribute()
    epoch = NumberAttribute()
    seen_at = UnicodeAttribute()
    ends_at = UnicodeAttribute()
    expires = TTLAttribute()


class TicketItem(SocketsItem):
    """By the hash of the ticket; taken out when it is used."""

    kind_of = "ticket"

    merchant = UnicodeAttribute()
    caller_kind = UnicodeAttribute()
    caller_id = UnicodeAttribute()
    session = UnicodeAttribute(null=True)
    valid_until = UnicodeAttribute()
    expires = TTLAttribute()
