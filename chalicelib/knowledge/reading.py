"""What is published, as the bot reads it: all that it needs of this room."""

from chalicelib.knowledge.index import Cache, Index
from chalicelib.knowledge.shelf import Shelf
from chalicelib.table.desk import Desk
from chalicelib.vault.objects import Absent

NOTHING = Index(revision=0, entries={}, model={})


class Reading:
    def __init__(self, *, shelf: Shelf, cache: Cache) -> None:
        self._shelf = shelf
        self._cache = cache

    def index(self, desk: Desk) -> Index:
        """What is published, as last built; empty where nothing ever was."""
        try:
            return self._index(desk, self._shelf.current(desk))
        except Absent:  # replaced between two reads of ours: what stands now is read consistently
            return self._index(desk, self._shelf.current(desk, consistent=True))

    def _index(self, desk: Desk, revision: int) -> Index:
        if not revision:
            return NOTHING
        held = self._cache.get(desk.merchant, revision)
        if held is None:
            held, size = self._shelf.read(desk, revision)
            self._cache.put(desk.merchant, held, size)
        return held
