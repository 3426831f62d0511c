"""What runs on this machine, from /proc where there is one, else from `ps`."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    number: int
    parent: int
    born: str
    resident_kb: int


def look(number: int) -> Process | None:
    return _from_proc(number) if PROC.is_dir() else _from_ps().get(number)


def family(roots: list[int]) -> list[Process]:
    """These processes and all that descend from them."""
    everyone = _everyone()
    members, unseen = {n: everyone[n] for n in roots if n in everyone}, True
    while unseen:
        children = {n: p for n, p in everyone.items() if p.parent in members and n not in members}
        members |= children
        unseen = bool(children)
    return list(members.values())


def _everyone() -> dict[int, Process]:
    if not PROC.is_dir():
        return _from_ps()
    found = (_from_proc(int(p.name)) for p in PROC.iterdir() if p.name.isdigit())
    return {p.number: p for p in found if p}


def _from_proc(number: int) -> Process | None:
    try:
        text = (PROC / str(number) / "stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    if fields[0] in "ZX":
        return None
    pages = int(fields[21])
    return Process(number, int(fields[1]), fields[19], pages * os.sysconf("SC_PAGE_SIZE") // 1024)


def _from_ps() -> dict[int, Process]:
    done = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,rss=,stat=,lstart="], capture_output=True, text=True, check=True
    )
    rows = (line.split(None, 4) for line in done.stdout.splitlines())
    return {
        int(r[0]): Process(int(r[0]), int(r[1]), r[4], int(r[2]))
        for r in rows
        if not r[3].startswith("Z")
    }
