"""The figures of one replay: a table for the reader, an object for build/replay.json."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infra.replay.compare import BOT, Report
from infra.replay.ledger import Ledger

FILE = Path("build/replay.json")
PERCENTILES = (50, 95, 99)


def figures(
    file: str, ledger: Ledger, report: Report, *, cpu_s: float | None, seconds: float
) -> dict[str, Any]:
    messages = len(ledger.acknowledged)
    return {
        "file": file,
        "conversations": len(ledger.conversations),
        "sent": len(ledger.sent),
        "acknowledged": messages,
        "seen": sum(entry.author != BOT for entry in ledger.seen),
        "stored": sum(entry.author != BOT for entry in ledger.stored),
        "lost": report.lost,
        "doubled": report.doubled,
        "out_of_order": report.out_of_order,
        "seen_ms": percentiles(ledger.seen_ms),
        "bot_replies": sum(entry.author == BOT for entry in ledger.stored),
        "bot_first_ms": percentiles(ledger.bot_ms),
        "handed_over": len(ledger.handover_ms),
        "handover_ms": percentiles(ledger.handover_ms),
        "worker_cpu_ms_per_message": (
            round(cpu_s * 1000 / messages, 2) if cpu_s is not None and messages else None
        ),
        "refused": len(ledger.refused),
        "broken_off": len(ledger.broken),
        "healed": dict(sorted(ledger.healed.items())),
        "seconds": round(seconds, 1),
    }


def percentiles(values: Sequence[float]) -> dict[str, float | None]:
    return {f"p{p}": percentile(values, p) for p in PERCENTILES}


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Nearest rank: always a value that was measured."""
    ordered = sorted(values)
    rank = math.ceil(len(ordered) * percent / 100)
    return round(ordered[rank - 1], 1) if ordered else None


def table(result: dict[str, Any], report: Report) -> str:
    head = ("", "entries", "lost", "doubled", "out of order")
    rows = [
        (a.name, a.entries, len(a.lost), len(a.doubled), len(a.out_of_order))
        for a in report.accounts
    ]
    lines = [f"{a:<22}{b:>9}{c:>7}{d:>9}{e:>14}" for a, b, c, d, e in (head, *rows)]
    rest = ("conversations", "sent", "seen_ms", "bot_replies", "bot_first_ms", "handed_over",
            "handover_ms", "worker_cpu_ms_per_message", "refused", "broken_off", "healed",
            "seconds")  # fmt: skip
    return "\n".join([*lines, "", *(f"{name:<28}{_plain(result[name])}" for name in rest)])


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {number}" for name, number in value.items()) or "nothing"
    return "not measured" if value is None else str(value)


def write(result: dict[str, Any], path: Path = FILE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
