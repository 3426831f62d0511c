"""Imports with their rows, and the jobs that the stream hands to the queue."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id, new_id
from chalicelib.core.values import Value
from chalicelib.knowledge.items import ImportItem, JobItem
from chalicelib.knowledge.model import Content, Import
from chalicelib.knowledge.rows import Row
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.objects import Objects

KEPT = timedelta(days=90)


class Task(StrEnum):
    BUILD = "build"
    IMPORT = "import"
    PUBLISH_ALL = "publish_all"


class Job(Value, frozen=True):
    id: str
    task: Task
    subject: str
    created_at: datetime


class Jobs:
    def __init__(self, *, objects: Objects) -> None:
        self._objects = objects

    def putting(
        self, desk: Desk, task: Task, *, at: datetime, subject: str = ""
    ) -> writes.Operation:
        item = JobItem.at(
            keys.knowledge_job(desk, new_id()),
            task=str(task),
            subject=subject or None,
            created_at=to_wire(at),
            expires=at + KEPT,
        )
        return writes.Put(item, label="job")

    def find(self, desk: Desk, job_id: str) -> Job | None:
        item = JobItem.find(keys.knowledge_job(desk, job_id), consistent=True)
        if item is None:
            return None
        return Job(job_id, Task(item.task), item.subject or "", from_wire(item.created_at))

    def remove(self, desk: Desk, job_id: str) -> None:
        JobItem.at(keys.knowledge_job(desk, job_id)).delete()

    def lay(self, desk: Desk, import_id: str, rows: Sequence[tuple[str, Row]]) -> None:
        whole = [[entry_id, row.locale, row.content.wire()] for entry_id, row in rows]
        data = json.dumps(whole, ensure_ascii=False).encode()
        place = keys.knowledge_rows(desk, import_id)
        self._objects.put(desk.merchant, place, data, passing=True)

    def rows(self, desk: Desk, import_id: str) -> list[tuple[str, Row]]:
        data = self._objects.get(desk.merchant, keys.knowledge_rows(desk, import_id))
        return [(i, Row(locale, Content.of(content))) for i, locale, content in json.loads(data)]

    def clear(self, desk: Desk, import_id: str) -> None:
        self._objects.delete(keys.knowledge_rows(desk, import_id))

    def accepting(self, desk: Desk, accepted: Import) -> writes.Operation:
        item = ImportItem.at(
            keys.knowledge_import(desk, accepted.id),
            rows=accepted.rows,
            publish=accepted.publish,
            created_at=to_wire(accepted.created_at),
            expires=accepted.created_at + KEPT,
        )
        return writes.Put(item, label="import")

    def get(self, desk: Desk, import_id: str) -> Import:
        place = keys.knowledge_import(desk, import_id) if is_id(import_id) else None
        item = ImportItem.find(place, consistent=True) if place else None
        if item is None:
            raise NotFound("There is no such import.")
        return Import(
            id=import_id,
            rows=item.rows,
            publish=item.publish,
            created_at=from_wire(item.created_at),
            created=item.created,
            updated=item.updated,
            skipped=item.skipped,
            finished_at=from_wire(item.finished_at) if item.finished_at else None,
        )

    def advancing(self, desk: Desk, before: Import, after: Import) -> writes.Operation:
        """Fails by its label `progress` where somebody else did the same rows."""
        item = ImportItem.at(keys.knowledge_import(desk, before.id))
        names = ("created", "updated", "skipped")
        actions = writes.setting(ImportItem, {name: getattr(after, name) for name in names})
        unmoved = (
            (ImportItem.created == before.created)
            & (ImportItem.updated == before.updated)
            & (ImportItem.skipped == before.skipped)
        )
        return writes.Change(item, actions, unmoved, label="progress")

    def finish(self, desk: Desk, import_id: str, at: datetime) -> None:
        item = ImportItem.at(keys.knowledge_import(desk, import_id))
        try:
            writes.change(
                item,
                [ImportItem.finished_at.set(to_wire(at))],
                ImportItem.finished_at.does_not_exist(),
            )
        except writes.ConditionFailed:
            return
