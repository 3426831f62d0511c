"""How much one may ask of the desk by its sockets: by caller, by network address, by merchant.

A process counts what it lets through and tells the shared count only when it has passed a quarter of
what is left. So a frame too many costs no call at all, one that a person sends costs none either, and
of a flood that comes through many processes each lets a quarter pass at most before it learns of the
others. Storage trouble lets frames through: a limit must not take the desk down with it.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from chalicelib.core.clock import Clock
from chalicelib.core.errors import Busy
from chalicelib.core.observe import logger
from chalicelib.live.gate import Line
from chalicelib.table import windows

SECONDS = 60
MOST_REMEMBERED = 20_000  # subjects; the one that was silent longest is forgotten first
PARTS = 4  # a process looks at the shared count after a part of what is left


class Asking(StrEnum):
    FRAMES = "frames"
    WORDS = "words"  # what would be stored
    STARTS = "starts"  # what may begin a conversation


Amounts = Mapping[Asking, int]
STORED = ("say", "edit", "recall")  # a name may be anything, also what has no hash


class Subject(StrEnum):
    VISITOR = "visitor"
    STAFF = "staff"
    ADDRESS = "address"
    MERCHANT = "merchant"


# In a minute. A person writes a few words in that time; what stands here ends floods, not talks.
MOST: Mapping[Subject, Amounts] = {
    Subject.VISITOR: {Asking.FRAMES: 900, Asking.WORDS: 300, Asking.STARTS: 10},
    Subject.STAFF: {Asking.FRAMES: 6_000, Asking.WORDS: 3_000},
    Subject.ADDRESS: {Asking.FRAMES: 18_000, Asking.WORDS: 6_000, Asking.STARTS: 300},
    Subject.MERCHANT: {Asking.FRAMES: 120_000, Asking.WORDS: 30_000, Asking.STARTS: 3_000},
}


class Share(Protocol):
    """Adds to the count that all processes share; what it is then."""

    def __call__(self, name: str, subject: str, *, window: int, seconds: int, n: int) -> int: ...


@dataclass(slots=True)
class Tally:
    """What a process knows of a subject's window: what all had passed when it last looked, and its own."""

    most: int
    window: int
    known: int = 0
    untold: int = 0

    @property
    def full(self) -> bool:
        return self.known + self.untold >= self.most

    @property
    def due(self) -> bool:
        return self.untold >= max(1, (self.most - self.known) // PARTS)


Named = tuple[str, str]  # of the limit, of its subject
Counted = Sequence[tuple[Named, Tally]]


class Backpressure:
    def __init__(
        self, *, clock: Clock, share: Share = windows.add, most: Mapping[Subject, Amounts] = MOST
    ) -> None:
        self._clock = clock
        self._share = share
        self._limits = {
            subject: [(f"{asking}_of_{subject}", asking, each) for asking, each in amounts.items()]
            for subject, amounts in most.items()
        }
        self._tallies: OrderedDict[Named, Tally] = OrderedDict()

    def admit(self, line: Line, frame: Mapping[str, Any]) -> Counted:
        """Count a frame, or Busy before anything is read or written."""
        now = self._clock()
        window = windows.window_of(now, SECONDS)
        counted = [
            (named, self._tally(named, most, window)) for named, most in self._of(line, frame)
        ]
        for (limit, _), tally in counted:
            if tally.full:
                wait = window + SECONDS - now.timestamp()
                raise Busy(
                    "Too much at once; send it again later.",
                    rule=limit,
                    retry_after=int(wait) + 1,
                    retry_ms=int(wait * 1_000) + 1,
                )
        for _, tally in counted:
            tally.untold += 1
        return counted

    def _of(self, line: Line, frame: Mapping[str, Any]) -> Iterator[tuple[Named, int]]:
        desk = line.desk
        caller = Subject.VISITOR if desk.caller.is_visitor else Subject.STAFF
        subjects = (
            (caller, f"{desk.merchant}|{desk.caller.id}"),
            (Subject.ADDRESS, desk.address),
            (Subject.MERCHANT, desk.merchant),
        )
        asked = _asked(frame)
        for subject, name in subjects:
            for limit, asking, most in self._limits[subject]:
                if name and asking in asked:
                    yield (limit, name), most

    def _tally(self, named: Named, most: int, window: int) -> Tally:
        found = self._tallies.get(named)
        if found is None or found.window != window:
            found = self._tallies[named] = Tally(most, window)
        self._tallies.move_to_end(named)
        while len(self._tallies) > MOST_REMEMBERED:
            self._tallies.popitem(last=False)
        return found

    def tell(self, counted: Counted) -> None:
        """After the frame: the shared counts that are due."""
        for (limit, subject), tally in counted:
            if tally.due:
                self._tell_one(limit, subject, tally)

    def _tell_one(self, limit: str, subject: str, tally: Tally) -> None:
        try:
            tally.known = self._share(
                limit, subject, window=tally.window, seconds=SECONDS, n=tally.untold
            )
            tally.untold = 0
        except windows.NotCounted:
            logger.exception("frames not counted", limit=limit)


def _asked(frame: Mapping[str, Any]) -> tuple[Asking, ...]:
    if frame.get("t") not in STORED:
        return (Asking.FRAMES,)
    if frame["t"] != "say" or frame.get("conversation") is not None:
        return Asking.FRAMES, Asking.WORDS
    return Asking.FRAMES, Asking.WORDS, Asking.STARTS
