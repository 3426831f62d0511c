"""Live connections: who is reachable right now, and what an agent's socket is looking at."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

from chalicelib.core.values import Value

# A little longer than API Gateway lets a connection live.
LIFE = timedelta(hours=2, minutes=10)
MAX_AGE_SECONDS = 7_200
# Until its handshake is over a socket cannot be pushed to, and looks as if it were gone.
HANDSHAKE = timedelta(seconds=15)
HEARTBEAT_SECONDS = {"visitor": 240, "person": 60}
# An agent's ping is written down once in an interval; two of them missed, and some for the way, and
# the socket counts as gone, whatever the gateway still thinks.
MARKED_EVERY = timedelta(seconds=45)
SILENT_AFTER = timedelta(seconds=2 * HEARTBEAT_SECONDS["person"] + 15)
# A page that is loaded again comes back within it: nobody has left.
GRACE_SECONDS = 20


class Presence(StrEnum):
    AVAILABLE = "available"
    AWAY = "away"
    OFFLINE = "offline"


class Socket(Value, frozen=True):
    """An open socket, as its row says; pushes go to nothing else. A silent one is offline.

    `merchant` is whose row it is: the call guard lets no other merchant's desk reach it.
    """

    connection: str
    customer: str = ""
    person: str = ""
    name: str = ""
    presence: Presence = Presence.AVAILABLE
    watching: str = ""
    merchant: str = ""

    @property
    def is_visitor(self) -> bool:
        return bool(self.customer)


class Colleague(Value, frozen=True):
    id: str
    name: str
    presence: Presence

    def wire(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "presence": str(self.presence)}


_BEST = (Presence.AVAILABLE, Presence.AWAY, Presence.OFFLINE)


def colleagues(sockets: Iterable[Socket]) -> list[Colleague]:
    """One line per person, the best that a socket of theirs says."""
    found: dict[str, Colleague] = {}
    for socket in sockets:
        held = found.get(socket.person)
        if held is None or _BEST.index(socket.presence) < _BEST.index(held.presence):
            found[socket.person] = Colleague(socket.person, socket.name, socket.presence)
    return sorted(found.values(), key=lambda colleague: (colleague.name, colleague.id))
