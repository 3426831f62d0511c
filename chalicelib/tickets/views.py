"""Saved views: filters that a person keeps under a name. One's own alone, and only so many."""

from typing import Any

from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.ids import new_id
from chalicelib.core.values import Value, asdict
from chalicelib.table.attempts import until_uncontended
from chalicelib.table.desk import Desk
from chalicelib.tickets.store import TicketStore

MOST = 20
OWN = frozenset({"put", "change"})


class View(Value, frozen=True):
    id: str
    name: str
    filters: dict[str, str]

    def wire(self) -> dict[str, Any]:
        return asdict(self)


class Views:
    def __init__(self, *, store: TicketStore) -> None:
        self._store = store

    def all(self, desk: Desk) -> list[View]:
        return [View(**each) for each in self._store.views(desk)[0]]

    def save(self, desk: Desk, *, name: str, filters: dict[str, str]) -> View:
        view = View(new_id(), name, filters)

        def attempt() -> View:
            kept, version = self._store.views(desk)
            if len(kept) >= MOST:
                raise Conflict(f"At most {MOST} saved views; remove one first.", rule="views")
            self._store.keep_views(desk, [*kept, view.wire()], version=version)
            return view

        return until_uncontended(attempt, own=OWN)

    def remove(self, desk: Desk, *, view: str) -> None:
        def attempt() -> None:
            kept, version = self._store.views(desk)
            left = [each for each in kept if each["id"] != view]
            if len(left) == len(kept):
                raise NotFound("There is no such view.")
            self._store.keep_views(desk, left, version=version)

        until_uncontended(attempt, own=OWN)
