"""A minute of the SLA check: what it reads and writes where few are due and many tickets are open."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from chalicelib.core.caller import Caller, CallerKind, system
from chalicelib.core.rights import Role
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import Priority
from chalicelib.tickets.rules import Wanted
from infra.bench.lists import FEW, MANY
from infra.bench.rows import Row
from infra.bench.theatre import Theatre, clients_of
from infra.bench.trace import Step

DUE = 10
LATER = "2999-01-01T00:00:00.000Z"
FIRST_RESPONSE = 60
TARGETS = {"first_response_min": FIRST_RESPONSE, "next_response_min": 30, "resolution_min": 480}


class Entries:
    """Stands for the index `due`: the entries of real tickets, and of others that are due later."""

    def __init__(self, desk: Desk, due: Sequence[tuple[str, str]], *, later: int) -> None:
        self._shards: dict[str, list[tuple[str, str, str]]] = {}
        for n in range(later):
            self._add(desk, f"{n:026d}", LATER)
        for ticket, at in due:
            self._add(desk, ticket, at)
        for entries in self._shards.values():
            entries.sort()

    def _add(self, desk: Desk, ticket: str, at: str) -> None:
        key = keys.due(desk, "sla", ticket)
        shard = keys.due_shard(keys.shard_of_due(key))
        self._shards.setdefault(shard, []).append((at, key.pk, key.sk))

    @contextmanager
    def before(self, client: Any) -> Iterator[None]:
        client.meta.events.register("before-call.dynamodb.Query", self._query)
        try:
            yield
        finally:
            client.meta.events.unregister("before-call.dynamodb.Query", self._query)

    def _query(self, context: Any, **_: Any) -> Any:
        request = context["call"].request
        if request.get("IndexName") != "due":
            return None
        values = request["ExpressionAttributeValues"]
        shard, low, high = (values[name]["S"] for name in (":p", ":l", ":h"))
        entries = self._shards.get(shard, [])
        first, end = (
            cut(entries, at, key=at_of) for cut, at in ((bisect_left, low), (bisect_right, high))
        )
        last = min(end, first + request["Limit"])
        found = [_item(shard, *entry) for entry in entries[first:last]]
        more = {"LastEvaluatedKey": found[-1]} if last < end else {}
        return SimpleNamespace(status_code=200, content=b""), {"Items": found, **more}


def at_of(entry: tuple[str, str, str]) -> str:
    return entry[0]


def _item(shard: str, at: str, pk: str, sk: str) -> dict[str, Any]:
    named = {"due_pk": shard, "due_sk": at, "pk": pk, "sk": sk}
    return {name: {"S": value} for name, value in named.items()}


def minute(theatre: Theatre, *, open_tickets: int) -> Step:
    """A run in which ten tickets are to be warned, out of so many that are open."""
    house, merchant = theatre.house, theatre.merchant()
    owner = Desk(merchant, Caller(CallerKind.PERSON, "owner", role=Role.OWNER))
    desk = Desk(merchant, system("bench"))
    with owner.open():
        house.sla.change(owner, version=1, values={"targets": {str(Priority.NORMAL): TARGETS}})
    made = [_ticket(theatre, desk) for _ in range(DUE)]
    due = [(ticket, _moment(theatre, desk, ticket)) for ticket in made]
    entries = Entries(desk, due, later=open_tickets - DUE)
    theatre.clock.advance(FIRST_RESPONSE * 0.8 * 60 + 1)
    client = clients_of(house)[0]
    with entries.before(client), theatre.trace.step() as step:
        report = house.run_due(lambda: True)
    if report.done != DUE:
        raise AssertionError(f"{report.done} of {DUE} were looked at")
    return step


def _ticket(theatre: Theatre, desk: Desk) -> str:
    with desk.open():
        made = theatre.house.tickets.create(desk, wanted=Wanted("A broken cup"))
        theatre.house.watch.follow(desk, made)
    return made.id


def _moment(theatre: Theatre, desk: Desk, ticket: str) -> str:
    """Where the index has it."""
    key = keys.due(desk, "sla", ticket)
    place = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
    found = theatre.dynamodb.get_item(TableName=theatre.house.config.desk_table, Key=place)
    return str(found["Item"]["due_sk"]["S"])


def rows(theatre: Theatre) -> Iterator[Row]:
    """The bound is the same minute's cost with a hundredth of the tickets open."""
    few, many = (minute(theatre, open_tickets=count) for count in (FEW, MANY))
    name = f"SLA check, {DUE} due of {MANY:,} open tickets"
    yield Row(name, many.reads, "RRU", few.reads)
    yield Row(name, many.writes, "WRU", few.writes)
    yield Row("SLA check, a ticket that is warned", many.writes / DUE, "WRU")
