"""The file of dialogues: one JSON object a line, {"id", "lang", "turns": [[role, text, …], …]}."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AUTHORS = {"user": "customer", "agent": "agent"}


class Unusable(Exception):  # noqa: N818 - a reason to stop, said to the user in one line
    """The replay cannot start; the message says what is missing."""


@dataclass(frozen=True)
class Turn:
    author: str
    text: str


@dataclass(frozen=True)
class Dialogue:
    id: str
    locale: str
    turns: tuple[Turn, ...]


def read(path: Path, limit: int | None = None) -> list[Dialogue]:
    if not path.is_file():
        raise Unusable(f"there is no file of dialogues at {path}")
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    found = [_dialogue(line, i, path.name) for i, line in enumerate(lines[:limit], 1)]
    if not found:
        raise Unusable(f"{path.name} holds no dialogue")
    return found


def _dialogue(line: str, number: int, file: str) -> Dialogue:
    try:
        row: dict[str, Any] = json.loads(line)
        turns = tuple(Turn(AUTHORS[role], str(text)) for role, text, *_ in row["turns"])
        # The number keeps two of one name apart; a turn's name has to fit the `ref` of a frame.
        name = f"{number}-{row['id']}"[:56]
        return Dialogue(name, "zh" if row.get("lang") == "zh" else "en", turns)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unusable(
            f"{file} line {number} is no dialogue: {type(error).__name__} {error}"
        ) from error
