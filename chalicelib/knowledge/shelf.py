"""The head of a merchant's knowledge: how much there is, what is published, where the index lies."""

from datetime import datetime

from pynamodb.expressions.condition import Condition

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.knowledge.index import Index, from_bytes
from chalicelib.knowledge.items import KnowledgeItem
from chalicelib.knowledge.model import MAX_ENTRIES, MAX_TEXT, State
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.objects import Objects
from chalicelib.vault.seal import Place, Vault


class Shelf:
    def __init__(self, *, vault: Vault, objects: Objects) -> None:
        self._vault = vault
        self._objects = objects

    def state(self, desk: Desk) -> State:
        item = KnowledgeItem.find(keys.knowledge(desk), consistent=True)
        if item is None:
            return State()
        return State(
            entries=item.entries,
            size=item.size,
            revision=item.revision,
            built=item.built,
            built_at=from_wire(item.built_at) if item.built_at else None,
            published=item.published,
        )

    def prepare(self, desk: Desk) -> None:
        """A head to count on, before the first entry."""
        place = keys.knowledge(desk)
        if KnowledgeItem.find(place) is None:
            try:
                writes.create(KnowledgeItem.at(place))
            except writes.ConditionFailed:
                return

    def counting(
        self, desk: Desk, *, entries: int = 0, size: int = 0, revised: bool = False
    ) -> writes.Operation:
        """Fails by its label `room` where there would be too much. `revised`: what is published changes."""
        head = KnowledgeItem
        actions = [head.entries.add(entries), head.size.add(size)]
        actions += [head.revision.add(1)] if revised else []
        room: Condition | None = None
        if entries > 0 or size > 0:
            room = (head.entries <= MAX_ENTRIES - entries) & (head.size <= MAX_TEXT - size)
        return writes.Change(head.at(keys.knowledge(desk)), actions, room, label="room")

    def current(self, desk: Desk, *, consistent: bool = False) -> int:
        """The revision whose index is to be read; 0 where none was built yet."""
        place = keys.knowledge(desk)
        item = KnowledgeItem.find(place, consistent=consistent)
        if item is None or item.index is None:
            return 0
        return int(self._vault.open(Place(desk.merchant, place, "index"), item.index))

    def read(self, desk: Desk, revision: int) -> tuple[Index, int]:
        """With the number of bytes that it takes."""
        data = self._objects.get(desk.merchant, keys.knowledge_index(desk, revision))
        return from_bytes(data), len(data)

    def lay(self, desk: Desk, revision: int, data: bytes) -> None:
        """Noted first, so that whoever comes later knows what to take away."""
        head = KnowledgeItem.at(keys.knowledge(desk))
        writes.change(head, [KnowledgeItem.objects.add({revision})])
        self._objects.put(desk.merchant, keys.knowledge_index(desk, revision), data)

    def point(self, desk: Desk, revision: int, *, published: int, at: datetime) -> None:
        """From now on this index is read; ConditionFailed where a newer one is."""
        place = keys.knowledge(desk)
        sealed = self._vault.seal(Place(desk.merchant, place, "index"), str(revision))
        actions = [
            KnowledgeItem.index.set(sealed),
            KnowledgeItem.built.set(revision),
            KnowledgeItem.built_at.set(to_wire(at)),
            KnowledgeItem.published.set(published),
        ]
        writes.change(KnowledgeItem.at(place), actions, KnowledgeItem.built < revision)

    def sweep(self, desk: Desk) -> None:
        """Takes away what was built before the index that is read."""
        item = KnowledgeItem.find(keys.knowledge(desk), consistent=True)
        for revision in sorted(map(int, (item and item.objects) or ())):
            if item is not None and revision < item.built:
                self._objects.delete(keys.knowledge_index(desk, revision))
                writes.change(item, [KnowledgeItem.objects.delete({revision})])
