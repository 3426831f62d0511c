"""Wrapped data keys: the only items of the table `keys`."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.table.items import KeysItem


class DataKeyItem(KeysItem):
    """`scheme` says how the key is wrapped, so that a customer's or merchant's own key can follow."""

    kind_of = "data_key"

    epoch = NumberAttribute()
    scheme = UnicodeAttribute(default="kms")
    wrapping_key = UnicodeAttribute()
    wrapped = BinaryAttribute(legacy_encoding=False)
    created_at = UnicodeAttribute()
