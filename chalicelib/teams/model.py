"""A team: agents of one merchant who take the same kind of conversation."""

from dataclasses import dataclass
from typing import Any

MOST = 200


@dataclass(frozen=True, slots=True)
class Team:
    id: str
    name: str
    version: int

    def wire(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "version": self.version}
