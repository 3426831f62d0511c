from pynamodb.attributes import JSONAttribute

from chalicelib.table.items import DeskItem, LedgerItem, WholeAttribute


class PolicyItem(LedgerItem):
    kind_of = "sla_policy"

    targets = JSONAttribute()
    warn_percent = WholeAttribute()
    version = WholeAttribute()


class ClocksItem(DeskItem):
    """All clocks of a ticket, times in milliseconds; `looked` is where the index `due` has them."""

    kind_of = "clocks"

    seq = WholeAttribute()
    clocks = JSONAttribute()
    pauses = JSONAttribute()
    looked = WholeAttribute(null=True)
    version = WholeAttribute()
