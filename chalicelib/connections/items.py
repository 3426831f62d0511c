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
