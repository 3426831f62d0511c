"""Records and identities. Lists are indexes, keys alone: `recent`; `held` of who is blocked; `by_status` of tiers."""

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.table.items import DeskItem, sealed_attribute


class CustomerItem(DeskItem):
    """`attributes` seals names and values; `merged` lists who is a part of this one."""

    kind_of = "customer"

    name = sealed_attribute(null=True)
    email = sealed_attribute(null=True)
    phone = sealed_attribute(null=True)
    company = sealed_attribute(null=True)
    attributes = sealed_attribute(null=True)
    tier = UnicodeAttribute(null=True)
    locale = UnicodeAttribute()
    created_at = UnicodeAttribute()
    current = UnicodeAttribute(null=True)
    version = NumberAttribute()
    erased_at = UnicodeAttribute(null=True)
    origin = UnicodeAttribute(null=True)
    blocked_at = UnicodeAttribute(null=True)
    blocked_reason = sealed_attribute(null=True)
    merged_into = UnicodeAttribute(null=True)
    merged = JSONAttribute(null=True)
    recent_pk = UnicodeAttribute(null=True)
    recent_sk = UnicodeAttribute(null=True)
    held_pk = UnicodeAttribute(null=True)
    held_sk = UnicodeAttribute(null=True)
    by_status_pk = UnicodeAttribute(null=True)
    by_status_sk = UnicodeAttribute(null=True)


class IdentityItem(DeskItem):
    """Whose an identity is."""

    kind_of = "identity"

    customer = UnicodeAttribute()
    known_at = UnicodeAttribute()


class UndeliverableItem(DeskItem):
    kind_of = "undeliverable"

    reason = UnicodeAttribute()
    known_at = UnicodeAttribute()


class CustomerIdentityItem(DeskItem):
    """One of a customer's identities, sealed under their own key."""

    kind_of = "customer_identity"

    of = UnicodeAttribute()
    space = UnicodeAttribute(null=True)
    standing = UnicodeAttribute()
    known_at = UnicodeAttribute()
    value = sealed_attribute()
    recent_pk = UnicodeAttribute()
    recent_sk = UnicodeAttribute()
