"""What one replay writes down while it plays; `compare` reads it afterwards."""

from collections import Counter
from dataclasses import dataclass, field

from infra.replay.compare import Acknowledged, Seen, Sent, Stored


@dataclass
class Ledger:
    sent: list[Sent] = field(default_factory=list)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    seen_ms: list[float] = field(default_factory=list)
    bot_ms: list[float] = field(default_factory=list)  # a first question until the bot's answer
    handover_ms: list[float] = field(default_factory=list)  # asked for a person until one holds it
    # What the clients had to heal: turns resent, sockets reconnected, sessions recovered, gaps
    # closed, pushes repeated, pushes asked for because none came, faults that named no frame.
    healed: Counter[str] = field(default_factory=Counter)
    _known: set[tuple[str, str, int]] = field(default_factory=set)

    def acknowledge(self, entry: Acknowledged) -> None:
        """The same answer again is no second acknowledgement; another seq for the turn is."""
        place = (entry.turn, entry.conversation, entry.seq)
        if place not in self._known:
            self._known.add(place)
            self.acknowledged.append(entry)

    @property
    def conversations(self) -> list[str]:
        """Those that exist: at least one turn of theirs was acknowledged."""
        return list(dict.fromkeys(entry.conversation for entry in self.acknowledged))
