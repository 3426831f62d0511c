from pynamodb.attributes import UnicodeAttribute

from chalicelib.table.items import LedgerItem, WholeAttribute, sealed_attribute


class InboxItem(LedgerItem):
    """Name, settings and secrets are sealed: the settings as JSON, the secrets with their times."""

    kind_of = "inbox"

    channel = UnicodeAttribute()
    inbox_key = UnicodeAttribute()
    state = UnicodeAttribute()
    why = UnicodeAttribute(null=True)
    name = sealed_attribute()
    settings = sealed_attribute()
    secrets = sealed_attribute(null=True)
    created_at = UnicodeAttribute()
    version = WholeAttribute()


class InboxesMadeItem(LedgerItem):
    """Moves with each that is made, so that of two at once one counts anew."""

    kind_of = "inboxes_made"

    made = WholeAttribute()


class InboxNameItem(LedgerItem):
    """From the key in an address to the merchant's inbox."""

    kind_of = "inbox_name"

    merchant = UnicodeAttribute()
    inbox = UnicodeAttribute()
