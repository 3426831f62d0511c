"""Small knowledge bases, drawn from the data by the dozen: who has five entries is asked for more than five.

A base is some of a set's intents, or titles, or a demo merchant's own entries. Half of what it is asked
was left out of it: every answer to that is wrong. One half of draws and texts is for fitting, the other
for figures.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from chalicelib.bot.bm25 import encode
from chalicelib.bot.model import Outcome
from infra.bench.asked import Asked, Entry, decided, half, read, share
from infra.parts import ROOT

SIZES = (5, 10, 20, 50)
# As merchants write: a question, and up to four more wordings of it.
WORDINGS = 5
ASKED, EACH = 600, 20
DEMO = ROOT / "infra/local/demo"
QUESTIONS = ROOT / "tests/rooms/data/demo_questions.tsv"


@dataclass(frozen=True, slots=True)
class Pool:
    """What a base can have by name, with its wordings or its text, and what customers ask about it."""

    locale: str
    wordings: dict[str, list[str]]
    asked: dict[str, list[str]]
    bodies: dict[str, str]

    @property
    def names(self) -> list[str]:
        return sorted(self.wordings.keys() & self.asked.keys())


def intents(folder: Path, name: str, locale: str, part: int) -> Pool:
    wordings: dict[str, list[str]] = defaultdict(list)
    asked: dict[str, list[str]] = defaultdict(list)
    for row in read(folder / name):
        if row.get("lang", locale) == locale and row["intent"] != "oos":
            if row["split"] in {"train", "valid"}:
                wordings[row["intent"]].append(row["text"])
            elif half(f"{row['id']}x") == part:
                asked[row["intent"]].append(row["text"])
    return Pool(locale, wordings, asked, {})


def titles(folder: Path, part: int) -> Pool:
    """Patients' questions at length; an entry has one title and a doctor's answer."""
    rows = {row["title"]: row for row in read(folder / "zh_medical.jsonl")}
    own = {title: row for title, row in rows.items() if half(title) == part}
    asked = {title: [row["ask"]] for title, row in own.items()}
    return Pool(
        "zh",
        {title: [title] for title in own},
        asked,
        {title: row["answer"] for title, row in own.items()},
    )


POOLS: dict[str, Callable[[Path, int], Pool]] = {
    "banking77": lambda folder, part: intents(folder, "en_banking77.jsonl", "en", part),
    "clinc150": lambda folder, part: intents(folder, "en_clinc150.jsonl", "en", part),
    "xsid zh": lambda folder, part: intents(folder, "zh_en_xsid.jsonl", "zh", part),
    "zh medical": titles,
}


def drawn(pool: Pool, size: int, part: int) -> Iterator[Asked]:
    """Bases of this many entries until enough was asked of them; none where there are too few."""
    if len(pool.names) <= size:
        return
    for draw in count(part, 2):
        if draw // 2 * EACH >= ASKED:
            return
        yield from _base(pool, size, Random(f"{size} {draw}"))  # noqa: S311 - no secret


def _base(pool: Pool, size: int, random: Random) -> Iterator[Asked]:
    names = random.sample(pool.names, size)
    entries = [_entry(pool, name, random) for name in names]
    model, ids = encode(entries), frozenset(names)
    absent = sorted(set(pool.names) - ids)
    for _ in range(EACH // 2):
        for name in (random.choice(names), random.choice(absent)):
            text = random.choice(pool.asked[name])
            yield Asked(text, text, model, ids, pool.locale, ids & {name})


def _entry(pool: Pool, name: str, random: Random) -> Entry:
    said = pool.wordings[name]
    some = random.sample(said, min(len(said), random.randint(1, WORDINGS)))
    return Entry(name, pool.locale, some[0], pool.bodies.get(name, ""), tuple(some[1:]))


def demo(merchant: str) -> Iterator[Asked]:
    """Questions to a demo merchant as its customers might put them; for half of them it has no entry."""
    entries = demo_entries(merchant)
    model, ids = encode(entries), frozenset(each.id for each in entries)
    for line in QUESTIONS.read_text("utf-8").splitlines():
        asked_of, locale, text, title = line.split("\t")
        if asked_of == merchant:
            yield Asked(text, text, model, ids, locale, ids & {title})


def demo_entries(merchant: str) -> Sequence[Entry]:
    story: dict[str, Any] = json.loads((DEMO / f"{merchant}.json").read_text("utf-8"))
    return [
        Entry(
            each["title"],
            each["locale"],
            each["title"],
            each["body"],
            tuple(each["alternatives"]),
            tuple(each["keywords"]),
        )
        for each in story["knowledge"]
    ]


def lines(folder: Path) -> Iterator[str]:
    yield f"{'small bases':16} known  right  wrong  asked person | unknown  wrong  asked person"
    for name, pool_of in POOLS.items():
        try:
            pool = pool_of(folder, 1)
        except FileNotFoundError as absent:
            yield f"{name:16} absent: {absent.filename}"
            continue
        for size in SIZES:
            if asked := list(drawn(pool, size, 1)):
                yield f"{f'{name}, {size}':16} {outcomes(asked)}"
    for merchant in ("bamboo", "clinic"):
        yield f"{f'demo {merchant}':16} {outcomes(list(demo(merchant)))}"


def outcomes(asked: Sequence[Asked]) -> str:
    """Answered rightly or wrongly, asked back, given to a person; what is unknown has no right answer."""
    known = Counter(outcome(each) for each in asked if each.right)
    unknown = Counter(outcome(each) for each in asked if not each.right)
    of, off = known.total(), unknown.total()
    kinds = ("right", "wrong", Outcome.ASK_BACK, Outcome.HAND_OVER)
    told = "  ".join(share(known[kind], of) for kind in kinds)
    return (
        f"{of:5}  {told}  | {off:6}  {'  '.join(share(unknown[kind], off) for kind in kinds[1:])}"
    )


def outcome(asked: Asked) -> str:
    decision = decided(asked)
    if decision.outcome is not Outcome.ANSWER:
        return str(decision.outcome)
    return "right" if asked.right.intersection(decision.entries) else "wrong"
