"""Teams of a merchant. Who belongs to one is written at the membership, in the room of people."""

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Conflict, NotFound, Stale
from chalicelib.core.ids import is_id, new_id
from chalicelib.core.values import replace
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.teams.model import MOST, Team
from chalicelib.teams.store import TeamStore


class TeamsService:
    def __init__(self, *, store: TeamStore, audit: Audit, clock: Clock) -> None:
        self._store = store
        self._audit = audit
        self._clock = clock

    def all(self, desk: Desk) -> list[Team]:
        return self._store.all(desk)

    def ids(self, desk: Desk) -> set[str]:
        return self._store.ids(desk)

    def get(self, desk: Desk, *, team: str) -> Team:
        found = self._store.find(desk, team) if is_id(team) else None
        if found is None:
            raise NotFound("There is no such team.")
        return found

    def make(self, desk: Desk, *, name: str) -> Team:
        if len(self._store.ids(desk)) >= MOST:
            raise Conflict(f"A merchant has at most {MOST} teams.", rule="limit")
        team = Team(id=new_id(), name=name, version=1)
        making = self._store.creating(desk, team, self._clock())
        self._audit.write(desk, making, action="team.made", on=team.id)
        return team

    def rename(self, desk: Desk, *, team: str, version: int, name: str) -> Team:
        renamed = replace(self.get(desk, team=team), name=name, version=version + 1)
        renaming = self._store.renaming(desk, renamed, version)
        try:
            self._audit.write(desk, renaming, action="team.renamed", on=team)
        except writes.ConditionFailed as error:
            raise Stale("The team was changed in the meantime.") from error
        return renamed

    def remove(self, desk: Desk, *, team: str) -> None:
        """What waited for it waits for everybody then; at a membership its id means nothing more."""
        held = self.get(desk, team=team)
        removing = self._store.removing(desk, held.id)
        try:
            self._audit.write(desk, removing, action="team.removed", on=held.id)
        except writes.ConditionFailed as error:
            raise NotFound("There is no such team.") from error
