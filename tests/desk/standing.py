"""A whole house on tables in memory, made from the template that a deploy uses; moto is the rest of AWS.

The suites of desk and doors share these fixtures. One set of AWS clients serves all tests; tables
are made anew for each. That these tables do what DynamoDB does is held by `tests/contract`.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "POWERTOOLS_DEV": "false",
}

import botocore.session
import pytest
from botocore.config import Config as ClientConfig
from moto import mock_aws

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
from tests.desk import canaries
from tests.memory.aws import Aws
from tests.memory.ses import Ses
from tests.memory.table import Table

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
        canaries.WATCH.look("SendMessage", MessageBody.encode())
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


@cache
def unguarded(service: str, **settings: Any) -> Any:
    """A client that the call guard does not see: for setting up, and for tampering."""
    session = botocore.session.get_session()
    session.unregister(*guard._HOOK)
    config = ClientConfig(**settings)
    return session.create_client(service, region_name="us-east-1", config=config)


class Tables:
    """The tables as they lie, past guard and clients: for setting up, for looking and for tampering."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def __getitem__(self, name: str) -> Table:
        return self._aws.dynamodb.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._aws.dynamodb.tables)

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        """Any operation of DynamoDB by its name in boto3."""
        name = "".join(word.capitalize() for word in operation.split("_"))
        return lambda **params: self._aws.dynamodb.perform(name, params)

    @contextmanager
    def just_before(self, operation: str, act: Callable[[], object]) -> Iterator[None]:
        """Somebody else acts at the worst moment: right before the first call of that operation."""
        acts = [act]

        def crossing(when: str, _service: str, called: str, _params: Any) -> None:
            if (when, called) == ("before", operation) and acts:
                acts.pop()()

        with self._aws.crossed_by(crossing):
            yield

    def scan(self, TableName: str) -> dict[str, Any]:  # noqa: N803 - AWS's
        return {"Items": [dict(item) for item in self[TableName].items.values()]}


@dataclass
class Stage:
    """What lasts for one module of tests, so that no other suite ever meets the mocked AWS."""

    house: House
    clock: MovableClock
    mailer: CapturedMailer
    wires: Wires
    queues: Queues
    dynamodb: Tables
    s3: Any
    ses: Ses

    def renew(self) -> None:
        self.ses.clear()
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
    aws = Aws()
    with mock_aws(), aws.plugged_in("dynamodb"), aws.plugged_in("sesv2"):
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
        made = Stage(house, clock, mailer, wires, queues, Tables(aws), unguarded("s3"), aws.ses)
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


@pytest.fixture(autouse=True)
def nothing_in_the_clear() -> Iterator[None]:
    """A27, for every test of the suites: what is sealed is never stored or logged as it was written."""
    with canaries.watched():
        yield


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
def dynamodb(fresh: Stage) -> Tables:
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
