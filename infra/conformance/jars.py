"""Brings DynamoDB Local here, once. Whatever is missing for it is said in a sentence, and nothing breaks."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from infra.local import say
from infra.local.place import ROOT, SHARED, Trouble

HERE = ROOT / "infra" / "conformance"
LIB = SHARED / "dynamodb-local"
PATIENCE = 600
GOAL = "dependency:copy-dependencies"


class Missing(Exception):  # noqa: N818 - a fact about the machine
    """What this machine lacks."""


def wanted() -> dict[str, str]:
    """SHA-256 by file name."""
    rows = (HERE / "hashes.txt").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (row.split() for row in rows)}


def found(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*"))
    }


def fetch() -> Path:
    """The folder of the jars, each of them as its hash says."""
    for tool in ("java", "mvn"):
        if shutil.which(tool) is None:
            raise Missing(f"{tool} is not on this machine")
    if found(LIB) != wanted():
        shutil.rmtree(LIB, ignore_errors=True)
        with say.step("fetching DynamoDB Local by Maven (once)"):
            copy()
    if found(LIB) != wanted():
        strangers = sorted(dict(found(LIB).items() ^ wanted().items()))
        shutil.rmtree(LIB)
        raise Trouble(f"What Maven brought is not what hashes.txt names: {', '.join(strangers)}")
    return LIB


def copy() -> None:
    command = ["mvn", "--batch-mode", "--quiet", GOAL, f"-DoutputDirectory={LIB}"]
    try:
        done = subprocess.run(
            command, cwd=HERE, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise Missing(f"Maven brought nothing in {PATIENCE} s") from late
    if done.returncode:
        raise Missing(f"Maven could not bring it: {done.stdout.strip().splitlines()[-1:]}")
