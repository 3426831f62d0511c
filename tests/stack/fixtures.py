"""A stack of the tests' own, on free ports and in a folder that goes away; started once, when asked."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from infra.local import place, stack
from infra.local.check import free_ports
from infra.local.place import ROOT, Place

PATIENCE = 600


@dataclass(frozen=True)
class Stack:
    place: Place

    @property
    def demo(self) -> dict[str, Any]:
        return dict(json.loads((self.place.state / "demo.json").read_text(encoding="utf-8")))

    @property
    def outputs(self) -> dict[str, str]:
        return stack.outputs(self.place)

    def client(self, service: str) -> Any:
        return stack.client(self.place, service)


def elsewhere(home: Path) -> Place:
    """A place of its own, whatever ports the shell names."""
    free = {name: int(value) for name, value in free_ports().items()}
    return Place(home, free["DESK_PORT"], free["SHOP_PORT"], free["AWS_PORT"])


def command(
    where: Place, *words: str, env: dict[str, str] | None = None, module: str = "infra.local.run"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=os.environ | where.environment() | (env or {}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@cache
def started() -> Stack:
    """The stack that DESK_STATE names if it runs, else a new one, stopped when the tests end."""
    stack.use_local_keys()
    named = place.here()
    if "DESK_STATE" in os.environ and command(named, "status").returncode == 0:
        return Stack(named)
    home = Path(tempfile.mkdtemp(prefix="manydesk-"))
    own = elsewhere(home)
    up = command(own, "up")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    atexit.register(command, own, "down")
    if up.returncode:
        pytest.exit(f"the stack did not start:\n{up.stdout}\n{up.stderr}", returncode=1)
    return Stack(own)


@pytest.fixture(scope="session", name="running")
def running_stack() -> Stack:
    return started()
