"""What of a message lies in the clear for the relay: whom it gives something to do."""

from enum import StrEnum

from chalicelib.core.values import Value


class Work(StrEnum):
    """Whom a message gives something to do."""

    BOT = "bot"
    ASSIGN = "assign"


class Marks(Value, frozen=True):
    """What the relay has to know of a message without opening anything.

    Whether bot or assignment must look, whose place came free, which open ticket it belongs to.
    """

    work: Work | None = None
    frees: str = ""
    ticket: str = ""
    send: str = ""  # the inbox that it goes out by


NO_MARKS = Marks()
