"""The memory store keeps the contract: so what is played on it means something.

Moto does in tests/bulk, the local AWS in tests/stack, DynamoDB Local in tests/conformance.
"""

import pytest

from tests.contract import cases
from tests.contract.leg import NAME, TABLE, Leg
from tests.desk.standing import unguarded
from tests.memory.aws import Aws
from tests.memory.streams import records


@pytest.fixture(scope="module")
def memory() -> Leg:
    aws = Aws([TABLE])
    with aws.plugged_in():
        client = unguarded.__wrapped__("dynamodb")  # one of its own
    return Leg("memory", client, lambda: records(aws.dynamodb.tables[NAME]))


@pytest.mark.parametrize("case", cases.of("memory"))
def test_the_memory_store_keeps_the_contract(memory: Leg, case: cases.Case) -> None:
    case(memory.fresh())
