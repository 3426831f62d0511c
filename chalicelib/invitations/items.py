from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.table.items import LedgerItem, sealed_attribute


class InvitationItem(LedgerItem):
    kind_of = "invitation"

    email = sealed_attribute()
    role = UnicodeAttribute()
    invited_by = UnicodeAttribute()
    created_at = UnicodeAttribute()
    valid_until = UnicodeAttribute()
    expires = TTLAttribute()
