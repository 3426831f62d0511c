"""Moto, on which the bench stands, keeps the contract."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from tests.contract import cases
from tests.contract.leg import TABLE, Leg, stream_of
from tests.desk.standing import unguarded


@pytest.fixture(scope="module")
def moto() -> Iterator[Leg]:
    with mock_aws():
        client = unguarded.__wrapped__("dynamodb")  # one of its own
        client.create_table(**TABLE)
        # Moto knows no other address of streams.
        streams = unguarded("dynamodbstreams", account_id_endpoint_mode="disabled")
        yield Leg("moto", client, stream_of(client, streams))


@pytest.mark.parametrize("case", cases.of("moto"))
def test_moto_keeps_the_contract(moto: Leg, case: cases.Case) -> None:
    case(moto.fresh())
