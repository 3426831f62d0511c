"""A process starts: what it makes now stays, so nobody looks for garbage among it, now or later.

Importing this begins the start, and a door does so first; `done` ends it. Looking costs a tenth of a start and
finds nothing.
"""

import gc

gc.disable()


def done() -> None:
    gc.freeze()
    gc.enable()
