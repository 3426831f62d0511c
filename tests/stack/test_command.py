"""What `make run` does when things are not as they should be, and how it stops and starts again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import aws, place, processes
from infra.local.client import Caller, mails, token_mailed
from infra.local.place import ROOT, Place
from infra.local.run import running
from tests.stack.fixtures import command, elsewhere

QUICK = 20.0


@pytest.mark.parametrize("name", ["DESK_PORT", "SHOP_PORT", "AWS_PORT"])
def test_a_taken_port_is_named_with_the_way_out(name: str, tmp_path: Path) -> None:
    where = elsewhere(tmp_path)
    with socket.create_server(("127.0.0.1", where.ports[name])):
        done = command(where, "up")
    assert done.returncode == 1
    assert f"Port {where.ports[name]} is taken" in done.stderr
    assert f"make run {name}=" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_none_is_refused(tmp_path: Path) -> None:
    done = command(elsewhere(tmp_path), "up", env={"DESK_PORT": "eighty"})
    assert done.returncode == 1
    assert "DESK_PORT=eighty is not a port" in done.stderr


def test_state_of_another_version_is_refused_with_the_way_out(tmp_path: Path) -> None:
    where = elsewhere(tmp_path)
    where.state.mkdir(parents=True)
    note = where.state / "version.json"
    note.write_text(json.dumps({"saved_by": "ministack==0.9.0", "layout": 1}))
    done = command(where, "up")
    assert done.returncode == 1
    assert "written by ministack==0.9.0" in done.stderr
    assert "make run RESET=1" in done.stderr
    assert not running(where)


def test_state_that_names_another_port_is_refused_with_the_way_out(tmp_path: Path) -> None:
    where = elsewhere(tmp_path)
    aws.check_state(where)
    done = command(where, "up", env={"AWS_PORT": str(elsewhere(tmp_path).aws_port)})
    assert done.returncode == 1
    assert f"Start with AWS_PORT={where.aws_port}" in done.stderr


def test_status_of_nothing_says_how_to_start(tmp_path: Path) -> None:
    done = command(elsewhere(tmp_path), "status")
    assert done.returncode == 1
    assert "make run" in done.stderr


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A stack that ran once, in the foreground, and was asked to stop as Ctrl+C asks."""
    where = elsewhere(tmp_path_factory.mktemp("stack"))
    foreground = begun(where)
    foreground.send_signal(signal.SIGINT)
    told, _ = foreground.communicate(timeout=60)
    assert foreground.returncode == 0, told
    assert "the data is kept" in told
    yield where
    command(where, "down")


def begun(where: Place) -> subprocess.Popen[str]:
    """`make run` without make, in the foreground, once it is ready."""
    child = subprocess.Popen(
        [sys.executable, "-m", "infra.local.run"],
        cwd=ROOT,
        env=os.environ | where.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert child.stdout
    for line in child.stdout:
        if "ready in" in line:
            return child
    raise AssertionError(f"make run ended with {child.wait()}")


def test_a_clean_stop_leaves_no_process_and_no_port(stopped: Place) -> None:
    assert not running(stopped)
    assert not list(stopped.state.glob("*.pid"))
    place.need_free(stopped.ports)
    assert not aws.lost(stopped)


def test_a_second_start_is_quick_and_keeps_the_data(stopped: Place) -> None:
    demo = json.loads((stopped.state / "demo.json").read_text())
    began = time.monotonic()
    again = command(stopped, "up")
    seconds = time.monotonic() - began
    assert again.returncode == 0, again.stderr
    assert "deploying" not in again.stdout
    assert seconds < QUICK
    owner = Caller(stopped)
    session = owner.call(
        "POST", "/v1/sessions", {name: demo["owner"][name] for name in ("email", "password")}
    )
    assert session["merchant"]["name"] == demo["merchant"]
    assert owner.call("GET", "/v1/widget")["key"] == demo["widget_key"]
    assert len(mails(stopped, demo["owner"]["email"])) == 1


def test_after_a_second_start_streams_are_still_read(stopped: Place) -> None:
    command(stopped, "up")
    demo = json.loads((stopped.state / "demo.json").read_text())
    owner = Caller(stopped)
    owner.call(
        "POST", "/v1/sessions", {name: demo["owner"][name] for name in ("email", "password")}
    )
    asked = {"email": "third@bamboolane.example", "role": "viewer"}
    assert token_mailed(
        stopped, to=asked["email"], by=lambda: owner.call("POST", "/v1/invitations", asked)
    )


def test_up_twice_is_up_once(stopped: Place) -> None:
    command(stopped, "up")
    before = processes.alive(stopped.state / "aws.pid")
    assert "already running" in command(stopped, "up").stdout
    assert processes.alive(stopped.state / "aws.pid") == before


def test_a_killed_emulator_is_owned_up_to(stopped: Place) -> None:
    command(stopped, "up")
    number = processes.alive(stopped.state / "aws.pid")
    assert number
    os.kill(number, signal.SIGKILL)
    command(stopped, "down")
    again = command(stopped, "up")
    assert "not a clean one" in again.stdout
    assert again.returncode == 0, again.stderr
