"""Entries as drafted and as published, imports and jobs, and one head for the whole knowledge."""

from pynamodb.attributes import (
    BooleanAttribute,
    NumberSetAttribute,
    TTLAttribute,
    UnicodeAttribute,
)

from chalicelib.table.items import LedgerItem, WholeAttribute, sealed_attribute


class KnowledgeItem(LedgerItem):
    """`index` seals the revision whose object is to be read; `objects` are those that may lie there."""

    kind_of = "knowledge"

    entries = WholeAttribute(default=0)
    size = WholeAttribute(default=0)
    revision = WholeAttribute(default=0)
    built = WholeAttribute(default=0)
    built_at = UnicodeAttribute(null=True)
    published = WholeAttribute(default=0)
    index = sealed_attribute(null=True)
    objects = NumberSetAttribute(null=True)


class EntryItem(LedgerItem):
    kind_of = "knowledge_entry"

    content = sealed_attribute()
    size = WholeAttribute()
    version = WholeAttribute()
    published_version = WholeAttribute(null=True)
    published_at = UnicodeAttribute(null=True)
    brought_by = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()


class PublishedItem(LedgerItem):
    kind_of = "knowledge_published"

    content = sealed_attribute()


class ImportItem(LedgerItem):
    """The rows lie in an object of the bucket until all of them are applied."""

    kind_of = "knowledge_import"

    rows = WholeAttribute()
    publish = BooleanAttribute()
    created = WholeAttribute(default=0)
    updated = WholeAttribute(default=0)
    skipped = WholeAttribute(default=0)
    created_at = UnicodeAttribute()
    finished_at = UnicodeAttribute(null=True)
    expires = TTLAttribute()


class JobItem(LedgerItem):
    """Work for the queue function; gone when it is done."""

    kind_of = "knowledge_job"

    task = UnicodeAttribute()
    subject = UnicodeAttribute(null=True)
    created_at = UnicodeAttribute()
    expires = TTLAttribute()
