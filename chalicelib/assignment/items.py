from pynamodb.attributes import NumberAttribute, UnicodeSetAttribute

from chalicelib.table.items import LedgerItem, WholeAttribute


class WorkloadItem(LedgerItem):
    """`held`: ids of conversations, of every merchant that the person serves."""

    kind_of = "workload"

    held = UnicodeSetAttribute(null=True)
    assigned_at = WholeAttribute(null=True)


class PaceItem(LedgerItem):
    kind_of = "pace"

    seconds = NumberAttribute(null=True)
    assigned_at = WholeAttribute()
