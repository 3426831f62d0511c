"""A29: ciphertext moved straight in the table. Every attribute that any item declares as sealed.

The places are read from the items' declarations, the values from two whole merchants: a new sealed
attribute of which the world has no example fails.
"""

import base64
import importlib
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

import chalicelib
from chalicelib.conversations.sealing import OF_CUSTOMERS
from chalicelib.core.ids import MerchantId
from chalicelib.core.rights import Role
from chalicelib.table import guard, keys
from chalicelib.table.items import BASES, Item, SealedAttribute
from chalicelib.table.keys import Key, Table
from chalicelib.tickets.model import Author, AuthorKind, Rating
from chalicelib.tickets.rules import rated
from chalicelib.vault.seal import Place, Unsealable
from tests.desk.former import apart
from tests.desk.standing import FILES
from tests.doors.examples import ABSENT, EXAMPLES
from tests.doors.rest import refused
from tests.doors.wire import line
from tests.doors.world import Shop, World
from tests.doors.worldly import Lines

for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
    importlib.import_module(found.name)


def declared() -> Iterator[tuple[type[Item], str]]:
    kinds = [item for base in BASES.values() for item in base.__subclasses__()]
    for item in sorted(kinds, key=lambda kind: kind.__name__):
        for name, attribute in sorted(item.get_attributes().items()):
            if isinstance(attribute, SealedAttribute):
                yield item, name


SEALED = {f"{item.__name__}.{name}": (item, name) for item, name in declared()}


@dataclass(frozen=True)
class Lying:
    """A sealed value as it lies in a table."""

    place: Place
    blob: bytes


def lying(world: World, item: type[Item], attribute: str) -> list[Lying]:
    found = []
    for (table, pk, sk), values in world.storage.rows().items():
        if values["kind"]["S"] == item.kind_of and attribute in values:
            key = Key(Table(table), pk, sk)
            owner = keys.merchant_of(pk) or values.get("owner", {}).get("S") or keys.PLATFORM
            whose = values.get("customer", {}).get("S", "")
            found.append(Lying(Place(owner, key, attribute, whose), _bytes(values[attribute]["B"])))
    return found


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else base64.b64decode(value)


def opened(world: World, place: Place, blob: bytes) -> bytes:
    merchant = None if place.owner == keys.PLATFORM else place.owner
    with guard.scope(merchant=merchant, front=True):
        return world.house.vault.open_bytes(place, blob)


FILLING = (
    "PATCH /v1/calendar",
    "PATCH /v1/bot",
    "POST /v1/knowledge/{entry}/publish",
    "POST /v1/tickets/{ticket}/assign",
    "POST /v1/invitations",
    "PATCH /v1/customers/{customer}",
    "POST /v1/customers/{customer}/block",
)


@pytest.fixture
def filled(world: World, front: Any) -> World:
    """With an example of what a quiet world does not hold, at both merchants."""
    for shop in (world.a, world.b):
        imports = _jobs(world, shop)
        for name in FILLING:
            example, headers = EXAMPLES[name], shop.owner.headers
            path, body = example.path_of(shop), example.body_of(shop)
            sent = example.headers_of(shop, headers)
            assert world.rest.send(name, path=path, body=body, headers=sent).status < 300, name
        key = {"idempotency-key": "once-and-again", **shop.owner.headers}
        world.rest.send("POST /v1/socket-tickets", body={}, headers=key)
        line(world, front.sockets, shop.seats[Role.AGENT])
        _rate(world, shop)
        _keep_apart(world, shop)
        agent = shop.seats[Role.AGENT].desk
        with agent.open():
            world.house.conversations.edit(
                agent, conversation=shop.conversations[1], seq=3, text=f"Edited {shop.canary}"
            )
        for job in _jobs(world, shop) - imports:
            world.house.knowledge_builder.work(merchant=shop.merchant, job=job)
    return world


def _jobs(world: World, shop: Shop) -> set[str]:
    found = [(pk, sk) for _, pk, sk in world.storage.rows() if sk.startswith("JOB")]
    return {keys.last_of(sk) for pk, sk in found if keys.merchant_of(pk) == shop.merchant}


def _keep_apart(world: World, shop: Shop) -> None:
    """A head of the version before."""
    place = keys.conversation(shop.owner.desk, shop.conversations[0])
    row = world.storage.rows()[(place.table, place.pk, place.sk)]
    texts = {name: f"{name} {shop.canary}" for name in OF_CUSTOMERS}
    world.storage.put(place.table, apart(world.house, MerchantId(shop.merchant), row, **texts))


def _rate(world: World, shop: Shop) -> None:
    tickets, desk, at = world.house.tickets, shop.owner.desk, world.stage.clock()
    rating = Rating(5, f"Kind {shop.canary}", at)
    by = Author(AuthorKind.CUSTOMER, shop.guests[0].id)
    with desk.open():
        tickets.apply(desk, ticket=shop.ticket, step=lambda now: rated(now, rating), by=by)


@pytest.mark.attack("A29")
def test_every_sealed_value_opens_where_it_was_sealed_and_nowhere_else(filled: World) -> None:
    """Copied there from another merchant, another row or another attribute."""
    values = {name: lying(filled, *where) for name, where in SEALED.items()}
    assert [name for name, found in values.items() if not found] == []
    everywhere = [each for found in values.values() for each in found]
    for name, found in values.items():
        own = found[0]
        assert opened(filled, own.place, own.blob), name
        for other in _strangers(own, everywhere):
            with pytest.raises(Unsealable):
                opened(filled, own.place, other.blob)


@pytest.mark.attack("A29")
def test_an_arrival_opens_at_its_own_place_and_nowhere_else(world: World) -> None:
    """Copied in the bucket to another arrival, another inbox or another merchant."""
    objects, s3, (a, b) = world.house.objects, world.stage.s3, (world.a, world.b)
    with a.owner.desk.open():
        own = keys.arrival(a.owner.desk, a.inbox, ABSENT)
        objects.put(a.merchant, own, a.canary.encode())
        assert objects.get(a.merchant, own) == a.canary.encode()
    blob = s3.get_object(Bucket=FILES, Key=keys.object_path(own))["Body"].read()
    assert a.canary.encode() not in blob
    strange = [(a, a.inbox, "1" * 26), (a, ABSENT, ABSENT), (b, a.inbox, ABSENT)]
    for shop, inbox, arrival in strange:
        with shop.owner.desk.open():
            place = keys.arrival(shop.owner.desk, inbox, arrival)
            s3.put_object(Bucket=FILES, Key=keys.object_path(place), Body=blob)
            with pytest.raises(Unsealable):
                objects.get(shop.merchant, place)


def _strangers(own: Lying, others: list[Lying]) -> Iterator[Lying]:
    """One of each way in which a place can differ."""
    seen = set()
    for other in others:
        if other.place == own.place:
            continue
        way = (
            other.place.owner == own.place.owner,
            other.place.attribute == own.place.attribute,
            other.place.key.pk == own.place.key.pk,
        )
        if way not in seen:
            seen.add(way)
            yield other


GETS = [name for name in EXAMPLES if name.startswith("GET ")]
# What answers without opening anything; and lists, which leave out a conversation that does not open.
OPEN = frozenset(
    {
        *("GET /v1/openapi.json", "GET /v1/health", "GET /v1/widget", "GET /v1/audit"),
        *("GET /v1/sla", "GET /v1/public-days", "GET /v1/knowledge/state"),
        *("GET /v1/conversations", "GET /v1/visitor/conversations"),
        *("GET /v1/knowledge/imports/{import}", "GET /v1/customers/{customer}/conversations"),
        *("GET /v1/inboxes/{inbox}/health", "GET /v1/channels.json"),
        "GET /v1/sending-domains",
    }
)


def swap(world: World) -> None:
    """Every sealed value of each kind by one of the other merchant's, straight in the tables."""
    for item, attribute in SEALED.values():
        found = lying(world, item, attribute)
        for each in found:
            foreign = [other.blob for other in found if other.place.owner != each.place.owner]
            if foreign:
                key = each.place.key
                row = world.storage.rows()[(key.table, key.pk, key.sk)]
                world.storage.put(key.table, {**row, attribute: {"B": foreign[0]}})


@pytest.mark.attack("A29")
def test_no_route_shows_what_was_moved_to_it(filled: World, logged: Lines) -> None:
    """It fails, says nothing, and is in the log by its name, which an alarm waits for."""
    swap(filled)
    shop, served = filled.a, []
    for name in GETS:
        example = EXAMPLES[name]
        caller = shop.guests[example.guest] if "/visitor/" in name else shop.owner
        got = filled.rest.send(
            name, path=example.path_of(shop), headers=example.headers_of(shop, caller.headers)
        )
        assert [mark for mark in (shop.canary, filled.b.canary) if mark in got.text] == [], name
        if got.status < 300:
            served.append(name)
        else:
            refused(got, 500, "internal", secrets=(filled.b.merchant,))
    lines = logged()

    assert sorted(set(served) - OPEN) == []
    faults = {line["exception_name"] for line in lines if line["message"] == "fault"}
    assert faults == {"Unsealable"}
    assert filled.a.canary not in json.dumps(lines)
