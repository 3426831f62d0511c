"""What a typical message is: the medians of a file of dialogues, else lengths that are stated here.

A line of the file is {"turns": [[role, text, seconds?, …], …]}; roles are user and agent.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

# Without a file: one sentence each, and a message of either side every half minute.
CUSTOMER = "Hello, where is the parcel that I ordered on Monday?"
AGENT = "Let me look that up for you. It left our warehouse this morning."
GAP_SECONDS = 30.0
TURNS = 16


@dataclass(frozen=True, slots=True)
class Typical:
    """`turns` messages of either side in one conversation, `gap` seconds apart."""

    source: str
    customer: str
    agent: str
    turns: int
    gap: float


STATED = Typical("stated lengths", CUSTOMER, AGENT, TURNS, GAP_SECONDS)


def middle(texts: Sequence[str]) -> str:
    """A real text of the median size in bytes: the size that a table counts."""
    return sorted(texts, key=lambda text: (len(text.encode()), text))[len(texts) // 2]


def _seconds(turns: Sequence[Sequence[Any]]) -> list[float]:
    told = [turn[2] for turn in turns if len(turn) > 2]  # noqa: PLR2004 - role, text, seconds
    return [float(each) for each in told if isinstance(each, int | float)]


def _pace(dialogues: Sequence[Sequence[Sequence[Any]]]) -> float:
    """Seconds between two messages, in the dialogue of median pace."""
    told = [times for each in dialogues if len(times := _seconds(each)) > 1]
    paces = [(times[-1] - times[0]) / (len(times) - 1) for times in told]
    return median(paces) if paces else GAP_SECONDS


def _dialogues(path: Path) -> Iterator[list[list[Any]]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)["turns"]


def typical(path: Path | None) -> Typical:
    if path is None:
        return STATED
    dialogues = list(_dialogues(path))
    said = {
        role: [turn[1] for turns in dialogues for turn in turns if turn[0] == role]
        for role in ("user", "agent")
    }
    turns = round(median(len(each) for each in dialogues))
    return Typical(path.name, middle(said["user"]), middle(said["agent"]), turns, _pace(dialogues))
