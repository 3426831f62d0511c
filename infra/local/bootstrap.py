"""Makes the project's environments with nothing but Python, then becomes the tool it was asked for.

    python3 infra/local/bootstrap.py -m pytest tests/rooms

This file alone runs under whatever `python3` is, so it imports only the standard library and
keeps to syntax that an old Python can still read, long enough to say that it is too old.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {
    "dev": ROOT / "infra" / "requirements.txt",
    "aws": ROOT / "infra" / "local" / "requirements.txt",
}
NEEDED = (3, 11)
STAMP = "manydesk.json"
PROBE = "import pip, sys; print(sys.version_info[:2])"
PIP = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]


def python_problem(version: "tuple[int, ...]") -> str:
    """What is wrong with this Python, or nothing."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    have, need = (".".join(str(part) for part in of[:2]) for of in (version, NEEDED))
    return (
        f"Manydesk needs Python {need} or newer; {sys.executable} is {have}.\n"
        f"Name another one: make run PYTHON=python{need}"
    )


def home_of(name: str) -> Path:
    return ROOT / ".local" / name


def python_of(name: str) -> Path:
    return home_of(name) / "bin" / "python"


def say(text: str) -> None:
    print(text, flush=True)


def probe(name: str) -> str:
    """The Python inside the environment; nothing when it does not even start."""
    try:
        found = subprocess.run(
            [str(python_of(name)), "-c", PROBE], capture_output=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.decode().strip()


def complaint(name: str, found: str) -> str:
    """Why an environment has to be made again, or nothing."""
    if not home_of(name).exists():
        return "missing"
    if not found:
        return "does not start"
    was = stamped(name).get("home", str(home_of(name)))
    return "" if was == str(home_of(name)) else "belongs to another folder"


def stamped(name: str) -> "dict[str, str]":
    """What was noted when the environment was last filled to the end."""
    note = home_of(name) / STAMP
    return dict(json.loads(note.read_text())) if note.exists() else {}


def wanted(name: str, found: str) -> "dict[str, str]":
    """The scripts inside name their folder, so that a moved environment only half works."""
    lock = hashlib.sha256(LOCKS[name].read_bytes()).hexdigest()
    return {"home": str(home_of(name)), "python": found, "lock": lock}


def make(name: str, why: str) -> None:
    if why != "missing":
        say(f"  the {name} environment {why}: making it again")
    try:
        subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(home_of(name))],
            check=True,
            capture_output=True,
        )
    except subprocess.CalledProcessError as failed:
        said = (failed.stdout + failed.stderr).decode(errors="replace").strip()
        raise SystemExit(
            f"Python could not make an environment in .local/{name}:\n{said}\n"
            "On Debian and Ubuntu: apt-get install python3-venv"
        ) from None


def install(name: str) -> None:
    count = sum("==" in line for line in LOCKS[name].read_text().splitlines())
    say(f"  the {name} environment: installing {count} packages (once)")
    began = time.monotonic()
    done = subprocess.run([str(python_of(name)), *PIP, "-r", str(LOCKS[name])], check=False)
    if done.returncode:
        raise SystemExit(
            f"The packages of {LOCKS[name].relative_to(ROOT)} could not be installed (see above). "
            "Is the package index in reach?"
        )
    say(f"  the {name} environment: ready after {time.monotonic() - began:.0f} s")


def ensure(name: str) -> Path:
    """The environment's Python, made, mended and filled as needed; a full one costs a glance.

    Two commands at once take turns, so that neither uses what the other has half made.
    """
    home_of(name).parent.mkdir(exist_ok=True)
    with home_of(name).with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        return filled(name)


def filled(name: str) -> Path:
    found = probe(name)
    why = complaint(name, found)
    if why:
        make(name, why)
        found = probe(name)
    if stamped(name) != wanted(name, found):
        install(name)
        (home_of(name) / STAMP).write_text(json.dumps(wanted(name, found)))
    return python_of(name)


def main() -> None:
    problem = python_problem(sys.version_info[:3])
    if problem:
        raise SystemExit(problem)
    os.chdir(ROOT)
    os.environ["MANYDESK_BEGAN"] = str(time.time())
    python = ensure("dev")
    binaries = str(python.parent)
    os.environ["PATH"] = binaries + os.pathsep + os.environ.get("PATH", "")
    os.execv(str(python), [str(python), *sys.argv[1:]])  # noqa: S606


if __name__ == "__main__":
    main()
