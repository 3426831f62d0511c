"""The one layer: the locked third-party code, for the target's machine, trimmed to what runs."""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from infra import zips
from infra.parts import ROOT

Target = Literal["lambda", "host"]

LOCK = ROOT / "layers" / "runtime" / "requirements.txt"
KEPT = ROOT / "build" / "layers"
PYTHON = "3.13"
PLATFORMS = ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64")
# The services that our code calls, and what botocore reads for all of them.
SERVICES = {"apigatewaymanagementapi", "dynamodb", "kms", "s3", "sesv2", "sqs", "sts"}
TRIMMED = {"__pycache__", "tests", "test", "bin"}
RULES = "1"  # raise when the trimming below changes


def _pip(target: Target, folder: Path) -> None:
    machine: list[str] = []
    if target == "lambda":
        machine = ["--implementation", "cp", "--python-version", PYTHON]
        machine += [flag for tag in PLATFORMS for flag in ("--platform", tag)]
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
            *("--require-hashes", "--only-binary", ":all:", "--no-compile", *machine),
            *("--target", str(folder), "--requirement", str(LOCK)),
        ],
        check=True,
    )


def _trim(folder: Path) -> None:
    """Drops what no function reads: tests, scripts, byte code, and the services we do not call."""
    for found in sorted(folder.rglob("*"), reverse=True):
        if found.is_dir() and found.name in TRIMMED:
            shutil.rmtree(found)
    for service in (folder / "botocore" / "data").iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    for leftover in [
        *folder.rglob("*.dist-info/RECORD"),
        *folder.rglob("*.dist-info/direct_url.json"),
    ]:
        leftover.unlink()


def _compile(folder: Path) -> None:
    """Byte code, so that a cold start need not make it; trusted unchecked, for the layer never changes."""
    compiler = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
    paths = ["-s", str(folder), "-p", "/opt/python", str(folder)]
    subprocess.run([*compiler, *paths], env=os.environ | {"PYTHONHASHSEED": "0"}, check=True)


def compiles_for(target: Target) -> bool:
    """Only the target's own Python can make its byte code; a layer without is right, only slower to start."""
    return target == "host" or ".".join(map(str, sys.version_info[:2])) == PYTHON


def _name(target: Target) -> str:
    here = f"{sys.version} {platform.machine()}" if compiles_for(target) else ""
    marks = "\n".join([RULES, target, here, " ".join(sorted(SERVICES)), LOCK.read_text()])
    return f"runtime-{target}-{hashlib.sha256(marks.encode()).hexdigest()[:16]}.zip"


def make(target: Target, path: Path) -> Path:
    with tempfile.TemporaryDirectory() as made:
        _pip(target, Path(made))
        _trim(Path(made))
        if compiles_for(target):
            _compile(Path(made))
        return zips.write(path, zips.tree(Path(made), "python/", frozenset()))


def layer(target: Target) -> Path:
    """The layer's zip; made again only when the lock, the target or the trimming has changed."""
    kept = KEPT / _name(target)
    if not kept.exists():
        make(target, kept.with_suffix(f".{os.getpid()}")).rename(kept)
    return kept
