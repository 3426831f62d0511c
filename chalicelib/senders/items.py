from pynamodb.attributes import UnicodeAttribute

from chalicelib.table.items import LedgerItem, WholeAttribute


class SendingDomainItem(LedgerItem):
    """All of it stands in the DNS for everybody to read; the private half of its key is SES's alone."""

    kind_of = "sending_domain"

    name = UnicodeAttribute()
    state = UnicodeAttribute()
    since = UnicodeAttribute()
    selector = UnicodeAttribute()
    public_key = UnicodeAttribute()
    created_at = UnicodeAttribute()
    version = WholeAttribute()


class DomainsHeldItem(LedgerItem):
    """How many a merchant has: it moves with each that comes or goes."""

    kind_of = "sending_domains_held"

    held = WholeAttribute()


class DomainClaimItem(LedgerItem):
    """From a domain's name to the one merchant that may prove it."""

    kind_of = "domain_claim"

    merchant = UnicodeAttribute()
    domain = UnicodeAttribute()
    free_at = UnicodeAttribute(null=True)
    spent = UnicodeAttribute(
        null=True
    )  # of one given back unproved: until when it would have been held
