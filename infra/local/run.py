"""The whole desk on this machine.

    python -m infra.local.run [run|up|down|status] [--state DIR]

run     up, then follows the logs until Ctrl+C, then down        (make run)
up      starts everything in the background and returns when it is ready
down    stops it and keeps its data
status  says what runs and where
"""

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

from infra.layer import layer
from infra.local import aws, bootstrap, follow, front, place, processes, say, warm, webapps
from infra.local.memory import resident_mb
from infra.local.place import Place, Trouble

OWNER = "run.pid"


def up(where: Place) -> None:
    if running(where):
        say.line("already running")
        return
    place.need_free(where.ports)
    if os.environ.get("RESET") == "1":
        forget(where)
    started(where)
    say.plain(front.card(where, seconds=say.seconds(), memory_mb=resident_mb(where)))


def forget(where: Place) -> None:
    """All the local data, but not who is running this."""
    say.line("RESET=1: throwing the local data away")
    for kept in where.state.glob("*"):
        if kept.is_dir():
            shutil.rmtree(kept)
        elif kept.name != OWNER:
            kept.unlink()


def started(where: Place) -> None:
    """Web apps and layer are made while the local AWS and the stack in it come up."""
    with ThreadPoolExecutor() as aside:
        dist, packages = aside.submit(webapps.build, where.log), aside.submit(layer, "host")
        start_aws(where)
        packages.result()
        from infra.local import stack  # its libraries are slow to load, and not needed before

        stack.use_local_keys()
        outputs = stack.stand(where)
        stack.send_web(where, dist.result(), outputs)
    front.start(where)


def start_aws(where: Place) -> None:
    bootstrap.ensure("aws")
    aws.check_state(where)
    if aws.lost(where):
        say.line("the last stop was not a clean one: what changed after the stop before is lost")
    with say.step("starting the local AWS"):
        aws.start(where)


def running(where: Place) -> bool:
    return bool(front.alive(where) and processes.alive(where.state / "aws.pid"))


def down(where: Place) -> None:
    front.stop(where)
    if not processes.alive(where.state / "aws.pid"):
        return
    with say.step("stopping; the local AWS saves its data"):
        aws.stop(where)
    say.line("stopped; the data is kept")


def run(where: Place) -> None:
    """A stack left behind by a terminal that died is taken over, with the code of today."""
    owner = where.state / OWNER
    if processes.alive(owner):
        raise Trouble("This stack already runs in another terminal; stop it there with Ctrl+C.")
    if processes.alive(where.state / "aws.pid") or front.alive(where):
        say.line("a stack was left running: stopping it first")
        down(where)
    processes.remember(owner, os.getpid())
    try:
        up(where)
        warm.aside(where)
        followed(where)
    except KeyboardInterrupt:
        say.plain()
    finally:
        down(where)
        owner.unlink(missing_ok=True)


def followed(where: Place) -> None:
    logs = follow.watch(where.log)
    while running(where):
        for log in logs:
            for trouble in log.troubles():
                say.line(follow.shown(trouble, log.tail.path))
        time.sleep(0.3)
    raise Trouble(f"A part of the stack ended by itself; see {where.log}.")


def status(where: Place) -> None:
    if not running(where):
        raise Trouble("Not running. Start it with: make run")
    say.plain(front.card(where, seconds=None, memory_mb=resident_mb(where)))


COMMANDS: dict[str, Callable[[Place], None]] = {
    "run": run,
    "up": up,
    "down": down,
    "status": status,
}


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> None:
    asked = argparse.ArgumentParser(description="Run the desk on this machine.")
    asked.add_argument("command", nargs="?", choices=COMMANDS, default="run")
    asked.add_argument("--state", help="the folder of the stack; ports by DESK_PORT and so on")
    given = asked.parse_args()
    for sign in (signal.SIGINT, signal.SIGTERM):  # also where a shell has it ignore the first
        signal.signal(sign, interrupt)
    try:
        COMMANDS[given.command](place.here(given.state))
    except Trouble as trouble:
        say.complain(str(trouble))
        sys.exit(1)


if __name__ == "__main__":
    main()
