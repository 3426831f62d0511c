from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.table.items import LedgerItem


class AuditHeadItem(LedgerItem):
    kind_of = "audit_head"

    n = NumberAttribute()
    hash = UnicodeAttribute()


class AuditEntryItem(LedgerItem):
    kind_of = "audit_entry"

    n = NumberAttribute()
    entry_at = UnicodeAttribute()
    actor_kind = UnicodeAttribute()
    actor_id = UnicodeAttribute()
    action = UnicodeAttribute()
    object = UnicodeAttribute()
    address = UnicodeAttribute(null=True)
    detail = JSONAttribute()
    previous = UnicodeAttribute()
    hash = UnicodeAttribute()
