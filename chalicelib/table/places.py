"""Where this process's tables are: their names, and the session that reaches them.

Settled by the wiring before anything is asked for, and read with the first request: a function that
asks no table loads nothing that does.
"""

from collections.abc import Callable

from botocore.session import Session

from chalicelib.core.config import Config
from chalicelib.table.keys import Table


class Place:
    def __init__(self, config: Config, session: Callable[[], Session]) -> None:
        self.region = config.region
        self.names = {table: str(getattr(config, f"{table}_table")) for table in Table}
        self.session = session


_here: list[Place] = []


def settle(place: Place) -> None:
    """From now on, this is where the tables are."""
    _here[:] = [place]


def here() -> Place:
    return _here[0]
