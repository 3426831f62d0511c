from pynamodb.attributes import BooleanAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.table.items import LedgerItem, sealed_attribute


class MerchantItem(LedgerItem):
    """`owners` counts the members who are owners: it never falls to nought."""

    kind_of = "merchant"

    name = sealed_attribute()
    greeting = sealed_attribute()
    locale = UnicodeAttribute()
    time_zone = UnicodeAttribute()
    accent = UnicodeAttribute()
    bot_on = BooleanAttribute(null=True)
    owners = NumberAttribute()
    created_at = UnicodeAttribute()
    version = NumberAttribute()


class WidgetItem(LedgerItem):
    kind_of = "widget"

    widget_key = UnicodeAttribute()
    allowed_origins: ListAttribute[str] = ListAttribute()
    version = NumberAttribute()


class WidgetNameItem(LedgerItem):
    """From the key in a page's tag to the merchant."""

    kind_of = "widget_name"

    merchant = UnicodeAttribute()
