"""An audit entry: who did what to what, when and from where, chained by hash per merchant."""

import hashlib
import json
from collections.abc import Iterable

from chalicelib.core.values import Value, asdict, field

GENESIS = "0" * 64


class Entry(Value, frozen=True):
    """`detail` holds ids, names of fields and states; never a sealed value."""

    n: int
    at: str
    actor_kind: str
    actor_id: str
    action: str
    object: str
    previous: str
    address: str = ""
    detail: dict[str, str] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


class Fault(Value, frozen=True):
    n: int
    what: str


def faults(entries: Iterable[tuple[Entry, str]], *, head_n: int, head_hash: str) -> list[Fault]:
    """What is wrong with a chain: entries in order of n with their stored hashes, and its head.

    Finds an edited, deleted, added or reordered entry, and a chain cut off at its end.
    """
    found: list[Fault] = []
    previous, expected = GENESIS, 1
    for entry, stored in entries:
        if entry.n != expected:
            found.append(Fault(expected, "missing"))
        if entry.previous != previous:
            found.append(Fault(entry.n, "does not follow the entry before it"))
        if entry.hash != stored:
            found.append(Fault(entry.n, "changed after it was written"))
        previous, expected = stored, entry.n + 1
    if (expected - 1, previous) != (head_n, head_hash):
        found.append(Fault(head_n, "the head does not match the last entry"))
    return found
