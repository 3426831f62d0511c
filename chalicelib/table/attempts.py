"""Trying again where somebody else was quicker."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from chalicelib.core.errors import Busy
from chalicelib.table import writes

Done = TypeVar("Done")
Sleep = Callable[[float], None]
ATTEMPTS = 8


def until_uncontended(
    attempt: Callable[[], Done], *, own: frozenset[str], sleep: Sleep = time.sleep
) -> Done:
    """Each try reads the state anew; chance keeps two writers from meeting again and again.

    `own` labels the operations that trying again can mend: another one's condition flies on.
    """
    for turn in range(ATTEMPTS):
        try:
            return attempt()
        except writes.ConditionFailed as failure:
            if not own & set(failure.labels):
                raise
        except writes.Contended:
            pass
        sleep(random.uniform(0, 0.01 * 2**turn))  # noqa: S311 - jitter
    raise Busy("Many people write here at once; try again.", retry_after=1, retry_ms=500)
