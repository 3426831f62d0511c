"""What people and the bot do with the knowledge: write, publish, withdraw, find."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Invalid, Stale
from chalicelib.core.ids import new_id
from chalicelib.knowledge.drafting import changed, cleaned
from chalicelib.knowledge.index import Cache, Engine
from chalicelib.knowledge.jobs import Jobs, Task
from chalicelib.knowledge.model import (
    Entry,
    Import,
    State,
    Status,
    ensure_sound,
    full,
    published,
    unpublished,
)
from chalicelib.knowledge.reading import Reading
from chalicelib.knowledge.shelf import Shelf
from chalicelib.knowledge.store import KnowledgeStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import DEFAULT_LIMIT, Cursors, Page

MAX_QUESTION = 500
MOST_FOUND = 20

TakeIn = Callable[[Desk, Mapping[str, Any]], Import]


class KnowledgeService(Reading):
    def __init__(
        self,
        *,
        store: KnowledgeStore,
        shelf: Shelf,
        jobs: Jobs,
        take_in: TakeIn,
        engine: Engine,
        cache: Cache,
        audit: Audit,
        cursors: Cursors,
        clock: Clock,
    ) -> None:
        super().__init__(shelf=shelf, cache=cache)
        self._store = store
        self._jobs = jobs
        self._take_in = take_in
        self._engine = engine
        self._audit = audit
        self._cursors = cursors
        self._clock = clock

    def create(self, desk: Desk, *, locale: str, values: Mapping[str, Any]) -> Entry:
        # Times are kept to the millisecond.
        now = from_wire(to_wire(self._clock()))
        entry = Entry(new_id(), locale, cleaned(values), version=1, created_at=now, updated_at=now)
        ensure_sound(entry.content)
        self._shelf.prepare(desk)
        room = self._shelf.counting(desk, entries=1, size=entry.content.size)
        creating = self._store.creating(desk, entry)
        self._write(desk, creating, room, action="knowledge.created", on=entry.id)
        return entry

    def get(self, desk: Desk, *, entry: str) -> Entry:
        return self._store.get(desk, entry, consistent=True)

    def page(
        self,
        desk: Desk,
        *,
        locale: str = "",
        cursor: str | None = None,
        limit: int = DEFAULT_LIMIT,
    ) -> Page[Entry]:
        return self._cursors.page(
            desk.merchant,
            f"knowledge {locale}",
            cursor,
            lambda after: self._store.page(desk, locale=locale, after=after, limit=limit),
        )

    def change(self, desk: Desk, *, entry: str, version: int, values: Mapping[str, Any]) -> Entry:
        """What is published stays as it was, until the change is published as well."""
        before = self._current(desk, entry, version)
        after = changed(before, values, from_wire(to_wire(self._clock())))
        ensure_sound(after.content)
        room = self._shelf.counting(desk, size=after.content.size - before.content.size)
        changing = self._store.changing(desk, before, after)
        detail = {"fields": ",".join(sorted(values))}
        self._write(desk, changing, room, action="knowledge.changed", on=entry, detail=detail)
        return after

    def publish(self, desk: Desk, *, entry: str, version: int | None = None) -> Entry:
        before = self._current(desk, entry, version)
        if before.status is Status.PUBLISHED:
            return before
        after = published(before, from_wire(to_wire(self._clock())))
        operations = [
            self._store.changing(desk, before, after),
            self._store.publishing(desk, before, after),
        ]
        self._republish(desk, *operations, action="knowledge.published", on=entry)
        return after

    def unpublish(self, desk: Desk, *, entry: str, version: int | None = None) -> Entry:
        """The bot forgets it; the entry stays, as a draft."""
        before = self._current(desk, entry, version)
        if before.status is Status.DRAFT:
            return before
        after = unpublished(before)
        operations = [
            self._store.changing(desk, before, after),
            *self._store.withdrawing(desk, before),
        ]
        self._republish(desk, *operations, action="knowledge.unpublished", on=entry)
        return after

    def publish_all(self, desk: Desk) -> None:
        """Every draft and change of this moment; the queue function does it."""
        job = self._jobs.putting(desk, Task.PUBLISH_ALL, at=self._clock())
        self._audit.write(desk, job, action="knowledge.all_published", on=desk.merchant)

    def delete(self, desk: Desk, *, entry: str) -> None:
        before = self._store.get(desk, entry, consistent=True)
        removing = self._store.removing(desk, before)
        size = -before.content.size
        if before.status is Status.DRAFT:
            room = self._shelf.counting(desk, entries=-1, size=size)
            self._write(desk, *removing, room, action="knowledge.deleted", on=entry)
        else:
            action = "knowledge.deleted"
            self._republish(desk, *removing, action=action, on=entry, entries=-1, size=size)

    def take_in(self, desk: Desk, body: Mapping[str, Any]) -> Import:
        return self._take_in(desk, body)

    def imported(self, desk: Desk, *, import_id: str) -> Import:
        return self._jobs.get(desk, import_id)

    def state(self, desk: Desk) -> State:
        return self._shelf.state(desk)

    def search(self, desk: Desk, *, text: str, locale: str) -> list[dict[str, Any]]:
        """What the bot would find, best first."""
        if len(text) > MAX_QUESTION:
            detail = f"At most {MAX_QUESTION} characters."
            raise Invalid(detail, pointer="/query/q", rule="maxLength")
        index = self.index(desk)
        if not index.entries:
            return []
        hits = self._engine.retrieve(index.model, text, locale, MOST_FOUND)
        return [{**index.entries[hit.entry].wire(), "score": round(hit.score, 4)} for hit in hits]

    def _current(self, desk: Desk, entry: str, version: int | None) -> Entry:
        found = self._store.get(desk, entry, consistent=True)
        if version is not None and found.version != version:
            raise Stale("The entry was changed in the meantime.")
        return found

    def _republish(
        self,
        desk: Desk,
        *operations: writes.Operation,
        action: str,
        on: str,
        entries: int = 0,
        size: int = 0,
    ) -> None:
        """What is published changes, and the index is to be built anew: in one transaction."""
        revised = self._shelf.counting(desk, entries=entries, size=size, revised=True)
        job = self._jobs.putting(desk, Task.BUILD, at=self._clock())
        self._write(desk, *operations, revised, job, action=action, on=on)

    def _write(
        self,
        desk: Desk,
        *operations: writes.Operation,
        action: str,
        on: str,
        detail: dict[str, str] | None = None,
    ) -> None:
        try:
            self._audit.write(desk, *operations, action=action, on=on, detail=detail)
        except writes.ConditionFailed as error:
            if "room" in error.labels:
                raise full() from error
            raise Stale("The entry was changed in the meantime.") from error
