"""Processor time of the hot handlers: records a message, then has the duel play it again."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.bench.costs import DELIVERED
from infra.bench.duel import Result
from infra.bench.paging import PAGE
from infra.bench.play import Play, pushed
from infra.bench.recording import Recording
from infra.bench.rows import Row
from infra.bench.story import Leg
from infra.bench.texts import Typical
from infra.bench.theatre import ENVIRONMENT, Theatre
from infra.parts import ROOT, fragments, join

MAX_RATIO, MAX_PAGE_RATIO = 1.3, 1.5
LIMIT_SECONDS = 120
PATHS = {"S3_ADDRESSING": "path"}
TRACED = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
ONE, MANY, HISTORY = "fan_out 1", f"fan_out {DELIVERED}", "history"


def record(theatre: Theatre, typical: Typical) -> Recording:
    """A customer writes while an agent watches; then fan_out gets one message, and many."""
    scene, made = Play(theatre), Recording()
    for actor in (scene.customer, scene.agent):
        scene.hello(actor)
    scene.say(scene.customer, typical.customer)
    scene.take()
    scene.sync(scene.agent, join=True)
    theatre.forget_keys()  # so that the duel's cold vault finds its key recorded
    said = scene.say(scene.customer, typical.customer)
    made.add("say", scene.customer.event(scene.words(scene.customer, typical.customer)), said)
    many = [scene.say(scene.customer, typical.customer) for _ in range(DELIVERED)]
    for name, steps in ((ONE, [said]), (MANY, many)):
        event = {"Records": pushed(steps)}
        made.add(name, event, scene.deliver(steps))
    _add_page(theatre, typical, made)
    return made


def _add_page(theatre: Theatre, typical: Typical, made: Recording) -> None:
    """The newest hundred messages of a conversation, read by the agent who holds it."""
    scene, service = Play(theatre), theatre.house.conversations
    scene.hello(scene.customer)
    for _ in range(PAGE):
        scene.say(scene.customer, typical.customer)
        theatre.clock.advance(typical.gap)
    desk, conversation = scene.agent.desk, str(scene.conversation)
    theatre.forget_keys()
    with theatre.trace.step() as step, desk.open():
        service.shown(desk, conversation=conversation, limit=PAGE)
    known = {"merchant": desk.merchant, "person": desk.caller.id, "conversation": conversation}
    made.add(HISTORY, known, step)


def add_run(made: Recording, legs: Sequence[Leg], title: str, function: str) -> None:
    """A function's first invocation in the leg of this title; objects it had fetched before."""
    for run in (run for leg in legs for run in leg.of(function)):
        for call in run.step.of("GetObject"):
            made.know(call)
    run = next(run for leg in legs if leg.title == title for run in leg.of(function))
    made.add(function, run.event, run.step)


@contextmanager
def stub(answers: dict[str, str], work: Path) -> Iterator[str]:
    told = work / "answers.json"
    told.write_text(json.dumps(answers), encoding="utf-8")
    command = [sys.executable, "-m", "infra.bench.loopback", str(told)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin and running.stdout  # noqa: S101, PT018 - pipes were asked for
        try:
            yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
        finally:
            running.stdin.close()


def environment(url: str, settings: dict[str, str]) -> dict[str, str]:
    """As the template sets it for a function, with AWS at the stub."""
    common = join(fragments())["Globals"]["Function"]["Environment"]["Variables"]
    plain = {name: value for name, value in common.items() if isinstance(value, str)}
    there = {
        "AWS_ENDPOINT_URL": url,
        "SOCKET_CALLBACK_URL": url,
        **PATHS,
        "_X_AMZN_TRACE_ID": TRACED,
    }
    return os.environ | plain | ENVIRONMENT | settings | there


def duels(recording: Recording, settings: dict[str, str], work: Path) -> dict[str, Result]:
    asked, result = recording.write(work / "recording.json"), work / "result.json"
    with stub(recording.answers, work) as url, (work / "log.jsonl").open("w+b") as log:
        subprocess.run(
            [sys.executable, "-m", "infra.bench.duel", str(asked), str(result)],
            cwd=ROOT,
            env=environment(url, settings),
            stdout=log,
            check=True,
            timeout=LIMIT_SECONDS,
        )
    held: dict[str, dict[str, Any]] = json.loads(result.read_text())
    return {name: Result(**values) for name, values in held.items()}


TITLES = {
    "say": "$default door, say",
    ONE: "fan_out, 1 message",
    MANY: f"fan_out, {DELIVERED} messages",
    HISTORY: f"history page of {PAGE}",
}
BOUNDS = {"say": MAX_RATIO, ONE: MAX_RATIO, MANY: MAX_RATIO, HISTORY: MAX_PAGE_RATIO}


def rows(results: dict[str, Result]) -> Iterator[Row]:
    for name, result in results.items():
        title = TITLES.get(name, name)
        other = "raw boto3 query" if name == HISTORY else "bare boto3 handler"
        yield Row(f"{title}: CPU over a {other}", result.ratio, "times", BOUNDS.get(name))
        yield Row(f"{title}: CPU of ours", result.ours_ms * 1_000, "µs")
        yield Row(f"{title}: CPU of the bare one", result.bare_ms * 1_000, "µs")
        if name != HISTORY:
            yield Row(f"{title}: logged", result.log_bytes, "bytes")
