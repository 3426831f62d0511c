"""Moto, on which the bench stands, keeps the contract."""

from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from tests.contract import cases
from tests.contract.leg import TABLE, Leg, stream_of
from tests.desk.standing import unguarded


@pytest.fixture(scope="module")
def moto() -> Iterator[Leg]:
    with mock_aws():
        client = unguarded.__wrapped__("dynamodb")  # one of its own
        client.create_table(**TABLE)
        plain = Config(
            account_id_endpoint_mode="disabled"
        )  # moto knows no other address of streams
        streams = boto3.client("dynamodbstreams", region_name="us-east-1", config=plain)
        yield Leg("moto", client, stream_of(client, streams))


@pytest.mark.parametrize("case", cases.of("moto"))
def test_moto_keeps_the_contract(moto: Leg, case: cases.Case) -> None:
    case(moto.fresh())
