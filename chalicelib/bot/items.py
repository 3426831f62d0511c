from pynamodb.attributes import JSONAttribute

from chalicelib.table.items import LedgerItem, WholeAttribute, sealed_attribute


class BotItem(LedgerItem):
    """`words`: name, welcome and keyword replies, as people wrote them."""

    kind_of = "bot"

    words = sealed_attribute()
    thresholds = JSONAttribute()
    handoff_deadline_s = WholeAttribute()
    version = WholeAttribute()
