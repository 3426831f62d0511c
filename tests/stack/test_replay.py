"""A short replay of the shop's own dialogues, through the real protocols, on the running stack."""

import json

from infra.local.place import ROOT
from tests.stack.fixtures import Stack, command

DIALOGUES = ROOT / "infra" / "local" / "dialogues.jsonl"


def test_nothing_is_lost_doubled_or_out_of_order(running: Stack) -> None:
    done = command(running.place, str(DIALOGUES), module="infra.replay")
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads((ROOT / "build" / "replay.json").read_text(encoding="utf-8"))
    lines = DIALOGUES.read_text(encoding="utf-8").splitlines()
    turns = sum(len(json.loads(line)["turns"]) for line in lines)
    assert figures["sent"] == figures["acknowledged"] == figures["stored"] == turns
    assert (figures["lost"], figures["doubled"], figures["out_of_order"]) == (0, 0, 0)
