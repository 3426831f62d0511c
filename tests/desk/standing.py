"""A whole house on moto's tables, made from the template that a deploy uses.

The suites of desk and doors share these fixtures. One set of AWS clients serves all tests; tables
are made anew for each, since moto copies whole tables in every transaction.
"""

import copy
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, wraps
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "POWERTOOLS_DEV": "false",
}

import botocore.loaders
import botocore.session
import moto.core.responses
import moto.dynamodb.models
import pytest
from botocore.signers import RequestSigner
from moto import mock_aws
from moto.core.serialize import JSONSerializer
from moto.core.utils import method_names_from_class
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.config import Config
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.rights import Role
from chalicelib.mail.port import CapturedMailer
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from chalicelib.vault import passwords
from chalicelib.wiring import House
from infra.parts import read

ROOT = Path(__file__).parents[2]
FILES, UPLOADS = "files", "uploads"
ORIGIN = "https://desk.example"
BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
# The keys' table lasts: the vault keeps the platform's key for longer than one test.
RENEWED = ("desk", "ledger", "sockets")


class MovableClock:
    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Wires:
    """Stands for the socket API's management client: what was sent to and closed."""

    sent: list[tuple[str, bytes]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> None:  # noqa: N803 - AWS's
        self.sent.append((ConnectionId, Data))

    def delete_connection(self, *, ConnectionId: str) -> None:  # noqa: N803
        self.closed.append(ConnectionId)


@dataclass
class Queues:
    """Stands for SQS: the jobs that were sent, whatever the queue; `delays` beside them."""

    jobs: list[dict[str, Any]] = field(default_factory=list)
    delays: list[int] = field(default_factory=list)

    def send_message(self, *, MessageBody: str, DelaySeconds: int = 0, **_: Any) -> None:  # noqa: N803
        self.jobs.append(json.loads(MessageBody))
        self.delays.append(DelaySeconds)


@cache
def tables() -> dict[str, dict[str, Any]]:
    """CreateTable's parameters by logical name, as the template has the tables."""
    wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    found = {}
    for resource in read(ROOT / "infra/data.yaml")["Resources"].values():
        if resource["Type"] == "AWS::DynamoDB::Table":
            properties = resource["Properties"]
            name = properties["TableName"]["Fn::Sub"].removeprefix("${AWS::StackName}-")
            found[name] = {part: properties[part] for part in wanted if part in properties}
    return found


# Where something was written, in the order of writing: (table, partition key). What is kept of a
# table's content elsewhere is made anew for these partitions alone.
WRITTEN: list[tuple[str, Any]] = []


@cache
def unguarded(service: str) -> Any:
    """A client that the call guard does not see: for setting up, and for tampering."""
    session = botocore.session.get_session()
    session.unregister(*guard._HOOK)
    return session.create_client(service, region_name="us-east-1")


def isolated(patch: pytest.MonkeyPatch) -> None:
    """One call at a time, as DynamoDB isolates items; a failed transaction undone item by item.

    moto undoes one by setting whole tables back, and with them whatever another thread wrote in the
    meantime. Copying them for every transaction is also what would make the suites slow.
    """
    lock = threading.RLock()

    def alone(act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def locked(*given: Any, **named: Any) -> Any:
            with lock:
                return act(*given, **named)

        return locked

    for name in ("get_item", "query"):
        patch.setattr(DynamoDBBackend, name, alone(getattr(DynamoDBBackend, name)))
    for name in ("put_item", "update_item", "delete_item"):
        patch.setattr(DynamoDBBackend, name, alone(noted(getattr(DynamoDBBackend, name))))
    transact = undone(DynamoDBBackend.transact_write_items)
    patch.setattr(DynamoDBBackend, "transact_write_items", alone(transact))
    patch.setattr(moto.dynamodb.models, "copy", SimpleNamespace(deepcopy=copied_but_tables))


def noted(write: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(write)
    def writing(backend: Any, table: str, place: dict[str, Any], *given: Any, **named: Any) -> Any:
        pk, _ = backend.get_keys_value(backend.get_table(table), place)
        WRITTEN.append((table, pk))
        return write(backend, table, place, *given, **named)

    return writing


def brief(patch: pytest.MonkeyPatch) -> None:
    """What the suites would do over and over, and nobody looks at.

    DynamoDB's requests need no signature here, service descriptions are read once, and moto lists its own
    methods once. It would look in every value of an item for each of ten kinds under every alias.
    """
    sign = RequestSigner.sign

    def signed(self: RequestSigner, *given: Any, **named: Any) -> None:
        if self._signing_name != "dynamodb":
            sign(self, *given, **named)

    patch.setattr(RequestSigner, "sign", signed)
    listed = cache(method_names_from_class)
    patch.setattr(moto.core.responses, "method_names_from_class", listed)
    patch.setattr(botocore.loaders.JSONFileLoader, "load_file", described)
    whole = JSONSerializer._serialize_type_structure

    def present(self: JSONSerializer, found: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name != "AttributeValue" or value is None:
            return whole(self, found, value, shape, key)
        held: dict[str, Any] = {}
        for kind, each in value.items():
            self._serialize(held, each, shape.members[kind], kind)
        return self._default_serialize(found, held, shape, key)

    patch.setattr(JSONSerializer, "_serialize_type_structure", present)


_load_file = botocore.loaders.JSONFileLoader.load_file


@cache
def _described(path: str) -> Any:
    return _load_file(botocore.loaders.JSONFileLoader(), path)


def described(_: Any, path: str) -> Any:
    return _described(path)


def copied_but_tables(value: Any) -> Any:
    return value if isinstance(value, Table) else copy.deepcopy(value)


def undone(transact: Callable[..., None]) -> Callable[..., None]:
    @wraps(transact)
    def all_or_nothing(backend: Any, transact_items: list[dict[str, Any]]) -> None:
        parts = [part for operation in transact_items for part in operation.values()]
        kept = [lying(backend, part) for part in parts]
        try:
            transact(backend, transact_items)
        except Exception:
            for table, (pk, sk), item in kept:
                if item is None:
                    table.items[pk].pop(sk, None)
                else:
                    table.items[pk][sk] = item
            raise

    return all_or_nothing


def lying(backend: Any, part: dict[str, Any]) -> tuple[Any, tuple[Any, Any], Any]:
    """The table, place and content of what an operation is about to write."""
    table = backend.get_table(part["TableName"])
    place = backend.get_keys_value(table, part.get("Key") or part["Item"])
    return table, place, copy.deepcopy(table.get_item(*place))


@dataclass
class Stage:
    """What lasts for one module of tests, so that no other suite ever meets the mocked AWS."""

    house: House
    clock: MovableClock
    mailer: CapturedMailer
    wires: Wires
    queues: Queues
    dynamodb: Any
    s3: Any

    def renew(self) -> None:
        for name in RENEWED:
            self.dynamodb.delete_table(TableName=name)
        self.create(*RENEWED)
        self.clock.now = BEGIN
        for kept in (self.mailer.sent, self.wires.sent, self.wires.closed):
            kept.clear()
        self.queues.jobs.clear()
        self.queues.delays.clear()

    def create(self, *names: str) -> None:
        for name in names:
            self.dynamodb.create_table(TableName=name, **tables()[name])


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        WRITTEN.clear()
        isolated(patch)
        brief(patch)
        key = unguarded("kms").create_key()["KeyMetadata"]["Arn"]
        clock, mailer, wires = MovableClock(), CapturedMailer(), Wires()
        config = Config.read(
            {
                "KEY_ARN": key,
                "DESK_ORIGIN": ORIGIN,
                "SOCKET_URL": "wss://desk.example/socket",
                "MAIL_FROM": "desk@desk.example",
                "FILES_BUCKET": FILES,
                "UPLOADS_BUCKET": UPLOADS,
                "MAIL_QUEUE_URL": "https://queue.example/mail",
            }
        )
        queues = Queues()
        clients = {"apigatewaymanagementapi": wires, "sqs": queues}
        house = House(config, clock=clock, mailer=mailer, clients=clients)
        made = Stage(house, clock, mailer, wires, queues, unguarded("dynamodb"), unguarded("s3"))
        made.create(*tables())
        for bucket in (FILES, UPLOADS):
            made.s3.create_bucket(Bucket=bucket)
        yield made


@pytest.fixture(scope="module")
def light_passwords() -> Iterator[None]:
    """Argon2 with the least it takes: what a password costs is tested where it matters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "MEMORY_KIB", 8)
        patch.setattr(passwords, "PASSES", 1)
        _forget()
        yield
    _forget()


def _forget() -> None:
    passwords._hasher.cache_clear()
    passwords._nobodys.cache_clear()


@pytest.fixture
def fresh(stage: Stage) -> Stage:
    stage.renew()
    return stage


@pytest.fixture
def house(fresh: Stage) -> House:
    return fresh.house


@pytest.fixture
def clock(fresh: Stage) -> MovableClock:
    return fresh.clock


@pytest.fixture
def mailer(fresh: Stage) -> CapturedMailer:
    return fresh.mailer


@pytest.fixture
def wires(fresh: Stage) -> Wires:
    return fresh.wires


@pytest.fixture
def queues(fresh: Stage) -> Queues:
    return fresh.queues


@pytest.fixture
def dynamodb(fresh: Stage) -> Any:
    """Unguarded."""
    return fresh.dynamodb


NewMerchant = Callable[[], MerchantId]


@pytest.fixture
def new_merchant(house: House) -> NewMerchant:
    """Merchants with settings, widget and data key, one owner counted, and nobody in them."""

    def make() -> MerchantId:
        desk = desk_of(MerchantId(new_id()))
        with desk.open(front=True):
            creation = house.merchants.creation(
                desk, name="青竹里", locale="zh", time_zone="Asia/Shanghai"
            )
            house.audit.write(desk, *creation, action="merchant.created", on=desk.merchant)
        return desk.merchant

    return make


@pytest.fixture
def merchant(new_merchant: NewMerchant) -> MerchantId:
    return new_merchant()


def desk_of(merchant: MerchantId, *, role: str = Role.OWNER, person: str = "") -> Desk:
    caller = Caller(CallerKind.PERSON, person or new_id(), role=role)
    return Desk(merchant=merchant, caller=caller, address="203.0.113.7")
