"""Assignment with a thousand agents who are there: what a job reads and writes, and our own time.

The agents are copies on a shelf, each with as much to do as the first, who is real and gets the
conversation. Units are computed from the items; the time is the process's own for the same job with
the same answers, byte for byte, handed to the client: no emulator and no network are in it.
"""

import json
import statistics
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSResponse

from chalicelib.connections.model import Presence
from chalicelib.conversations.service import Words
from chalicelib.core.ids import new_id, new_sending_session
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.items import DeskItem
from chalicelib.table.keys import PLATFORM, Key
from infra.bench.rows import Row
from infra.bench.shelf import Copies, Shelf, Shelves
from infra.bench.theatre import Theatre
from infra.bench.trace import Call, Step

AGENTS, HELD, TURNS = 1_000, 3, 9
CONNECTION = "Kq2p3dWkIAMCJ9A="
# Half a unit of reading for what each agent holds is the greater part; a run of up to 25 waiting
# conversations shares it.
MOST_READS, MOST_WRITES = 600, 12
MOST_MS = 250


class NothingGiven(Exception):  # noqa: N818 - the job found nobody, and every figure would lie
    """The conversation still waits, whatever the job has cost."""


def rows(theatre: Theatre) -> Iterator[Row]:
    agent = _agent(theatre)
    job = {"merchant": str(agent.merchant)}
    waiting = _asks(theatre, agent)
    with _shelves(theatre, agent, waiting).before(_client()), theatre.trace.step() as step:
        theatre.house.assignment.work(job)
    if not step.writes:
        raise NothingGiven
    name = f"assignment, {AGENTS:,} agents available"
    yield Row(f"{name}: reads", step.reads, "units", MOST_READS)
    yield Row(f"{name}: writes", step.writes, "units", MOST_WRITES)
    yield Row(f"{name}: calls", step.round_trips, "calls")
    yield Row(f"{name}: processor", round(_spent(theatre, job, step) * 1000, 1), "ms", MOST_MS)


def _agent(theatre: Theatre) -> Desk:
    """At the desk, with some conversations to answer already."""
    agent = theatre.agent(theatre.merchant())
    person, house = agent.caller.id, theatre.house
    with agent.open(front=True):
        house.connections.opened(agent, connection=CONNECTION, name="Wei Chen")
        house.connections.present(agent, connection=CONNECTION, presence=Presence.AVAILABLE)
        for _ in range(HELD):
            claiming = house.assignment_store.claiming(
                person, new_id(), capacity=HELD, at=house.clock()
            )
            writes.transact(claiming)
    return agent


def _asks(theatre: Theatre, agent: Desk) -> str:
    """The conversation that waits."""
    visitor = theatre.visitor(agent.merchant)
    with visitor.open():
        words = Words(new_sending_session(), 1, "Where is my parcel?")
        said = theatre.house.conversations.say(visitor, conversation=None, words=words)
    return str(said.conversation)


def _shelves(theatre: Theatre, agent: Desk, conversation: str) -> Shelves:
    """The agent, and copies who come later in the order of ids; what waits as it is."""
    person = agent.caller.id
    names = [person, *(f"7ZZ{n:023d}" for n in range(AGENTS - 1))]

    def copies(key: Key, name: str, owner: str) -> Copies:
        table = getattr(theatre.house.config, f"{key.table}_table")
        place = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
        item = theatre.dynamodb.get_item(TableName=table, Key=place)["Item"]
        return Copies(item, name, key.table, owner, theatre.house.vault)

    sockets = copies(keys.person_socket(agent, person, CONNECTION), person, agent.merchant)
    members = copies(keys.member(agent, person), person, agent.merchant)
    workloads = copies(keys.workload(person), person, PLATFORM)
    head = copies(keys.conversation(agent, conversation), conversation, agent.merchant)
    return Shelves([Shelf(sockets, names), Shelf(members, names)], [workloads, head])


def _client() -> Any:
    return DeskItem._get_connection().connection.client  # noqa: SLF001 - the one of all tables


def _spent(theatre: Theatre, job: Mapping[str, str], step: Step) -> float:
    """The median of several turns of the same job on the same answers."""
    answers = [_wire(call) for call in step.calls]
    times = []
    for _ in range(TURNS):
        with _answering(answers):
            began = time.process_time()
            theatre.house.assignment.work(job)
            times.append(time.process_time() - began)
    return statistics.median(times)


def _wire(call: Call) -> bytes:
    """As it came; what a shelf answered never was on a wire."""
    if call.received:
        return call.received
    answer = {name: value for name, value in call.answer.items() if name != "ResponseMetadata"}
    return json.dumps(answer, default=lambda blob: b64encode(blob).decode()).encode()


@contextmanager
def _answering(answers: Sequence[bytes]) -> Iterator[None]:
    """The client gets these answers in turn; nothing is sent."""
    left = iter(answers)

    def answer(**_: Any) -> AWSResponse:
        return AWSResponse("", 200, {}, _Raw(next(left)))

    from moto.core.models import botocore_stubber

    events = _client().meta.events
    events.register_first("before-send.dynamodb", answer)
    botocore_stubber.enabled = False  # it would answer as well, and be counted
    try:
        yield
    finally:
        botocore_stubber.enabled = True
        events.unregister("before-send.dynamodb", answer)


class _Raw:
    """The body of an answer that has come whole."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self._body
