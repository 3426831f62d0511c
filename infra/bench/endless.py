"""One visitor says more in a bench's second than anybody may in a minute; all of it is counted still."""

import sys

from chalicelib.live.backpressure import MOST, Backpressure
from chalicelib.wiring import house


def install() -> None:
    """Before the first frame of this process."""
    most = {subject: dict.fromkeys(amounts, sys.maxsize) for subject, amounts in MOST.items()}
    house().pressure = Backpressure(clock=house().clock, most=most)
