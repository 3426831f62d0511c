"""Measures Manydesk and holds the figures beside their budgets.

    python -m infra.bench [--dialogues FILE] [--out build/bench.json] [--without-desk]
    DIALOGUES=FILE make bench

Every figure is measured in this run or computed from real items by DynamoDB's own rules; what is
assumed is said in the row's name or in the module that makes it. The part that needs a running desk
comes last (`infra.bench.live`). Ends with 1 where a budget is broken.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from infra.bench import (
    answers,
    assigning,
    cases,
    costs,
    door,
    due,
    handlers,
    lists,
    mails,
    rows,
    sizes,
    spending,
    startup,
    texts,
)
from infra.bench.rows import Row
from infra.bench.story import FIRST, TO_BOT, Story
from infra.bench.texts import Typical
from infra.bench.theatre import theatre
from infra.parts import ROOT

OUT = ROOT / "build" / "bench.json"


def messages(typical: Typical, work: Path) -> Iterator[Row]:
    """Units, processor time, lists and money: all of them need the house."""
    with theatre() as stage:
        played = costs.play(stage, typical)
        story = Story(stage, typical)
        talk, beside = story.without_bot(), story.beside()
        whole = Story(stage, typical).with_bot()
        recording = handlers.record(stage, typical)
        handlers.add_run(recording, whole, TO_BOT, "relay")
        handlers.add_run(recording, whole, TO_BOT, "reply_bot")
        handlers.add_run(recording, talk, FIRST, "assign")
        listed = list(lists.rows(stage, typical))
        filed = [*cases.rows(stage, typical), *due.rows(stage)]
        worked = [*answers.rows(stage), *assigning.rows(stage)]
        settings = stage.settings
    results = handlers.duels(recording, settings, work)
    yield from costs.rows(played, typical)
    yield from handlers.rows(results)
    yield from listed
    yield from filed
    yield from worked
    yield from spending.rows(spending.Told(talk, whole, beside, typical), results)


def sections(typical: Typical, work: Path) -> dict[str, Callable[[], Iterable[Row]]]:
    return {
        f"A message, its lists and its price ({typical.source})": lambda: messages(typical, work),
        "E-mail": lambda: mails.bench(mails.folder()),
        "The door of the channels": lambda: door.bench(work),
        "Start-up": lambda: startup.rows(work / "byte-code"),
        "Artefacts": lambda: sizes.zips(work / "built"),
        "Web apps": sizes.web,
    }


def measure(typical: Typical) -> list[Row]:
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as work:
        for title, section in sections(typical, Path(work)).items():
            made = list(section())
            print(
                f"\n{title}\n{rows.table(made) if made else 'not built, not measured'}", flush=True
            )
            found += made
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description="What Manydesk costs, beside its budgets.")
    given = os.environ.get("DIALOGUES")
    asked.add_argument("--dialogues", type=Path, default=Path(given) if given else None)
    asked.add_argument("--out", type=Path, default=OUT)
    asked.add_argument("--without-desk", action="store_true", help="nothing that needs a stack")
    options = asked.parse_args()
    began = time.monotonic()
    path = rows.write(measure(texts.typical(options.dialogues)), options.out)
    if not options.without_desk:
        print("\nA running desk", flush=True)
        subprocess.run([sys.executable, "-m", "infra.bench.live", "--out", str(path)], check=True)
    found = rows.read(path)
    broken = [row for row in found if not row.holds]
    print(f"\n{len(found)} figures in {time.monotonic() - began:.0f} s, written to {path}")
    print(f"{len(broken)} of {sum(row.bound is not None for row in found)} budgets do not hold")
    for row in broken:
        why = f" ({row.why})" if row.why else ""
        print(
            f"  {row.name}: {rows.number(row.value)} {row.unit}, not {rows.number(row.bound or 0)}{why}"
        )
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
