"""Everything that must hold before a change lands, quick things first.

    python -m infra.local.check [lint|fast|bulk|web|all]

lint  ruff, its formatter, mypy, tsc
fast  the suites that need neither network nor stack
bulk  those of them that take minutes
web   the web apps' own tests and their build
all   all of it, then a stack of its own on free ports for tests/stack and tests/browser
"""

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.local import bootstrap, browser, say, webapps
from infra.local.place import ROOT, SHARED, Trouble

FAST = ("tests/rooms", "tests/desk", "tests/doors", "tests/delivery", "tests/fences")
BULK = ("tests/bulk",)
SLOW = ("tests/stack", "tests/browser")
LOG = SHARED / "log"


def lint() -> None:
    tool("ruff", "check")
    tool("ruff", "format", "--check")
    tool("mypy")
    npm("run", "check")


def fast() -> None:
    """On all cores; a module stays with one of them, since its tests share their stage."""
    tool("pytest", "-q", "-n", "auto", "--dist", "loadfile", *FAST)


def bulk() -> None:
    """What needs no stack either, and more than a moment: every crash, every store."""
    tool("pytest", "-q", "-n", "auto", "--dist", "loadfile", *BULK)


def web() -> None:
    """Their build too: a fence of the fast suites weighs it."""
    npm("test")
    dist = webapps.build(LOG)
    say.line(f"web apps built in {dist.relative_to(ROOT)}")


def everything() -> None:
    """Ends with pytest, so that its closing line is the last word."""
    lint()
    web()
    fast()
    bulk()
    tool("infra.conformance")
    chromium = browser.chromium()
    say.line(f"browser: {chromium}")
    end_as("pytest", "-q", *SLOW, env={"CHROMIUM": str(chromium)} | free_ports())


def tool(name: str, *arguments: str, env: dict[str, str] | None = None) -> None:
    must([sys.executable, "-m", name, *arguments], cwd=ROOT, env=env or {})


def end_as(name: str, *arguments: str, env: dict[str, str]) -> None:
    """Becomes the tool, so that nothing is said after its last word."""
    os.chdir(ROOT)
    say.line(" ".join([name, *arguments]))
    command = [sys.executable, "-m", name, *arguments]
    os.execve(sys.executable, command, os.environ | env)  # noqa: S606


def npm(*arguments: str) -> None:
    webapps.modules(LOG)
    must([str(bootstrap.python_of("dev").parent / "npm"), *arguments], cwd=webapps.WEB, env={})


def must(command: Sequence[str], *, cwd: Path, env: dict[str, str]) -> None:
    shown = " ".join([Path(command[0]).name, *command[1:]])
    with say.step(shown):
        done = subprocess.run(
            command, cwd=cwd, env=os.environ | {"NO_COLOR": "1"} | env, check=False
        )
    if done.returncode:
        raise Trouble(f"{shown} failed, see above.")


def free_ports() -> dict[str, str]:
    """So that tests leave a desk alone that runs on the usual ports."""
    names = ("DESK_PORT", "SHOP_PORT", "AWS_PORT")
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in names]
    ports = {name: str(probe.getsockname()[1]) for name, probe in zip(names, probes, strict=True)}
    for probe in probes:
        probe.close()
    return ports


PARTS = {"lint": lint, "fast": fast, "bulk": bulk, "web": web, "all": everything}


def main() -> None:
    asked = argparse.ArgumentParser(description="Check the project.")
    asked.add_argument("part", nargs="?", choices=PARTS, default="all")
    try:
        PARTS[asked.parse_args().part]()
    except Trouble as trouble:
        say.complain(str(trouble))
        sys.exit(1)


if __name__ == "__main__":
    main()
