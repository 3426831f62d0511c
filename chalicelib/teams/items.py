from pynamodb.attributes import UnicodeAttribute

from chalicelib.table.items import LedgerItem, WholeAttribute, sealed_attribute


class TeamItem(LedgerItem):
    kind_of = "team"

    name = sealed_attribute()
    created_at = UnicodeAttribute()
    version = WholeAttribute()
