"""The real house on an emulator's tables inside this process, every call of it traced.

The emulator only keeps items and judges conditions; what a call costs is computed by `units`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import botocore.session

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.config import Config
from chalicelib.core.ids import CustomerId, MerchantId, PersonId, new_id
from chalicelib.core.observe import logger
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.customers.model import Customer
from chalicelib.links.model import digest_of
from chalicelib.people.model import Person
from chalicelib.table import guard, writes
from chalicelib.table.desk import Desk
from chalicelib.table.items import DeskItem
from chalicelib.wiring import House
from infra.bench.trace import Peek, Trace
from infra.bench.units import Index, Item
from infra.tables import definitions

REGION = "us-east-1"
STACK = "bench"
PASSWORD = new_id()
QUEUES = ("mail", "bot", "assign", "ticket", "knowledge")
ORDERED = ("inbound",)
CALLBACK = f"https://sockets.execute-api.{REGION}.amazonaws.com"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}


class Clock:
    """Starts an hour ahead, so that what is recorded here is still fresh when it is replayed."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC) + timedelta(hours=1)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def unguarded(service: str) -> Any:
    """A client that neither guard nor trace sees: for setting up, and for looking."""
    session = botocore.session.get_session()
    session.unregister(*guard._HOOK)  # noqa: SLF001 - the one exception, and not in production
    return session.create_client(service, region_name=REGION)


def queue_url(name: str) -> str:
    return f"https://sqs.{REGION}.amazonaws.com/123456789012/{name}"


def settings(key_arn: str) -> dict[str, str]:
    return {
        "AWS_REGION": REGION,
        "KEY_ARN": key_arn,
        "DESK_ORIGIN": "https://desk.example",
        "SOCKET_CALLBACK_URL": CALLBACK,
        **{f"{name.upper()}_TABLE": f"{STACK}-{name}" for name in ("desk", "ledger", "keys")},
        "SOCKETS_TABLE": f"{STACK}-sockets",
        **{f"{name.upper()}_QUEUE_URL": queue_url(name) for name in QUEUES},
        **{f"{name.upper()}_QUEUE_URL": queue_url(f"{name}.fifo") for name in ORDERED},
        "FILES_BUCKET": f"{STACK}-files",
    }


def indexes_of(tables: list[dict[str, Any]]) -> dict[str, list[Index]]:
    """As the template declares them. Only indexes of keys alone can be counted here."""
    found: dict[str, list[Index]] = {}
    for table in tables:
        for index in table.get("GlobalSecondaryIndexes", []):
            if index["Projection"]["ProjectionType"] != "KEYS_ONLY":
                raise ValueError(f"{index['IndexName']} projects more than keys")
            keys = tuple(each["AttributeName"] for each in index["KeySchema"])
            found.setdefault(table["TableName"], []).append(Index(index["IndexName"], keys))
    return found


def peeking(dynamodb: Any) -> Peek:
    def peek(table: str, key: Item) -> Item | None:
        item: Item | None = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get(
            "Item"
        )
        return item

    return peek


@dataclass(frozen=True, slots=True)
class Theatre:
    house: House
    clock: Clock
    dynamodb: Any
    trace: Trace
    settings: dict[str, str]

    def forget_keys(self) -> None:
        """The vault is as cold as in a process that has just started."""
        self.house.vault._keys._cache.clear()  # noqa: SLF001 - time would do the same
        self.forget_customers()

    def forget_customers(self) -> None:
        """As in a process that knows the merchant already."""
        self.house.vault.customers._cache.clear()  # noqa: SLF001 - time would do the same

    def merchant(self) -> MerchantId:
        desk = desk_of(MerchantId(new_id()), Caller(CallerKind.SYSTEM, "bench"))
        with desk.open(front=True):
            creation = self.house.merchants.creation(
                desk, name="Bamboo Lane", locale="en", time_zone="Asia/Shanghai"
            )
            self.house.audit.write(desk, *creation, action="merchant.created", on=desk.merchant)
        return desk.merchant

    def visitor(self, merchant: MerchantId, name: str = "Li Na") -> Desk:
        """As a first visit makes one: with a key of their own."""
        desk = desk_of(merchant, Caller(CallerKind.VISITOR, new_id()))
        customer = Customer(
            id=CustomerId(desk.caller.id),
            name=name,
            email="li.na@shop.example",
            locale="en",
            version=1,
            current=None,
            created_at=self.clock(),
        )
        store = self.house.customer_store
        with desk.open():
            writes.create(store.creating_key(desk, customer.id).item)
            store.create(desk, customer)
        return desk

    def agent(self, merchant: MerchantId, name: str = "Wei Chen") -> Desk:
        """A person who signs in, and their membership."""
        person = PersonId(new_id())
        desk = desk_of(merchant, Caller(CallerKind.PERSON, person, role=Role.AGENT))
        known = Person(
            id=person,
            name=name,
            email=f"{person.lower()}@shop.example",
            locale="en",
            epoch=1,
            version=1,
        )
        people = self.house.people._store  # noqa: SLF001 - no mail is sent and read here
        with desk.open(front=True):
            writes.transact(
                *people.creation(known, PASSWORD, self.clock()),
                *people.joining(desk, person, Role.AGENT, self.clock()),
            )
            token, _ = self.house.access.sign_in(email=known.email, password=PASSWORD)
        return replace(desk, caller=replace(desk.caller, session=digest_of(token)))


def desk_of(merchant: MerchantId, caller: Caller) -> Desk:
    return Desk(merchant=merchant, caller=caller, address="203.0.113.7")


def clients_of(house: House) -> list[Any]:
    """Every client that the services of a house call with while messages are said and delivered."""
    callback = house.config.socket_callback_url
    return [
        DeskItem._get_connection().connection.client,  # noqa: SLF001 - the one that all tables share
        house.client("kms"),
        house.client("sqs"),
        house.client("s3"),
        house.client("apigatewaymanagementapi", endpoint_url=callback),
    ]


@contextmanager
def hushed() -> Iterator[None]:
    """What is logged is measured in the duel; here it would only be in the way."""
    level = logger.log_level
    logger.setLevel("ERROR")
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def theatre() -> Iterator[Theatre]:
    from moto import mock_aws

    tables = definitions(STACK)
    with patch.dict(os.environ, ENVIRONMENT), hushed(), mock_aws():
        dynamodb = unguarded("dynamodb")
        for table in tables:
            dynamodb.create_table(**table)
        given = settings(unguarded("kms").create_key()["KeyMetadata"]["Arn"])
        unguarded("s3").create_bucket(Bucket=given["FILES_BUCKET"])
        for name in QUEUES:
            unguarded("sqs").create_queue(QueueName=name)
        for name in ORDERED:
            kind = {"FifoQueue": "true"}
            unguarded("sqs").create_queue(QueueName=f"{name}.fifo", Attributes=kind)
        clock = Clock()
        house = House(Config.read(given), clock=clock)
        trace = Trace(peek=peeking(dynamodb), indexes=indexes_of(tables))
        with trace.on(*clients_of(house)):
            yield Theatre(house, clock, dynamodb, trace, given)
