"""AWS's own DynamoDB Local keeps the contract: so it says of DynamoDB what is true."""

import os

import boto3
import pytest

from tests.contract import cases
from tests.contract.leg import TABLE, Leg, stream_of

KEYS = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def dynamodb_local() -> Leg:
    address = os.environ.get("DYNAMODB_LOCAL")
    if not address:
        pytest.skip("started by `make conformance`, where Java and Maven are there")
    client = boto3.client("dynamodb", endpoint_url=address, **KEYS)
    client.create_table(**TABLE)
    streams = boto3.client("dynamodbstreams", endpoint_url=address, **KEYS)
    return Leg("dynamodb_local", client, stream_of(client, streams))


@pytest.mark.parametrize("case", cases.of("dynamodb_local"))
def test_dynamodb_local_keeps_the_contract(dynamodb_local: Leg, case: cases.Case) -> None:
    case(dynamodb_local.fresh())
