from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.table.items import SocketsItem, WholeAttribute, sealed_attribute


class SocketItem(SocketsItem):
    kind_of = "socket"

    name = sealed_attribute(null=True)
    presence = UnicodeAttribute(null=True)
    presence_at = WholeAttribute(null=True)
    watching = UnicodeAttribute(null=True)
    seen = WholeAttribute(null=True)
    expires = TTLAttribute()


class GoneItem(SocketsItem):
    """One for each person, written over: rows of closed sockets would fill the list of open ones."""

    kind_of = "gone"

    gone_at = WholeAttribute()
    expires = TTLAttribute()
