"""Makes the project's environments with nothing but Python, then becomes the tool it was asked for.

    python3 infra/local/bootstrap.py -m pytest tests/rooms

This file alone runs under whatever `python3` is, so it imports only the standard library and
keeps to syntax that an old Python can still read, long enough to say that it is too old.
"""

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
PROBE = "import json, sys, pip; print(json.dumps([sys.prefix, list(sys.version_info[:2])]))"
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


def probe(name: str) -> "list[object] | None":
    """Where the environment believes it lives and its Python; None when it does not even start."""
    try:
        found = subprocess.run(
            [str(python_of(name)), "-c", PROBE], capture_output=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return None
    answer = json.loads(found.stdout)
    return answer if isinstance(answer, list) else None


def complaint(name: str, found: "list[object] | None") -> str:
    """Why an environment has to be made again, or nothing."""
    if found is None:
        return "does not start" if home_of(name).exists() else "missing"
    if Path(str(found[0])).resolve() != home_of(name).resolve():
        return "belongs to another folder"
    return ""


def stamp_of(name: str, found: "list[object] | None") -> str:
    lock = hashlib.sha256(LOCKS[name].read_bytes()).hexdigest()
    return json.dumps({"lock": lock, "python": found[1] if found else None})


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
    wanted = sum(1 for line in LOCKS[name].read_text().splitlines() if "==" in line)
    say(f"  the {name} environment: installing {wanted} packages (once)")
    began = time.monotonic()
    done = subprocess.run([str(python_of(name)), *PIP, "-r", str(LOCKS[name])], check=False)
    if done.returncode:
        raise SystemExit(
            f"The packages of {LOCKS[name].relative_to(ROOT)} could not be installed (see above). "
            "Is the package index in reach?"
        )
    say(f"  the {name} environment: ready after {time.monotonic() - began:.0f} s")


def ensure(name: str) -> Path:
    """The environment's Python, made, mended and filled as needed; a full one costs a glance."""
    found = probe(name)
    why = complaint(name, found)
    if why:
        make(name, why)
        found = probe(name)
    stamp = home_of(name) / "manydesk.stamp"
    if why or not stamp.exists() or stamp.read_text() != stamp_of(name, found):
        install(name)
        stamp.write_text(stamp_of(name, found))
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
