from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute

from chalicelib.table.items import LedgerItem, WholeAttribute, sealed_attribute


class PersonItem(LedgerItem):
    kind_of = "person"

    name = sealed_attribute()
    email = sealed_attribute()
    password = UnicodeAttribute()
    locale = UnicodeAttribute()
    epoch = NumberAttribute()
    created_at = UnicodeAttribute()
    version = NumberAttribute()


class MailAddressItem(LedgerItem):
    """From the keyed hash of an address to the person: one person per address."""

    kind_of = "mail_address"

    person = UnicodeAttribute()


class MemberItem(LedgerItem):
    """In the merchant; what it says counts."""

    kind_of = "member"

    person = UnicodeAttribute()
    role = UnicodeAttribute()
    teams = UnicodeSetAttribute(null=True)
    capacity = WholeAttribute(null=True)
    created_at = UnicodeAttribute()
    version = NumberAttribute()


class MembershipItem(LedgerItem):
    """At the person: the list of merchants served."""

    kind_of = "membership"

    merchant = UnicodeAttribute()
    role = UnicodeAttribute()
    version = NumberAttribute()
