from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Routes, versioned
from chalicelib.teams.model import Team

if TYPE_CHECKING:
    from chalicelib.teams.service import TeamsService

routes: Routes[TeamsService] = Routes("teams")


@routes.get("/teams", who=Right.READ)
def list_teams(teams: TeamsService, asked: Asked) -> Answer:
    return Answer({"items": [Team.wire(each) for each in teams.all(asked.desk)], "next": None})


@routes.post("/teams", who=Right.PEOPLE, body="team")
def make_team(teams: TeamsService, asked: Asked) -> Answer:
    return versioned(teams.make(asked.desk, name=asked.body["name"]).wire(), status=201)


@routes.patch("/teams/{team}", who=Right.PEOPLE, body="team")
def rename_team(teams: TeamsService, asked: Asked) -> Answer:
    renamed = teams.rename(
        asked.desk, team=asked.path["team"], version=asked.version, name=asked.body["name"]
    )
    return versioned(renamed.wire())


@routes.delete("/teams/{team}", who=Right.PEOPLE)
def remove_team(teams: TeamsService, asked: Asked) -> Answer:
    teams.remove(asked.desk, team=asked.path["team"])
    return Answer(status=204)
