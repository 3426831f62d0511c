"""The local AWS keeps the contract that the memory store keeps."""

import contextlib
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.contract import cases
from tests.contract.leg import NAME, TABLE, Leg, stream_of
from tests.stack.fixtures import Stack


@pytest.fixture(scope="module")
def ministack(running: Stack) -> Iterator[Leg]:
    client = running.client("dynamodb")
    with contextlib.suppress(ClientError):  # of a run that was broken off
        client.delete_table(TableName=NAME)
    client.create_table(**TABLE)
    yield Leg("ministack", client, stream_of(client, running.client("dynamodbstreams")))
    client.delete_table(TableName=NAME)


@pytest.mark.parametrize("case", cases.of("ministack"))
def test_the_local_aws_keeps_the_contract(ministack: Leg, case: cases.Case) -> None:
    case(ministack.fresh())
