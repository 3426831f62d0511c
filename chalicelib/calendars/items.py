from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from chalicelib.table.items import LedgerItem, WholeAttribute, sealed_attribute


class CalendarItem(LedgerItem):
    """`own_days` carries names that people wrote."""

    kind_of = "calendar"

    time_zone = UnicodeAttribute()
    week = JSONAttribute()
    holidays = UnicodeAttribute(null=True)
    makeup_as = UnicodeAttribute()
    own_days = sealed_attribute()
    version = WholeAttribute()
