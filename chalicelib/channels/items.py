from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from chalicelib.table.items import (
    CompactAttribute,
    DeskItem,
    LedgerItem,
    WholeAttribute,
    sealed_attribute,
)


class ArrivedItem(DeskItem):
    """That a provider's message is here, and where; seq 0: it was taken back before it came."""

    kind_of = "arrived"

    conversation = UnicodeAttribute(null=True)
    seq = WholeAttribute()
    digest = UnicodeAttribute(null=True)
    expires = TTLAttribute()


class OutboundItem(DeskItem):
    """Up to this seq, all that goes out has gone, or never will."""

    kind_of = "outbound"

    seq = WholeAttribute()


class HealthItem(LedgerItem):
    """[failures, opened, open until, failing since]: numbers and milliseconds."""

    kind_of = "inbox_health"

    breaker = CompactAttribute()


class LogItem(LedgerItem):
    """One attempt. `entry` says what of what, and what came of it; the receiver's words are sealed."""

    kind_of = "inbox_log"

    entry = CompactAttribute()
    detail = sealed_attribute(null=True)
    expires = TTLAttribute()


class SubmissionItem(DeskItem):
    """The name under which a form's answers came a moment ago."""

    kind_of = "submission"

    submission = UnicodeAttribute()
    expires = TTLAttribute()
