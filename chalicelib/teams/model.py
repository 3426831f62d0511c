"""A team: agents of one merchant who take the same kind of conversation."""

from typing import Any

from chalicelib.core.values import Value

MOST = 200


class Team(Value, frozen=True):
    id: str
    name: str
    version: int

    def wire(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "version": self.version}
