"""Good requests: teams, and what belongs to the assignment of work."""

from tests.doors.example import Example

TEAM = {"team": lambda shop: shop.team}

EXAMPLES: dict[str, Example] = {
    "GET /v1/teams": Example(),
    "POST /v1/teams": Example(201, body=lambda _: {"name": "Returns"}),
    "PATCH /v1/teams/{team}": Example(
        path=TEAM, body=lambda _: {"name": "After sales"}, headers={"if-match": '"1"'}
    ),
    "DELETE /v1/teams/{team}": Example(204, path=TEAM),
}
