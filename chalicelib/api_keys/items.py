from pynamodb.attributes import UnicodeAttribute

from chalicelib.table.items import LedgerItem, sealed_attribute


class ApiKeyItem(LedgerItem):
    """In the merchant; what it says counts."""

    kind_of = "api_key"

    name = sealed_attribute()
    role = UnicodeAttribute()
    digest = UnicodeAttribute()
    created_by = UnicodeAttribute()
    created_at = UnicodeAttribute()


class ApiKeyNameItem(LedgerItem):
    """From the hash of a key to its merchant."""

    kind_of = "api_key_name"

    merchant = UnicodeAttribute()
    api_key = UnicodeAttribute()
