"""Work for the queue of the function `assign`."""

from chalicelib.table.desk import Desk
from chalicelib.table.jobs import JobQueue


class Jobs:
    def __init__(self, *, queue: JobQueue) -> None:
        self._queue = queue

    def look_at(self, desk: Desk, *, person: str, delay: int = 0) -> None:
        """Somebody came, left or has room again: see where they are, and what follows from it."""
        self._queue.send(desk, {"person": person}, delay=delay)

    def assign(self, desk: Desk, *, after: str = "") -> None:
        """See who gets what waits; `after` a place in the queue."""
        self._queue.send(desk, {"after": after} if after else {})
