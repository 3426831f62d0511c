"""CPU time of the Lambda workers: the descendants of the process that listens as the local AWS.

A worker that ends is added to its parent's account (cutime, cstime) once the parent has waited
for it, so the sum over the tree neither falls nor counts twice. What this can miss: a worker that
left the tree (its parent died first, so init inherited it), children of a parent that ignores
SIGCHLD, and the last 10 ms clock tick of each process. What it includes beside the messages: cold
starts, sockets opening, and anything else that the stack is asked while the replay runs.
"""

import contextlib
import os
from collections import defaultdict
from pathlib import Path

LISTEN = "0A"
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def worker_seconds(port: int) -> float | None:
    """User and system seconds so far; None when this machine does not tell."""
    listeners = _listeners(port)
    if not listeners:
        return None
    root = min(listeners)
    stats = _stats()
    return _tree(root, stats) - stats[root][1] if root in stats else None


def _tree(pid: int, stats: dict[int, tuple[int, float, float]]) -> float:
    children = defaultdict(list)
    for child, (parent, _, _) in stats.items():
        children[parent].append(child)
    total, todo = 0.0, [pid]
    while todo:
        at = todo.pop()
        total += stats[at][1] + stats[at][2]
        todo += children[at]
    return total


def _stats() -> dict[int, tuple[int, float, float]]:
    """For each process: its parent, its own seconds, those of its ended children."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            # The name in brackets may hold spaces; the fields are counted after it.
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        own, ended = (sum(map(int, fields[i : i + 2])) * TICK_S for i in (11, 13))
        found[int(entry.name)] = (int(fields[1]), own, ended)
    return found


def _listeners(port: int) -> list[int]:
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    return [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if sockets and not sockets.isdisjoint(_open_files(entry))
    ]


def _inodes(port: int) -> set[str]:
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        lines = table.read_text().splitlines()[1:] if table.exists() else []
        for fields in map(str.split, lines):
            if fields[3] == LISTEN and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found


def _open_files(process: Path) -> set[str]:
    """Files close while we look, and some processes are not ours to look at."""
    found = set()
    with contextlib.suppress(OSError):
        for link in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                found.add(str(link.readlink()))
    return found
