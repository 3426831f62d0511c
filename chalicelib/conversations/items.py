"""Head and messages. `held` and `recent` are the indexes of the lists, keys alone."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.table.items import CompactAttribute, DeskItem, WholeAttribute, sealed_attribute


class ConversationItem(DeskItem):
    """`last` is clear (numbers, kinds, time); its preview and the names are sealed. `own` has what is the
    customer's of them; `customer_name`, `preview` and `subject` have it on heads from before there was it.

    Times are milliseconds, and the list position tells when the lists were moved: a head stays
    within the 1 KB that one write unit pays for.
    """

    kind_of = "conversation"

    status = UnicodeAttribute()
    customer = UnicodeAttribute()
    own = sealed_attribute(null=True)
    customer_name = sealed_attribute(null=True)
    assignee = UnicodeAttribute(null=True)
    assignee_name = sealed_attribute(null=True)
    locale = UnicodeAttribute()
    seq = WholeAttribute()
    version = WholeAttribute()
    senders = CompactAttribute()
    forgotten = WholeAttribute(null=True)
    last = CompactAttribute(null=True)
    preview = sealed_attribute(null=True)
    seen_customer = WholeAttribute(default=0)
    seen_agent = WholeAttribute(default=0)
    waiting_since = WholeAttribute(null=True)
    team = UnicodeAttribute(null=True)
    queued_at = WholeAttribute(null=True)
    handoff = CompactAttribute(null=True)
    assigned = CompactAttribute(null=True)
    ticket = CompactAttribute(null=True)
    answered = WholeAttribute(null=True)
    rating = CompactAttribute(null=True)
    told = CompactAttribute(null=True)
    blocked = WholeAttribute(null=True)
    via = CompactAttribute(null=True)
    subject = sealed_attribute(null=True)
    created_at = WholeAttribute()
    updated_at = WholeAttribute()
    held_pk = UnicodeAttribute(null=True)
    held_sk = UnicodeAttribute(null=True)
    recent_pk = UnicodeAttribute()
    recent_sk = UnicodeAttribute()


class MessageItem(DeskItem):
    """`body` seals the text, the author's name as it was then, and what else the message carries.

    `work`, `frees`, `ticket` and `send` are what the relay goes by; most messages have none of them.
    """

    kind_of = "message"

    mid = UnicodeAttribute()
    said_at = UnicodeAttribute()
    type = UnicodeAttribute()
    author_kind = UnicodeAttribute()
    author = UnicodeAttribute()
    event = UnicodeAttribute(null=True)
    session = UnicodeAttribute(null=True)
    n = WholeAttribute(null=True)
    line = UnicodeAttribute(null=True)
    work = UnicodeAttribute(null=True)
    frees = UnicodeAttribute(null=True)
    ticket = UnicodeAttribute(null=True)
    send = UnicodeAttribute(null=True)
    delivery = CompactAttribute(null=True)
    body = sealed_attribute()
    edits = WholeAttribute(null=True)
    amended_at = UnicodeAttribute(null=True)
    recalled = WholeAttribute(null=True)


class VersionItem(DeskItem):
    """What a message was, sealed as it is, before it was edited or recalled at `until`."""

    kind_of = "message_version"

    until = UnicodeAttribute()
    body = sealed_attribute()


class CustomerConversationItem(DeskItem):
    kind_of = "customer_conversation"

    started_at = UnicodeAttribute()


class ThreadItem(DeskItem):
    """Which conversation a customer's words by one inbox and thread go to."""

    kind_of = "thread"

    conversation = UnicodeAttribute()
