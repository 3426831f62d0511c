"""The proxy as a process of its own, what it serves once it is up, and the card that says so."""

import os
import sys
import urllib.request
from http import HTTPStatus

from infra.local import processes, say
from infra.local.place import ROOT, Place
from infra.local.seed import NAMES, person, read, seed


def start(place: Place) -> None:
    with say.step("starting the proxy"):
        processes.start(
            [sys.executable, "-m", "infra.local.proxy"],
            pid=place.state / "proxy.pid",
            log=place.log / "proxy.log",
            cwd=ROOT,
            env=os.environ | place.environment(),
        )
        processes.await_ready(
            lambda: serves(place),
            pid=place.state / "proxy.pid",
            log=place.log / "proxy.log",
            limit=30,
        )
    with say.step("waking the desk and its demo merchants"):
        seed(place)


def serves(place: Place) -> bool:
    try:
        with urllib.request.urlopen(f"{place.desk_url}/config.json", timeout=20) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:  # which a refusal and a closed port both are
        return False


def alive(place: Place) -> int | None:
    return processes.alive(place.state / "proxy.pid")


def stop(place: Place) -> None:
    processes.stop(place.state / "proxy.pid", limit=20)


def card(place: Place, *, seconds: float | None, memory_mb: int) -> str:
    ready = f"ready in {seconds:.1f} s, " if seconds is not None else ""
    rows = (
        ("console", f"{place.desk_url}/console/"),
        ("tea shop's widget", place.shop_url),
        ("clinic's widget", f"{place.shop_url}/clinic"),
        ("mailbox", f"{place.desk_url}/mailbox"),
        ("mail comes in", f"smtp://127.0.0.1:{place.smtp_port}"),
        *people(),
        ("logs", str(place.log)),
        ("", f"{ready}{memory_mb} MB of memory; Ctrl+C stops it and keeps its data"),
    )
    return "\n" + "\n".join(f"  {name:<22}{value}" for name, value in rows) + "\n"


def people() -> list[tuple[str, str]]:
    """Who may sign in where, with their passwords."""
    rows = []
    for name in NAMES:
        demo = read(name)
        for role, row in (("owner", demo["owner"]), *(("agent", each) for each in demo["agents"])):
            who = person(row)
            rows.append((f"{name}'s {role}", f"{who.email}  {who.password}"))
    return rows
