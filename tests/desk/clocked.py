"""A merchant with targets, its tickets, and storage that fails on purpose."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.connections.model import Socket
from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.ids import MerchantId
from chalicelib.due.model import Report
from chalicelib.live.clocks import Clocks
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from chalicelib.table.items import DeskItem
from chalicelib.tickets.model import Entry, Priority, Status, Ticket
from chalicelib.tickets.rules import Wanted
from chalicelib.wiring import House
from infra.bench.trace import Trace
from infra.bench.units import Item
from tests.desk.standing import MovableClock

HOUR = timedelta(hours=1)
URGENT = {"first_response_min": 60, "next_response_min": 30, "resolution_min": 240}
SLOW = {"first_response_min": 600, "next_response_min": 600, "resolution_min": 6000}
TARGETS = {"urgent": URGENT, "high": URGENT, "normal": URGENT, "low": SLOW}

NOBODYS = Desk(MerchantId("any"), system("fan_out"))


class Crash(BaseException):
    """The process is gone: nothing below catches it."""


@dataclass
class Case:
    """One merchant's tickets, followed as the queue would have them followed."""

    house: House
    clock: MovableClock
    merchant: MerchantId
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.merchant, system("test"))

    def promise(self, targets: Mapping[str, Any] = TARGETS, **values: Any) -> None:
        owner = Desk(self.merchant, Caller(CallerKind.PERSON, "owner", role="owner"))
        with owner.open():
            version = self.house.sla.policy(owner).version
            change = {"targets": targets, **values}
            self.house.sla.change(owner, version=version, values=change)

    def open(self, priority: Priority = Priority.NORMAL) -> str:
        with self.desk.open():
            made = self.house.tickets.create(self.desk, wanted=Wanted("t", priority=priority))
            self.house.watch.follow(self.desk, made)
        return made.id

    def ticket(self, ticket: str) -> Ticket:
        with self.desk.open():
            return self.house.tickets.get(self.desk, ticket=ticket)

    def follow(self, ticket: str) -> None:
        with self.desk.open():
            self.house.watch.follow(self.desk, self.house.tickets.get(self.desk, ticket=ticket))

    def answer(self, ticket: str) -> None:
        with self.desk.open():
            self.house.tickets.comment(self.desk, ticket=ticket, text="Yes.", public=True)
        self.follow(ticket)

    def move(self, ticket: str, to: Status) -> None:
        version = self.ticket(ticket).version
        with self.desk.open():
            self.house.tickets.transition(self.desk, ticket=ticket, to=to, version=version)
        self.follow(ticket)

    def set_priority(self, ticket: str, priority: Priority) -> None:
        version = self.ticket(ticket).version
        with self.desk.open():
            values = {"priority": str(priority)}
            self.house.tickets.change(self.desk, ticket=ticket, version=version, values=values)
        self.follow(ticket)

    def clocks(self, ticket: str) -> dict[str, dict[str, Any]]:
        with self.desk.open():
            found = self.house.sla.clocks(self.desk, ticket=ticket)
        return {clock["target"]: clock for clock in found}

    def told(self, ticket: str) -> list[tuple[str, str]]:
        """What the timeline says of the clocks, in its order."""
        with self.desk.open():
            entries = self.house.tickets.timeline(self.desk, ticket=ticket, limit=100).entries
        return [(e.data["target"], e.data["event"]) for e in entries if _sla(e)]

    def run(self) -> Report:
        return self.house.run_due(lambda: True)

    def tick(self, *, until: datetime, minutes: int = 10) -> None:
        """The schedule; of its minutes only some, where it does not matter which."""
        while self.clock.now < until:
            self.clock.advance(60 * minutes)
            self.run()


def _sla(entry: Entry) -> bool:
    return entry.kind == "sla"


@contextmanager
def crashing(at: int) -> Iterator[list[str]]:
    """The process dies at one of its calls at a merchant's desk, before it is sent or after it was done."""
    client = DeskItem._get_connection().connection.client
    made: list[str] = []

    def passing(what: str) -> None:
        scope = guard.current()
        if scope is None or not scope.family:  # reading the index changes nothing
            made.append(what)
            if len(made) == at:
                raise Crash(what)

    def before(model: Any, **_: Any) -> None:
        passing(f"before {model.name}")

    def after(model: Any, **_: Any) -> None:
        passing(f"after {model.name}")

    client.meta.events.register("before-parameter-build", before)
    client.meta.events.register("after-call", after)
    try:
        yield made
    finally:
        client.meta.events.unregister("before-parameter-build", before)
        client.meta.events.unregister("after-call", after)


@contextmanager
def frames(dynamodb: Any) -> Iterator[list[dict[str, Any]]]:
    """The clock frames that agents get by the stream's records of what is written meanwhile."""

    def peek(table: str, key: Item) -> Item | None:
        found: Item | None = dynamodb.get_item(TableName=table, Key=key).get("Item")
        return found

    client = DeskItem._get_connection().connection.client
    made: list[dict[str, Any]] = []
    trace = Trace(peek=peek, indexes={})
    with trace.on(client), trace.step() as step:
        yield made
    for _, old, new in [image for call in step.calls for image in call.images]:
        if new and new["kind"]["S"] == "clocks":
            record = {"dynamodb": {"NewImage": new, "OldImage": old}}
            for delivery in Clocks().read(NOBODYS, record):
                assert delivery.agents(Socket("x", person="agent"))
                assert not delivery.customer
                made += delivery.frames(Socket("x", person="agent"))
