"""Entries as people write them, and the published copies that the bot may use."""

from collections.abc import Iterator, Sequence

from pynamodb.expressions.condition import Condition

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.knowledge.index import Published
from chalicelib.knowledge.items import EntryItem, PublishedItem
from chalicelib.knowledge.model import LOCALES, Content, Entry
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Key
from chalicelib.table.pages import every, query
from chalicelib.vault.seal import Place, Vault


class KnowledgeStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def find(self, desk: Desk, entry_id: str, *, consistent: bool = False) -> Entry | None:
        if not is_id(entry_id):
            return None
        for locale in LOCALES:
            place = keys.knowledge_entry(desk, locale, entry_id)
            if item := EntryItem.find(place, consistent=consistent):
                return self._entry(desk, item)
        return None

    def get(self, desk: Desk, entry_id: str, *, consistent: bool = False) -> Entry:
        found = self.find(desk, entry_id, consistent=consistent)
        if found is None:
            raise NotFound("There is no such entry.")
        return found

    def among(self, desk: Desk, places: Sequence[tuple[str, str]]) -> dict[str, Entry]:
        """Those that are there of at most 100 (locale, id), as they are now."""
        asked = [keys.knowledge_entry(desk, *place) for place in places]
        pairs = [(key.pk, key.sk) for key in asked]
        items = EntryItem.batch_get(pairs, consistent_read=True)
        return {entry.id: entry for entry in (self._entry(desk, item) for item in items)}

    def page(
        self, desk: Desk, *, locale: str, after: dict[str, str] | None, limit: int
    ) -> tuple[list[Entry], dict[str, str] | None]:
        probe = keys.knowledge_entry(desk, locale, "0") if locale else keys.knowledge_entries(desk)
        prefix = keys.prefix(probe)
        raw, last = query(
            EntryItem, probe.pk, prefix=prefix, after=after, limit=limit, newest_first=True
        )
        return [self._entry(desk, EntryItem.from_raw_data(each)) for each in raw], last

    def all(self, desk: Desk) -> Iterator[Entry]:
        for raw in every(EntryItem, keys.knowledge_entries(desk)):
            yield self._entry(desk, EntryItem.from_raw_data(raw))

    def creating(self, desk: Desk, entry: Entry) -> writes.Operation:
        place = keys.knowledge_entry(desk, entry.locale, entry.id)
        return writes.Put(EntryItem.at(place, **self._values(desk, place, entry)), label="entry")

    def changing(self, desk: Desk, before: Entry, after: Entry) -> writes.Operation:
        """Where nobody wrote or published it since `before` was read."""
        place = keys.knowledge_entry(desk, after.locale, after.id)
        actions = writes.setting(EntryItem, self._values(desk, place, after))
        return writes.Change(EntryItem.at(place), actions, _unmoved(before), label="entry")

    def removing(self, desk: Desk, entry: Entry) -> list[writes.Operation]:
        place = keys.knowledge_entry(desk, entry.locale, entry.id)
        gone = writes.Remove(EntryItem.at(place), _unmoved(entry), label="entry")
        return [gone, *self.withdrawing(desk, entry)]

    def _values(self, desk: Desk, place: Key, entry: Entry) -> dict[str, object]:
        return {
            "content": self._seal(desk, place, entry.content.to_json()),
            "size": entry.content.size,
            "version": entry.version,
            "published_version": entry.published_version,
            "published_at": to_wire(entry.published_at) if entry.published_at else None,
            "brought_by": entry.brought_by or None,
            "created_at": to_wire(entry.created_at),
            "updated_at": to_wire(entry.updated_at),
        }

    def _entry(self, desk: Desk, item: EntryItem) -> Entry:
        return Entry(
            id=keys.last_of(item.sk),
            locale=keys.locale_of_entry(item.sk),
            content=Content.from_json(self._open(desk, item.key, item.content)),
            version=int(item.version),
            created_at=from_wire(item.created_at),
            updated_at=from_wire(item.updated_at),
            published_version=item.published_version,
            published_at=from_wire(item.published_at) if item.published_at else None,
            brought_by=item.brought_by or "",
        )

    def publishing(self, desk: Desk, before: Entry | None, after: Entry) -> writes.Operation:
        """The copy that the bot may use, beside the entry that people go on writing."""
        place = keys.knowledge_published(desk, after.locale, after.id)
        content = self._seal(desk, place, after.content.to_json())
        if before is None or before.published_version is None:
            return writes.Put(PublishedItem.at(place, content=content), label="published")
        item = PublishedItem.at(place)
        return writes.Change(item, [PublishedItem.content.set(content)], label="published")

    def withdrawing(self, desk: Desk, entry: Entry) -> list[writes.Operation]:
        if entry.published_version is None:
            return []
        place = keys.knowledge_published(desk, entry.locale, entry.id)
        return [writes.Remove(PublishedItem.at(place), label="published")]

    def published(self, desk: Desk) -> Iterator[Published]:
        for item in map(
            PublishedItem.from_raw_data, every(PublishedItem, keys.all_knowledge_published(desk))
        ):
            content = Content.from_json(self._open(desk, item.key, item.content))
            yield Published(
                id=keys.last_of(item.sk),
                locale=keys.locale_of_entry(item.sk),
                kind=str(content.kind),
                title=content.title,
                body=content.body,
                alternatives=content.alternatives,
                keywords=content.keywords,
                category=content.category,
            )

    def _seal(self, desk: Desk, place: Key, text: str) -> bytes:
        return self._vault.seal(Place(desk.merchant, place, "content"), text)

    def _open(self, desk: Desk, place: Key, blob: bytes) -> str:
        return self._vault.open(Place(desk.merchant, place, "content"), blob)


def _unmoved(entry: Entry) -> Condition:
    version = EntryItem.published_version
    published = (
        version.does_not_exist()
        if entry.published_version is None
        else version == entry.published_version
    )
    unmoved: Condition = (EntryItem.version == entry.version) & published
    return unmoved
