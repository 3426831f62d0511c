"""Builds the web apps with the Node of the dev environment, when their sources have changed."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from infra.local import bootstrap, digest, say
from infra.local.place import ROOT, SHARED, Trouble

WEB = ROOT / "web"
DIST = WEB / "dist"
STAMPS = SHARED / "web.json"


def build(log: Path) -> Path:
    """web/dist, as the sources stand now."""
    modules(log)
    once("dist", digest.of([WEB]), DIST, lambda: npm(log, "run", "build"))
    return DIST


def modules(log: Path) -> None:
    """What package-lock.json says, installed."""
    folder, lock = WEB / "node_modules", digest.of([WEB / "package-lock.json"])
    once("modules", lock, folder, lambda: npm(log, "ci", "--no-fund", "--no-audit"))


def once(name: str, stamp: str, made: Path, make: Callable[[], None]) -> None:
    """Does a step again only when what it rests on or what it made is not there any more."""
    stamps = json.loads(STAMPS.read_text()) if STAMPS.exists() else {}
    if stamps.get(name) == stamp and made.exists():
        return
    make()
    STAMPS.parent.mkdir(parents=True, exist_ok=True)
    STAMPS.write_text(json.dumps(stamps | {name: stamp}))


def npm(log: Path, *arguments: str) -> None:
    binaries = bootstrap.python_of("dev").parent
    log.mkdir(parents=True, exist_ok=True)
    with say.step(f"web apps: npm {' '.join(arguments[:2])}"), (log / "web.log").open("a") as out:
        done = subprocess.run(
            [str(binaries / "npm"), *arguments],
            cwd=WEB,
            env=os.environ
            | {"PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise Trouble(f"npm {' '.join(arguments)} failed:\n{tail(log / 'web.log')}")


def tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-30:])
