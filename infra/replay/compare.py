"""Three accounts of the same dialogues, held against each other; pure.

The sent turns are the yardstick. What was acknowledged, what each side was shown and what the
history keeps must each hold every turn once, in the order of the talk, at the acknowledged seq. The
bot has no script: what the history keeps of it is the yardstick of what the customer was shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SIDES = ("customer", "agent")
BOT = "bot"
EXAMPLES = 3


@dataclass(frozen=True)
class Sent:
    turn: str
    conversation: str
    author: str
    text: str


@dataclass(frozen=True)
class Acknowledged:
    turn: str
    conversation: str
    session: str
    n: int
    seq: int
    text: str


@dataclass(frozen=True)
class Seen:
    receiver: str
    conversation: str
    seq: int
    author: str
    text: str


@dataclass(frozen=True)
class Stored:
    conversation: str
    seq: int
    author: str
    text: str


@dataclass(frozen=True)
class Account:
    """What is wrong with one account; every entry is one line a reader can follow."""

    name: str
    entries: int
    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    accounts: tuple[Account, ...]

    @property
    def lost(self) -> int:
        return sum(len(account.lost) for account in self.accounts)

    @property
    def doubled(self) -> int:
        return sum(len(account.doubled) for account in self.accounts)

    @property
    def out_of_order(self) -> int:
        return sum(len(account.out_of_order) for account in self.accounts)

    @property
    def faithful(self) -> bool:
        return not (self.lost or self.doubled or self.out_of_order)

    def examples(self) -> Iterable[str]:
        """The first few of each kind, account by account."""
        for account in self.accounts:
            for kind in ("lost", "doubled", "out_of_order"):
                for line in getattr(account, kind)[:EXAMPLES]:
                    yield f"{kind.replace('_', ' ')} · {account.name} · {line}"


class _Entry(NamedTuple):
    conversation: str
    key: tuple[str, ...]
    seq: int | None  # None: expected, but nobody was told where it stands
    text: str

    def __str__(self) -> str:
        place = f"seq {self.seq}" if self.seq is not None else "no seq"
        return f"{self.conversation} {place}: {self.text[:60]}"


def compare(
    sent: Sequence[Sent],
    acknowledged: Sequence[Acknowledged],
    seen: Sequence[Seen],
    stored: Sequence[Stored],
) -> Report:
    told = {a.turn: a.seq for a in reversed(acknowledged)}  # the first word counts
    wanted = [(s.author, _Entry(s.conversation, (s.author, s.text), told.get(s.turn), s.text))
              for s in sent]  # fmt: skip
    turns = [_Entry(s.conversation, (s.turn,), None, s.text) for s in sent]
    answers = [_Entry(a.conversation, (a.turn,), a.seq, a.text) for a in acknowledged]
    heard = [s for s in seen if s.author != BOT]
    people = [s for s in stored if s.author != BOT]
    return Report((
        _account("acknowledged", turns, answers),
        *(_account(f"seen by the {side}",
                   [entry for author, entry in wanted if author != side],
                   [_written(s) for s in heard if s.receiver == side]) for side in SIDES),
        _account("stored", [entry for _, entry in wanted], [_written(s) for s in people]),
        _account("the bot, as seen", [_written(s) for s in stored if s.author == BOT],
                 [_written(s) for s in seen if s.author == BOT]),
    ))  # fmt: skip


def _written(entry: Seen | Stored) -> _Entry:
    return _Entry(entry.conversation, (entry.author, entry.text), entry.seq, entry.text)


def _account(name: str, wanted: list[_Entry], found: list[_Entry]) -> Account:
    wanted_in, found_in = _by_conversation(wanted), _by_conversation(found)
    lost: list[str] = []
    doubled: list[str] = []
    out_of_order: list[str] = []
    for conversation in dict.fromkeys((*wanted_in, *found_in)):
        here, there = wanted_in[conversation], found_in[conversation]
        pairs = _pair(here, there)
        matched = set(pairs.values())
        lost += [str(entry) for i, entry in enumerate(here) if i not in matched]
        doubled += [str(entry) for j, entry in enumerate(there) if j not in pairs]
        out_of_order += _strays(here, there, pairs)
    return Account(name, len(found), tuple(lost), tuple(doubled), tuple(out_of_order))


def _by_conversation(entries: Iterable[_Entry]) -> defaultdict[str, list[_Entry]]:
    groups: defaultdict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.conversation].append(entry)
    return groups


def _pair(wanted: list[_Entry], found: list[_Entry]) -> dict[int, int]:
    """Which wanted entry each found one is: the one at its own seq, else the first still open.

    Dialogues say "thanks" twice, so a text alone does not tell which turn it is.
    """
    pairs: dict[int, int] = {}
    for exact in (True, False):
        waiting = defaultdict(list)
        for i in sorted(set(range(len(wanted))) - set(pairs.values()), reverse=True):
            waiting[(wanted[i].key, wanted[i].seq if exact else None)].append(i)
        for j, entry in enumerate(found):
            candidates = waiting[(entry.key, entry.seq if exact else None)]
            if j not in pairs and candidates:
                pairs[j] = candidates.pop()
    return pairs


def _strays(wanted: list[_Entry], found: list[_Entry], pairs: dict[int, int]) -> list[str]:
    strays = []
    last_turn, last_seq = -1, -1
    for j, i in sorted(pairs.items()):
        seq, told = found[j].seq or 0, wanted[i].seq  # only wanted entries may lack one
        if i < last_turn or seq <= last_seq or told not in (None, seq):
            strays.append(f"{found[j]}" + (f" (told {told})" if told not in (None, seq) else ""))
        last_turn, last_seq = max(i, last_turn), max(seq, last_seq)
    return strays
