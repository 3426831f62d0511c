"""The queue function's work: applies accepted imports, publishes, builds the index.

Every step is idempotent by condition on the items: killed anywhere and begun again, it ends with the
same result.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice

from chalicelib.core.caller import system
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.ids import MerchantId, is_id
from chalicelib.core.values import Value, replace
from chalicelib.knowledge.index import Engine, to_bytes
from chalicelib.knowledge.jobs import Job, Jobs, Task
from chalicelib.knowledge.model import Entry, Import, Status, published
from chalicelib.knowledge.rows import Row
from chalicelib.knowledge.shelf import Shelf
from chalicelib.knowledge.store import KnowledgeStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk

# Two items a row and two more, each of up to a good hundred KB: a transaction takes 100 items, 4 MB.
BATCH = 15
ATTEMPTS = 10
OUTCOMES = ("created", "updated", "skipped")


class Builder:
    def __init__(
        self,
        *,
        store: KnowledgeStore,
        shelf: Shelf,
        jobs: Jobs,
        engine: Engine,
        clock: Clock,
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._jobs = jobs
        self._engine = engine
        self._clock = clock

    def work(self, *, merchant: str, job: str) -> None:
        """One job of the queue; one that is done already is nothing."""
        if not is_id(merchant):
            raise ValueError("a job without a merchant")
        desk = Desk(MerchantId(merchant), system("build_index"))
        with desk.open():
            self._work(desk, job)

    def _work(self, desk: Desk, job: str) -> None:
        found = self._jobs.find(desk, job) if is_id(job) else None
        if found is None:
            return
        match found.task:
            case Task.IMPORT:
                self._apply(desk, found.subject)
            case Task.PUBLISH_ALL:
                self._publish_all(desk, found)
        self._build(desk)
        if found.task is Task.IMPORT:
            self._jobs.clear(desk, found.subject)
            self._jobs.finish(desk, found.subject, self._now())
        self._jobs.remove(desk, found.id)

    def _apply(self, desk: Desk, import_id: str) -> None:
        accepted = self._jobs.get(desk, import_id)
        if accepted.applied == accepted.rows:
            return
        rows, tried = self._jobs.rows(desk, import_id), 0
        while accepted.applied < accepted.rows:
            batch = rows[accepted.applied : accepted.applied + BATCH]
            try:
                self._apply_batch(desk, accepted, batch)
            except (writes.ConditionFailed, writes.Contended):
                tried += 1
                if tried == ATTEMPTS:
                    raise
            else:
                tried = 0
            accepted = self._jobs.get(desk, import_id)

    def _apply_batch(self, desk: Desk, accepted: Import, batch: Sequence[tuple[str, Row]]) -> None:
        """The rows and how far they have come: one transaction, so that each is applied once."""
        known = self._store.among(desk, [(row.locale, entry_id) for entry_id, row in batch])
        applied = [
            _Applied(accepted, entry_id, row, known.get(entry_id)) for entry_id, row in batch
        ]
        now = self._now()
        operations = [
            operation
            for each in applied
            if not each.is_late
            for operation in self._writing(desk, each.before, each.entry(now))
        ]
        counts = Counter(each.outcome for each in applied)
        told = {name: getattr(accepted, name) + counts[name] for name in OUTCOMES}
        returned = self._shelf.counting(
            desk,
            entries=-sum(each.before is not None for each in applied),
            size=-sum(each.returned for each in applied),
            revised=accepted.publish,
        )
        advancing = self._jobs.advancing(desk, accepted, replace(accepted, **told))
        writes.transact(*operations, returned, advancing)

    def _writing(
        self, desk: Desk, before: Entry | None, after: Entry
    ) -> Iterator[writes.Operation]:
        yield (
            self._store.changing(desk, before, after)
            if before
            else self._store.creating(desk, after)
        )
        if after.status is Status.PUBLISHED:
            yield self._store.publishing(desk, before, after)

    def _publish_all(self, desk: Desk, job: Job) -> None:
        """What was a draft, or changed, when it was asked for. The index is built anew in any case: so is
        one that was lost.
        """
        self._shelf.prepare(desk)
        writes.transact(self._shelf.counting(desk, revised=True))
        ready = (
            entry
            for entry in self._store.all(desk)
            if entry.status is not Status.PUBLISHED and entry.updated_at <= job.created_at
        )
        while batch := list(islice(ready, BATCH)):
            try:
                self._publish(desk, batch)
            except writes.ConditionFailed:
                self._publish_singly(desk, batch)

    def _publish_singly(self, desk: Desk, batch: Sequence[Entry]) -> None:
        """Somebody wrote or deleted one of them in the meantime: theirs it is, and the others go on."""
        for entry in batch:
            with suppress(writes.ConditionFailed):
                self._publish(desk, [entry])

    def _publish(self, desk: Desk, batch: Sequence[Entry]) -> None:
        now = self._now()
        operations = [
            operation
            for entry in batch
            for operation in self._writing(desk, entry, published(entry, now))
        ]
        writes.transact(*operations, self._shelf.counting(desk, revised=True))

    def _build(self, desk: Desk) -> None:
        """The revision is read before the entries: an index holds all of its revision, at least."""
        state = self._shelf.state(desk)
        if state.built < state.revision:
            entries = list(self._store.published(desk))
            data = to_bytes(state.revision, entries, self._engine.encode(entries))
            self._shelf.lay(desk, state.revision, data)
            with suppress(writes.ConditionFailed):  # a newer index is read already
                self._shelf.point(desk, state.revision, published=len(entries), at=self._now())
        self._shelf.sweep(desk)

    def _now(self) -> datetime:
        """Times are kept to the millisecond."""
        return from_wire(to_wire(self._clock()))


class _Applied(Value, frozen=True):
    """What one row of an import means for the entry that it names."""

    accepted: Import
    entry_id: str
    row: Row
    before: Entry | None

    @property
    def is_late(self) -> bool:
        """A newer import has brought the same question: that one stands."""
        return self.before is not None and self.before.brought_by > self.accepted.id

    @property
    def outcome(self) -> str:
        if self.before is None:
            return "created"
        return "skipped" if self.is_late else "updated"

    @property
    def returned(self) -> int:
        """Room was taken for one text more than there is now."""
        if self.before is None:
            return 0
        return self.row.content.size if self.is_late else self.before.content.size

    def entry(self, at: datetime) -> Entry:
        entry = Entry(
            id=self.entry_id,
            locale=self.row.locale,
            content=self.row.content,
            version=self.before.version + 1 if self.before else 1,
            created_at=self.before.created_at if self.before else at,
            updated_at=at,
            published_version=self.before.published_version if self.before else None,
            published_at=self.before.published_at if self.before else None,
            brought_by=self.accepted.id,
        )
        return published(entry, at) if self.accepted.publish else entry
