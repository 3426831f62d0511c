"""Reads the logs as they grow and says in one line what went wrong, and where to read more."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

BAD = {"ERROR", "CRITICAL"}
LONGEST = 200


@dataclass
class Tail:
    """What was added to a file since the last look."""

    path: Path
    at: int = field(init=False)
    half: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self.at = self.path.stat().st_size if self.path.exists() else 0

    def lines(self) -> list[str]:
        if not self.path.exists():
            return []
        with self.path.open(encoding="utf-8", errors="replace") as log:
            log.seek(self.at)
            text = self.half + log.read()
            self.at = log.tell()
        *whole, self.half = text.split("\n")
        return whole


@dataclass
class Functions:
    """The functions' log: a head line for each invocation, its own lines below, set in."""

    tail: Tail
    name: str = "?"

    def troubles(self) -> Iterator[str]:
        failed, last = "", ""
        for line in self.tail.lines():
            if not line.startswith("  "):
                if failed:
                    yield f"{failed}: {last or 'no word why'}"
                _, self.name, outcome, *_ = [*line.split(" "), "", ""]
                failed, last = (self.name if outcome == "failed" else ""), ""
            elif trouble := of_json(line.strip()):
                yield f"{self.name}: {trouble}"
            else:
                last = line.strip() or last
        if failed:
            yield f"{failed}: {last or 'no word why'}"


def of_json(line: str) -> str:
    """The trouble in one of our own structured lines, or nothing."""
    try:
        entry = json.loads(line)
    except ValueError:
        return ""
    if not isinstance(entry, dict) or entry.get("level") not in BAD:
        return ""
    exception = str(entry.get("exception", "")).strip().splitlines()
    return f"{entry.get('message')} {exception[-1] if exception else ''}".strip()


@dataclass
class Plain:
    """A log of which every line that names an error is worth showing."""

    tail: Tail

    def troubles(self) -> Iterator[str]:
        for line in self.tail.lines():
            if any(word in line for word in (*BAD, "WARNING", "Traceback")):
                yield f"{self.tail.path.stem}: {line.strip()}"


def watch(log: Path) -> list[Functions | Plain]:
    plain = [Plain(Tail(log / name)) for name in ("aws.log", "proxy.log")]
    return [Functions(Tail(log / "functions.log")), *plain]


def shown(trouble: str, log: Path) -> str:
    short = trouble if len(trouble) <= LONGEST else f"{trouble[:LONGEST]} …"
    return f"✗ {short}   (all of it: {log})"
