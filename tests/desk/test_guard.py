"""No call to AWS leaves the scope, whichever library makes it."""

from collections.abc import Callable
from typing import Any

import botocore.session
import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.merchants.items import MerchantItem
from chalicelib.people.items import PersonItem
from chalicelib.table import guard, keys, writes
from chalicelib.table.guard import Breach
from chalicelib.table.pages import query
from chalicelib.wiring import House
from tests.desk.standing import NewMerchant, desk_of

Call = Callable[[Any, dict[str, Any], str], object]


def key_of(merchant: MerchantId) -> dict[str, Any]:
    key = keys.merchant(desk_of(merchant))
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def transact(client: Any, key: dict[str, Any], kind: str) -> object:
    part = {
        "Put": {"TableName": "ledger", "Item": key},
        "Delete": {"TableName": "ledger", "Key": key},
        "Update": {"TableName": "ledger", "Key": key, "UpdateExpression": "REMOVE a"},
        "ConditionCheck": {
            "TableName": "ledger",
            "Key": key,
            "ConditionExpression": "attribute_exists(pk)",
        },
    }[kind]
    return client.transact_write_items(TransactItems=[{kind: part}])


CALLS: dict[str, Call] = {
    "get": lambda client, key, _: client.get_item(TableName="ledger", Key=key),
    "put": lambda client, key, _: client.put_item(TableName="ledger", Item=key),
    "update": lambda client, key, _: client.update_item(
        TableName="ledger", Key=key, UpdateExpression="REMOVE a"
    ),
    "delete": lambda client, key, _: client.delete_item(TableName="ledger", Key=key),
    "query": lambda client, key, _: client.query(
        TableName="ledger",
        KeyConditionExpression="pk = :p",
        ExpressionAttributeValues={":p": key["pk"]},
    ),
    "query by another name": lambda client, key, _: client.query(
        TableName="ledger",
        KeyConditionExpression="#k = :p AND begins_with (sk, :s)",
        ExpressionAttributeNames={"#k": "pk"},
        ExpressionAttributeValues={":p": key["pk"], ":s": {"S": "MEMBER"}},
    ),
    "batch": lambda client, key, _: client.batch_get_item(RequestItems={"ledger": {"Keys": [key]}}),
    "transact get": lambda client, key, _: client.transact_get_items(
        TransactItems=[{"Get": {"TableName": "ledger", "Key": key}}]
    ),
    **{
        f"transact {kind}": lambda client, key, name: transact(client, key, name.split(" ")[1])
        for kind in ("Put", "Delete", "Update", "ConditionCheck")
    },
}


@pytest.fixture(scope="module")
def client(stage: object) -> Any:
    """A session made after the house was: no part of ours, and guarded all the same."""
    return botocore.session.get_session().create_client("dynamodb", region_name="us-east-1")


@pytest.mark.parametrize("name", CALLS)
def test_another_merchants_key_is_refused(
    name: str, client: Any, house: House, new_merchant: NewMerchant
) -> None:
    mine, other = new_merchant(), new_merchant()

    with desk_of(mine).open(front=True), pytest.raises(Breach):
        CALLS[name](client, key_of(other), name)


@pytest.mark.parametrize("name", CALLS)
def test_outside_any_scope_nothing_is_reached(
    name: str, client: Any, house: House, merchant: MerchantId
) -> None:
    with pytest.raises(Breach):
        CALLS[name](client, key_of(merchant), name)


@pytest.mark.parametrize("name", CALLS)
def test_the_front_scope_reaches_no_merchant(
    name: str, client: Any, house: House, merchant: MerchantId
) -> None:
    with guard.scope(front=True), pytest.raises(Breach):
        CALLS[name](client, key_of(merchant), name)


@pytest.mark.parametrize("name", [name for name in CALLS if name != "transact Put"])
def test_ones_own_key_passes(name: str, client: Any, house: House, merchant: MerchantId) -> None:
    with desk_of(merchant).open():
        CALLS[name](client, key_of(merchant), name)


def test_one_foreign_key_among_ones_own_is_refused(
    client: Any, house: House, new_merchant: NewMerchant
) -> None:
    mine, other = new_merchant(), new_merchant()
    pair = [key_of(mine), key_of(other)]

    with desk_of(mine).open():
        with pytest.raises(Breach):
            client.batch_get_item(RequestItems={"ledger": {"Keys": pair}})
        with pytest.raises(Breach):
            client.transact_write_items(
                TransactItems=[{"Delete": {"TableName": "ledger", "Key": key}} for key in pair]
            )


def test_a_merchants_scope_alone_reaches_no_front_key(house: House, merchant: MerchantId) -> None:
    with desk_of(merchant).open(), pytest.raises(Breach):
        PersonItem.find(keys.person("0" * 26))


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("scan", {"TableName": "ledger"}),
        ("execute_statement", {"Statement": "SELECT * FROM ledger"}),
        ("batch_execute_statement", {"Statements": [{"Statement": "SELECT * FROM ledger"}]}),
        ("execute_transaction", {"TransactStatements": [{"Statement": "SELECT * FROM ledger"}]}),
        ("batch_write_item", {"RequestItems": {"ledger": [{"DeleteRequest": {"Key": {}}}]}}),
        ("delete_table", {"TableName": "ledger"}),
        ("update_table", {"TableName": "ledger"}),
    ],
)
def test_an_operation_that_the_guard_does_not_know_is_refused(
    method: str, params: dict[str, Any], client: Any, house: House, merchant: MerchantId
) -> None:
    with desk_of(merchant).open(front=True), pytest.raises(Breach):
        getattr(client, method)(**params)


@pytest.mark.parametrize(
    ("service", "method", "params"),
    [
        ("s3", "list_buckets", {}),
        ("s3", "get_object", {"Bucket": "b", "Key": "k"}),
        ("s3", "put_object", {"Bucket": "b", "Key": "other/index/1", "Body": b"x"}),
        ("s3", "delete_object", {"Bucket": "b", "Key": "/index/1"}),
        ("s3", "list_objects_v2", {"Bucket": "b"}),
        ("s3", "copy_object", {"Bucket": "b", "Key": "k", "CopySource": "b/other"}),
        ("kms", "encrypt", {"KeyId": "k", "Plaintext": b"x"}),
        ("kms", "decrypt", {"CiphertextBlob": b"x"}),
        ("kms", "decrypt", {"CiphertextBlob": b"x", "EncryptionContext": {"merchant": "other"}}),
        ("sqs", "send_message", {"QueueUrl": "q", "MessageBody": "b"}),
        ("sqs", "purge_queue", {"QueueUrl": "q"}),
    ],
)
def test_other_services_are_held_to_the_merchant_too(
    service: str, method: str, params: dict[str, Any], house: House, merchant: MerchantId
) -> None:
    client = botocore.session.get_session().create_client(service, region_name="us-east-1")

    with desk_of(merchant).open(front=True), pytest.raises(Breach):
        getattr(client, method)(**params)


def test_the_houses_own_ways_are_guarded(house: House, new_merchant: NewMerchant) -> None:
    mine, other = desk_of(new_merchant()), desk_of(new_merchant())
    foreign = keys.merchant(other)

    with mine.open(front=True):
        with pytest.raises(Breach):
            MerchantItem.find(foreign)
        with pytest.raises(Breach):
            query(MerchantItem, foreign.pk)
        with pytest.raises(Breach):
            list(MerchantItem.query(foreign.pk))
        with pytest.raises(Breach):
            writes.transact(writes.Remove(MerchantItem.at(foreign)))
        with pytest.raises(Breach):
            house.merchants.merchant(other)


def test_a_scope_ends_with_its_block(house: House, new_merchant: NewMerchant) -> None:
    outer, inner = desk_of(new_merchant()), desk_of(new_merchant())

    with outer.open():
        with inner.open():
            house.merchants.merchant(inner)
        house.merchants.merchant(outer)
        with pytest.raises(Breach):
            house.merchants.merchant(inner)
    assert guard.current() is None


def test_a_breach_names_no_key(client: Any, house: House, merchant: MerchantId) -> None:
    with pytest.raises(Breach) as breach:
        CALLS["get"](client, key_of(merchant), "get")

    assert merchant not in str(breach.value)
