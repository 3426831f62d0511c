"""Live connections: who is reachable right now, and what an agent's socket is looking at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# A little longer than API Gateway lets a connection live.
LIFE = timedelta(hours=2, minutes=10)
MAX_AGE_SECONDS = 7_200
HEARTBEAT_SECONDS = {"visitor": 240, "person": 60}


class Presence(StrEnum):
    AVAILABLE = "available"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Socket:
    """An open socket, as its row says; pushes go to nothing else."""

    connection: str
    customer: str = ""
    person: str = ""
    name: str = ""
    presence: Presence = Presence.AVAILABLE
    watching: str = ""

    @property
    def is_visitor(self) -> bool:
        return bool(self.customer)


@dataclass(frozen=True, slots=True)
class Colleague:
    id: str
    name: str
    presence: Presence

    def wire(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "presence": str(self.presence)}


def colleagues(sockets: Iterable[Socket]) -> list[Colleague]:
    """One line per person: available where one of the sockets is."""
    found: dict[str, Colleague] = {}
    for socket in sockets:
        held = found.get(socket.person)
        if held is None or held.presence is not Presence.AVAILABLE:
            found[socket.person] = Colleague(socket.person, socket.name, socket.presence)
    return sorted(found.values(), key=lambda colleague: (colleague.name, colleague.id))
