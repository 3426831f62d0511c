"""Processes of a stack that outlive the command that started them, found again by pid files."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from infra.local import proctable
from infra.local.place import Trouble

STARTED: list[subprocess.Popen[bytes]] = []  # held, since they are meant to run on unattended


def start(
    command: Sequence[str], *, pid: Path, log: Path, cwd: Path, env: Mapping[str, str]
) -> None:
    """In a session of its own: Ctrl+C reaches whoever stops it in order, not the process."""
    for folder in (pid.parent, log.parent, cwd):
        folder.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    STARTED.append(child)
    remember(pid, child.pid)


def unattended(command: Sequence[str]) -> None:
    STARTED.append(subprocess.Popen(command, start_new_session=True))


def remember(pid: Path, number: int) -> None:
    """With the hour of birth, so that a stranger who gets the number later is not taken for it."""
    found = proctable.look(number)
    pid.parent.mkdir(parents=True, exist_ok=True)
    pid.write_text(f"{number} {found.born if found else 'gone'}")


def alive(pid: Path) -> int | None:
    """The number of the running process behind a pid file."""
    if not pid.exists():
        return None
    number, _, born = pid.read_text().partition(" ")
    found = proctable.look(int(number))
    return int(number) if found and found.born == born else None


def await_ready(ready: Callable[[], bool], *, pid: Path, log: Path, limit: float) -> None:
    deadline = time.monotonic() + limit
    while not ready():
        if alive(pid) is None:
            raise Trouble(f"{pid.stem} ended at once. Its last words:\n{last_words(log)}")
        if time.monotonic() > deadline:
            raise Trouble(f"{pid.stem} is not ready after {limit:.0f} s; see {log}")
        time.sleep(0.05)


def last_words(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:])


def stop(pid: Path, *, limit: float, by: signal.Signals = signal.SIGTERM) -> bool:
    """Asks once and waits; never kills, for a killed process keeps nothing."""
    number = alive(pid)
    if number is not None:
        os.kill(number, by)
    deadline = time.monotonic() + limit
    while alive(pid) is not None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    for child in STARTED:
        child.poll()
    pid.unlink(missing_ok=True)
    return True
