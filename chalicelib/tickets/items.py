"""Head, description and timeline. `by_status`, `held` and `recent` are the lists' indexes, keys alone."""

from pynamodb.attributes import BooleanAttribute, JSONAttribute, UnicodeAttribute

from chalicelib.table.items import DeskItem, LedgerItem, WholeAttribute, sealed_attribute


class TicketItem(DeskItem):
    """Times are milliseconds. The description lies apart, so that a list's rows stay small."""

    kind_of = "ticket"

    number = WholeAttribute()
    status = UnicodeAttribute()
    type = UnicodeAttribute()
    priority = UnicodeAttribute()
    category = UnicodeAttribute(null=True)
    tags = JSONAttribute(null=True)
    team = UnicodeAttribute(null=True)
    assignee = UnicodeAttribute(null=True)
    assignee_name = sealed_attribute(null=True)
    customer = UnicodeAttribute(null=True)
    customer_name = sealed_attribute(null=True)
    conversation = UnicodeAttribute(null=True)
    title = sealed_attribute()
    created_at = WholeAttribute()
    updated_at = WholeAttribute()
    moved_at = WholeAttribute()
    resolved_at = WholeAttribute(null=True)
    first_response_at = WholeAttribute(null=True)
    answered_at = WholeAttribute(null=True)
    waiting_since = WholeAttribute(null=True)
    clocks = JSONAttribute(null=True)
    clocks_met = JSONAttribute(null=True)
    rating = JSONAttribute(null=True)
    rating_text = sealed_attribute(null=True)
    told = UnicodeAttribute(null=True)
    mailed = UnicodeAttribute(null=True)
    seq = WholeAttribute()
    version = WholeAttribute()
    by_status_pk = UnicodeAttribute()
    by_status_sk = UnicodeAttribute()
    held_pk = UnicodeAttribute(null=True)
    held_sk = UnicodeAttribute(null=True)
    recent_pk = UnicodeAttribute()
    recent_sk = UnicodeAttribute()


class TicketDescriptionItem(DeskItem):
    kind_of = "ticket_description"

    text = sealed_attribute()


class TicketEntryItem(DeskItem):
    """`body` seals the text, the author's name as it was then, and the data."""

    kind_of = "ticket_entry"

    entry_at = WholeAttribute()
    type = UnicodeAttribute()
    author_kind = UnicodeAttribute()
    author = UnicodeAttribute()
    public = BooleanAttribute()
    body = sealed_attribute()


class TicketCounterItem(DeskItem):
    kind_of = "ticket_counter"

    last = WholeAttribute()


class CustomerTicketItem(DeskItem):
    kind_of = "customer_ticket"


class TicketViewsItem(LedgerItem):
    """One person's saved views, all in one item: `views` seals names and filters."""

    kind_of = "ticket_views"

    views = sealed_attribute()
    version = WholeAttribute()
