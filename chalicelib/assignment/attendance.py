"""Who is there: what sockets tell of it, and what a silence means.

An agent comes with `hello`, stays by pinging, and leaves by closing, by a push that finds nobody, or
by falling silent: an entry that is due after two missed pings looks, as long as somebody is there.
"""

from chalicelib.assignment.jobs import Jobs
from chalicelib.connections.model import GRACE_SECONDS, SILENT_AFTER
from chalicelib.connections.service import ConnectionsService
from chalicelib.core.clock import Clock
from chalicelib.due.model import Entry, Kind
from chalicelib.due.service import DueService
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class Attendance:
    def __init__(
        self, *, clock: Clock, connections: ConnectionsService, due: DueService, jobs: Jobs
    ) -> None:
        self._clock = clock
        self._connections = connections
        self._due = due
        self._jobs = jobs

    def came(self, desk: Desk, *, person: str) -> None:
        """Is here or says so anew, available or away; from now on a silence is noticed."""
        at = self._clock() + SILENT_AFTER
        writes.transact(self._due.put(desk, kind=Kind.PRESENCE, subject=person, at=at))
        self._jobs.look_at(desk, person=person)

    def pinged(self, desk: Desk, *, connection: str) -> bool:
        """True where the socket had fallen silent, and its agent is back."""
        back = self._connections.seen(desk, connection=connection)
        if back:
            self.came(desk, person=desk.caller.id)
        return back

    def left(self, desk: Desk, *, person: str) -> None:
        """A socket is gone. It may be a page that is loaded again: its agent has a moment."""
        self._jobs.look_at(desk, person=person, delay=GRACE_SECONDS)

    def look(self, desk: Desk, entry: Entry) -> None:
        """The entry is due: has the person been silent since?"""
        seen = self._connections.last_seen(desk, person=entry.subject)
        again = seen + SILENT_AFTER if seen else None
        if again is not None and again > self._clock():
            writes.transact(self._due.moved(desk, entry, at=again))
            return
        self._jobs.look_at(desk, person=entry.subject)
        writes.transact(self._due.done(desk, entry))
