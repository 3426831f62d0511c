from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.table.items import DeskItem, sealed_attribute


class CustomerItem(DeskItem):
    kind_of = "customer"

    name = sealed_attribute(null=True)
    email = sealed_attribute(null=True)
    locale = UnicodeAttribute()
    created_at = UnicodeAttribute()
    current = UnicodeAttribute(null=True)
    version = NumberAttribute()
    erased_at = UnicodeAttribute(null=True)
    origin = UnicodeAttribute(null=True)
