"""A short replay of the shop's own dialogues, through the real protocols, on the running stack."""

import json
import os
import subprocess
import sys

from infra.local.place import ROOT
from tests.stack.fixtures import Stack

DIALOGUES = ROOT / "infra" / "local" / "dialogues.jsonl"


def test_nothing_is_lost_doubled_or_out_of_order(running: Stack) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "infra.replay", str(DIALOGUES)],
        cwd=ROOT,
        env=os.environ | running.place.environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads((ROOT / "build" / "replay.json").read_text(encoding="utf-8"))
    lines = DIALOGUES.read_text(encoding="utf-8").splitlines()
    turns = sum(len(json.loads(line)["turns"]) for line in lines)
    assert figures["sent"] == figures["acknowledged"] == figures["stored"] == turns
    assert (figures["lost"], figures["doubled"], figures["out_of_order"]) == (0, 0, 0)
