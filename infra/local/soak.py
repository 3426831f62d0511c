"""make soak [PARTS="deliveries replay"] [MINUTES=n] [DIALOGUES=FILE]: long runs, one part after the other.

deliveries  100,000 deliveries doubled, reordered, late and crashed, 20 seeds, on AWS in memory
histories   300 random histories of everyone in a conversation, checked as a whole
warm        1,000,000 invocations of one warm process, whose memory has to stay flat
kills       500 workers of the functions killed while customers write, on the running stack
chaos       1,000 messages of two people with two tabs each, in browsers whose sockets are cut 100 times
left        somebody leaves the widget, and the answer goes on by mail after five real minutes
replay      the replay again and again on the running stack, for MINUTES

Each prints its figures and ends the run where something was lost, doubled or out of order.
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
COMMANDS = {
    "deliveries": ["-m", "tests.delivery.hostile", "--deliveries", "100000", "--seeds", "20"],
    "histories": ["-m", "tests.delivery.histories", "--histories", "300", "--steps", "50"],
    "warm": ["-m", "tests.delivery.warm", "--invocations", "1000000"],
    "kills": ["-m", "tests.stack.kills", "--kills", "500"],
    "left": ["-m", "tests.stack.left"],
    "chaos": ["-m", "pytest", "-q", "tests/browser/test_chaos.py"],
}
LONG = {"CHAOS_MESSAGES": "1000", "CHAOS_DROPS": "100"}
REPLAY = "replay"


def run(part: str) -> None:
    """In a process of its own, that prints its figures and fails by its exit code."""
    say.line(f"{part}: python {' '.join(COMMANDS[part])}")
    command = [sys.executable, *COMMANDS[part]]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | LONG, check=False)
    if done.returncode:
        sys.exit(f"{part} failed, see above.")


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


def replay(dialogues: str, minutes: float) -> None:
    where = place.here()
    ends, rounds = time.monotonic() + minutes * 60, []
    while time.monotonic() < ends:
        figures = round_of(dialogues) | {"memory_mb": resident_mb(where)}
        rounds.append(figures)
        faults = "  ".join(f"{name} {figures[name]}" for name in FAULTS)
        say.line(
            f"round {len(rounds)}: {figures['acknowledged']} messages  {faults}  "
            f"p95 {figures['seen_ms']['p95']} ms  {figures['memory_mb']} MB"
        )
    RESULT.write_text(json.dumps(rounds, indent=1))
    total = sum(figures["acknowledged"] for figures in rounds)
    say.line(f"{total} messages in {len(rounds)} rounds, all of them faithful: {RESULT.name}")


def main() -> None:
    parts = (os.environ.get("PARTS") or " ".join([*COMMANDS, REPLAY])).split()
    if strangers := set(parts) - {*COMMANDS, REPLAY}:
        sys.exit(f"No such part: {', '.join(sorted(strangers))}. There are {', '.join(COMMANDS)}.")
    for part in parts:
        if part == REPLAY:
            replay(sys.argv[1], float(os.environ.get("MINUTES") or 10))
        else:
            run(part)


if __name__ == "__main__":
    main()
