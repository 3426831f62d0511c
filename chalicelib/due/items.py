from pynamodb.attributes import UnicodeAttribute

from chalicelib.table.items import DeskItem


class DueItem(DeskItem):
    """Stands in the sparse index `due`, keys alone, for as long as it is to be done."""

    kind_of = "due"

    due_pk = UnicodeAttribute()
    due_sk = UnicodeAttribute()
