from collections.abc import Iterable
from datetime import datetime

from pynamodb.expressions.condition import size

from chalicelib.assignment.items import PaceItem, WorkloadItem
from chalicelib.assignment.model import Pace, Workload
from chalicelib.core.clock import from_ms, to_ms
from chalicelib.core.ids import PersonId
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk

LABEL = "workload"


class AssignmentStore:
    def workloads(self, person_ids: Iterable[str]) -> dict[str, Workload]:
        """Of those who ever held anything."""
        places = [(key.pk, key.sk) for key in map(keys.workload, person_ids)]
        found = map(_workload, WorkloadItem.batch_get(places) if places else ())
        return {each.person: each for each in found}

    def workload(self, person_id: str) -> Workload:
        """As it is now."""
        item = WorkloadItem.find(keys.workload(person_id), consistent=True)
        return _workload(item) if item else Workload(PersonId(person_id))

    def claiming(
        self, person_id: str, conversation: str, *, capacity: int | None, at: datetime
    ) -> writes.Operation:
        """One place of a person's; refused where they hold `capacity` already (None: beyond it)."""
        held = WorkloadItem.held
        room = None if capacity is None else held.does_not_exist() | (size(held) < capacity)  # type: ignore[no-untyped-call]
        item = WorkloadItem.at(keys.workload(person_id))
        actions = [held.add({conversation}), WorkloadItem.assigned_at.set(to_ms(at))]
        return writes.Upsert(item, actions, room, LABEL)

    def freeing(self, person_id: str, conversation: str) -> writes.Operation:
        """Nothing happens where it was not counted."""
        item = WorkloadItem.at(keys.workload(person_id))
        return writes.Upsert(item, [WorkloadItem.held.delete({conversation})], label=LABEL)

    def pace(self, desk: Desk) -> Pace:
        item = PaceItem.find(keys.pace(desk))
        return Pace(item.seconds, from_ms(item.assigned_at)) if item else Pace()

    def keep_pace(self, desk: Desk, pace: Pace) -> None:
        """A hint: of two who write at once, either may win."""
        if pace.at is not None:
            values = {"seconds": pace.seconds, "assigned_at": to_ms(pace.at)}
            PaceItem.at(keys.pace(desk), **values).save()


def _workload(item: WorkloadItem) -> Workload:
    return Workload(
        PersonId(keys.person_of(item.pk)),
        frozenset(item.held or ()),
        from_ms(item.assigned_at) if item.assigned_at else None,
    )
