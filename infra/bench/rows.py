"""A measured figure beside its bound, and the table of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """`bound` is the most that the value may be; None where there is no budget. `why`: it does not hold."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    why: str = ""

    @property
    def holds(self) -> bool:
        return self.bound is None or self.value <= self.bound

    def wire(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "bound": self.bound,
            "holds": self.holds,
            **({"why": self.why} if self.why and not self.holds else {}),
        }


def number(value: float) -> str:
    """Thousands grouped, and no more places than mean something."""
    places = 0 if float(value).is_integer() or abs(value) >= 1_000 else 2  # noqa: PLR2004
    return f"{value:,.{places}f}"


def line(row: Row, width: int) -> str:
    bound = "" if row.bound is None else f"≤ {number(row.bound)}"
    verdict = "" if row.bound is None else ("holds" if row.holds else "DOES NOT HOLD")
    return (
        f"{row.name:<{width}} {number(row.value):>10} {row.unit:<9} {bound:>11}  {verdict}".rstrip()
    )


def table(rows: Iterable[Row]) -> str:
    listed = list(rows)
    width = max(len(row.name) for row in listed)
    return "\n".join(line(row, width) for row in listed)


def write(rows: Iterable[Row], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([row.wire() for row in rows], indent=1, ensure_ascii=False) + "\n")
    return path


def read(path: Path) -> list[Row]:
    """What was written there; nothing where nothing was."""
    if not path.exists():
        return []
    found = json.loads(path.read_text(encoding="utf-8"))
    names = ("name", "value", "unit", "bound", "why")
    return [Row(**{name: each[name] for name in names if name in each}) for each in found]
