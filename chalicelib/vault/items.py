"""Wrapped keys: the only items of the table `keys`."""

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.table.items import KeysItem, sealed_attribute


class DataKeyItem(KeysItem):
    """`scheme` says how the key is wrapped, so that a merchant's own KMS key can follow.

    `current` stands in the first epoch's item once there is a second one.
    """

    kind_of = "data_key"

    epoch = NumberAttribute()
    scheme = UnicodeAttribute(default="kms")
    wrapping_key = UnicodeAttribute()
    wrapped = BinaryAttribute(legacy_encoding=False)
    current = NumberAttribute(null=True)
    created_at = UnicodeAttribute()


class CustomerKeyItem(KeysItem):
    """A customer's own key, sealed under the merchant's; once destroyed, that it was there."""

    kind_of = "customer_key"

    wrapped = sealed_attribute(null=True)
    created_at = UnicodeAttribute()
    destroyed_at = UnicodeAttribute(null=True)
