"""make soak [MINUTES=n] [DIALOGUES=FILE]: the replay again and again on the running stack.

A line a round: what was lost, doubled or out of order (nothing may be), how long a message took to
be seen, and the memory of the stack. Ends at the first round that was not faithful.
"""

import json
import os
import subprocess
import sys
import time
from typing import Any

from infra.local import place, say
from infra.local.memory import resident_mb
from infra.local.place import ROOT

FIGURES = ROOT / "build" / "replay.json"
RESULT = ROOT / "build" / "soak.json"
FAULTS = ("lost", "doubled", "out_of_order")


def round_of(dialogues: str) -> dict[str, Any]:
    """One replay in a process of its own; its words are shown only when it failed."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.replay", dialogues],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}")
    return dict(json.loads(FIGURES.read_text(encoding="utf-8")))


def main() -> None:
    where, minutes = place.here(), float(os.environ.get("MINUTES") or 10)
    ends, rounds = time.monotonic() + minutes * 60, []
    while time.monotonic() < ends:
        figures = round_of(sys.argv[1]) | {"memory_mb": resident_mb(where)}
        rounds.append(figures)
        faults = "  ".join(f"{name} {figures[name]}" for name in FAULTS)
        say.line(
            f"round {len(rounds)}: {figures['acknowledged']} messages  {faults}  "
            f"p95 {figures['seen_ms']['p95']} ms  {figures['memory_mb']} MB"
        )
    RESULT.write_text(json.dumps(rounds, indent=1))
    total = sum(figures["acknowledged"] for figures in rounds)
    say.line(f"{total} messages in {len(rounds)} rounds, all of them faithful: {RESULT.name}")


if __name__ == "__main__":
    main()
