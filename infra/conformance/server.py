"""DynamoDB Local on a free port of loopback, its data in memory, ended with what asked for it."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.place import Trouble

MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner"
STARTING = 90.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(jars: Path) -> Iterator[str]:
    """Its address."""
    port = free_port()
    command = ["java", f"-Djava.library.path={jars}", "-cp", f"{jars}/*", MAIN]
    server = subprocess.Popen(
        [*command, "-inMemory", "-disableTelemetry", "-port", str(port)],
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        await_ready(server, address)
        yield address
    finally:
        server.kill()
        server.wait()


def await_ready(server: subprocess.Popen[bytes], address: str) -> None:
    ends = time.monotonic() + STARTING
    while time.monotonic() < ends:
        if server.poll() is not None:
            raise Trouble("DynamoDB Local ended at once.")
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except urllib.error.HTTPError:  # it answers, and wants a signed request
            return
        except OSError:
            time.sleep(0.2)
    raise Trouble(f"DynamoDB Local was not there after {STARTING:.0f} s.")
