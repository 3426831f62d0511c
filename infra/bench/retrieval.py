"""How well the bot's engine finds, on data that it was not tuned on.

    python -m infra.bench.retrieval [--data FOLDER]     or DATA=FOLDER python -m infra.bench.retrieval

Each set is split by a hash of its ids. The thresholds and the weights of confidence were fitted on one
half, the other is what is printed; the constants of retrieval itself were chosen among some twenty-five
settings on samples of the whole sets. Where a set is absent it says so. An entry is a question with its other
wordings; "unknown" questions have no entry, and every answer to one is wrong.
"""

import argparse
import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from chalicelib.bot.bm25 import encode
from chalicelib.bot.model import Outcome
from chalicelib.bot.text import fold
from chalicelib.bot.wishes import wishes_person
from infra.bench import bases
from infra.bench.asked import Asked, Entry, decided, half, read, search, share
from infra.parts import ROOT

WORDINGS, MOST = 10, 1_500
SHOWN = 3


def shuffled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: hashlib.sha256(str(row["id"]).encode()).hexdigest())


def merchants(folder: Path) -> Iterator[Asked]:
    """Questions to 143 merchants, each with its own few entries (DSTC11 track 5)."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for row in read(folder / "en_merchant_faq_dstc11.jsonl"):
        entries[row["merchant"]].append(Entry(row["faq_id"], "en", row["question"], row["answer"]))
    models = {merchant: encode(own) for merchant, own in entries.items()}
    for row in read(folder / "en_merchant_faq_queries.jsonl"):
        for merchant in {faq.rpartition("-")[0] for faq in row["faq"]}:
            ids = frozenset(each.id for each in entries[merchant])
            right = frozenset(row["faq"])
            yield Asked(row["id"], row["query"], models[merchant], ids, "en", right)


def intents(
    path: Path, locale: str, known: Callable[[str], bool], trained: str = "train"
) -> Iterator[Asked]:
    """Each intent an entry with ten wordings; what is asked are texts of the other splits."""
    rows = shuffled(read(path))
    wordings: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["split"] == trained and known(row["intent"]):
            wordings[row["intent"]].append(row["text"])
    entries = [
        Entry(intent, locale, texts[0], "", tuple(texts[1:WORDINGS]))
        for intent, texts in sorted(wordings.items())
    ]
    model, ids = encode(entries), frozenset(wordings)
    for row in [each for each in rows if each["split"] != trained][:MOST]:
        right = ids & {row["intent"]}
        yield Asked(str(row["id"]), row["text"], model, ids, locale, right)


def banking(folder: Path) -> Iterator[Asked]:
    """Half of the intents have no entry: the unknown is close to the known."""
    return intents(folder / "en_banking77.jsonl", "en", lambda intent: bool(half(intent)))


def clinc(folder: Path) -> Iterator[Asked]:
    return intents(folder / "en_clinc150.jsonl", "en", lambda intent: intent != "oos")


def doctors(folder: Path) -> Iterator[Asked]:
    """What patients wrote at length; the short title of every second question is an entry."""
    rows = shuffled(read(folder / "zh_medical.jsonl"))[:MOST]
    titles = [row for row in rows if half(row["title"])]
    model = encode([Entry(row["id"], "zh", row["title"], row["answer"]) for row in titles])
    ids = frozenset(row["id"] for row in titles)
    named: dict[str, set[str]] = defaultdict(set)
    for row in titles:
        named[row["title"]].add(row["id"])
    for row in rows:
        right = frozenset(named.get(row["title"], ()))
        yield Asked(str(row["id"]), row["ask"], model, ids, "zh", right)


def short(folder: Path) -> Iterator[Asked]:
    """Short Chinese wishes (xSID); entries from the validation split."""
    rows = [row for row in read(folder / "zh_en_xsid.jsonl") if row["lang"] == "zh"]
    wordings: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["split"] == "valid":
            wordings[row["intent"]].append(row["text"])
    entries = [Entry(i, "zh", t[0], "", tuple(t[1:WORDINGS])) for i, t in sorted(wordings.items())]
    model, ids = encode(entries), frozenset(wordings)
    for row in rows:
        if row["split"] != "valid":
            yield Asked(str(row["id"]), row["text"], model, ids, "zh", ids & {row["intent"]})


SETS: dict[str, Callable[[Path], Iterator[Asked]]] = {
    "dstc11, per merchant": merchants,
    "banking77, half the intents unknown": banking,
    "clinc150, with out of scope": clinc,
    "zh medical, half the titles unknown": doctors,
    "xsid zh": short,
}


def figures(asked: Sequence[Asked]) -> str:
    known = [each for each in asked if each.right]
    found = [[hit.entry for hit in search(each, SHOWN)] for each in known]
    first = sum(bool(each.right & set(ids[:1])) for each, ids in zip(known, found, strict=True))
    three = sum(bool(each.right & set(ids)) for each, ids in zip(known, found, strict=True))
    outcomes = [(each, decided(each)) for each in asked]
    answers = [pair for pair in outcomes if pair[1].outcome is Outcome.ANSWER]
    backs = [pair for pair in outcomes if pair[1].outcome is Outcome.ASK_BACK]
    right = [sum(bool(e.right & set(d.entries)) for e, d in some) for some in (answers, backs)]
    return (
        f"{len(known):5} {share(first, len(known))} {share(three, len(known))} | {len(asked):5}"
        f" {share(len(answers), len(asked))} {share(right[0], len(answers))} |"
        f" {share(len(backs), len(asked))} {share(right[1], len(backs))}"
    )


def customers(folder: Path) -> Iterator[str]:
    """Real sentences of customers who ask for something else than a person."""
    for name in ("en_banking77.jsonl", "en_clinc150.jsonl", "zh_en_xsid.jsonl"):
        rows = read(folder / name)
        yield from (row["text"] for row in rows if row["intent"] != "are_you_a_bot")
    for name in ("zh_dialogs_crosswoz.jsonl", "en_dialogs_star.jsonl"):
        for row in read(folder / name):
            yield from (turn[1] for turn in row["turns"] if turn[0] == "user")
    for row in read(folder / "zh_medical.jsonl"):
        yield from (row["title"], row["ask"])


def wishes(folder: Path) -> Iterator[str]:
    for language in ("zh", "en"):
        path = ROOT / "tests/rooms/data" / f"handover_{language}.txt"
        lines = [line for line in path.read_text("utf-8").splitlines() if half(line)]
        found = sum(wishes_person(fold(line)) for line in lines)
        yield f"asks for a person, {language}: {found} of {len(lines)} set aside are understood"
    texts = list(customers(folder))
    wrong = sum(wishes_person(fold(text)) for text in texts)
    yield f"asks for something else: {wrong} of {len(texts)} are taken for a wish"


def main() -> None:
    options = argparse.ArgumentParser(description="What the bot's engine finds on data set aside.")
    folder = Path(os.environ.get("DATA") or ROOT.parent / "shared" / "data")
    options.add_argument("--data", type=Path, default=folder)
    data = options.parse_args().data
    print(f"{'set, its half set aside':36} known  top1  top3 |   all answered right | asked right")
    for name, source in SETS.items():
        try:
            asked = [each for each in source(data) if half(f"{each.id}x")]
        except FileNotFoundError as absent:
            print(f"{name:36} absent: {absent.filename}")
        else:
            print(f"{name:36} {figures(asked)}", flush=True)
    print()
    for line in bases.lines(data):
        print(line, flush=True)
    print()
    try:
        for line in wishes(data):
            print(line)
    except FileNotFoundError as absent:
        print(f"customers' sentences are absent: {absent.filename}")


if __name__ == "__main__":
    main()
