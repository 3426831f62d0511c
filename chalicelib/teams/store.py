from datetime import datetime

from chalicelib.core.clock import to_wire
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Key
from chalicelib.table.pages import every
from chalicelib.teams.items import TeamItem
from chalicelib.teams.model import Team
from chalicelib.vault.seal import Place, Vault


class TeamStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def all(self, desk: Desk) -> list[Team]:
        raw = every(TeamItem, keys.team(desk, "0"))
        return [self._team(desk, TeamItem.from_raw_data(item)) for item in raw]

    def ids(self, desk: Desk) -> set[str]:
        """Without opening a name."""
        return {keys.last_of(item["sk"]["S"]) for item in every(TeamItem, keys.team(desk, "0"))}

    def find(self, desk: Desk, team_id: str) -> Team | None:
        item = TeamItem.find(keys.team(desk, team_id), consistent=True)
        return self._team(desk, item) if item else None

    def creating(self, desk: Desk, team: Team, at: datetime) -> writes.Operation:
        place = keys.team(desk, team.id)
        name = self._seal(desk, place, team.name)
        item = TeamItem.at(place, name=name, created_at=to_wire(at), version=team.version)
        return writes.Put(item, label="team")

    def renaming(self, desk: Desk, team: Team, version: int) -> writes.Operation:
        place = keys.team(desk, team.id)
        item = TeamItem.at(place)
        actions = [
            TeamItem.name.set(self._seal(desk, place, team.name)),
            TeamItem.version.set(team.version),
        ]
        return writes.Change(item, actions, TeamItem.version == version, label="team")

    def removing(self, desk: Desk, team_id: str) -> writes.Operation:
        return writes.Remove(TeamItem.at(keys.team(desk, team_id)), label="team")

    def _seal(self, desk: Desk, place: Key, name: str) -> bytes:
        return self._vault.seal(Place(desk.merchant, place, "name"), name)

    def _team(self, desk: Desk, item: TeamItem) -> Team:
        return Team(
            id=keys.last_of(item.sk),
            name=self._vault.open(Place(desk.merchant, item.key, "name"), item.name),
            version=int(item.version),
        )
