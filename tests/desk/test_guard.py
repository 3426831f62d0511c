"""No call to AWS leaves the scope, whichever library makes it."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import BotoCoreError

from chalicelib.core.ids import MerchantId, new_id
from chalicelib.merchants.items import MerchantItem
from chalicelib.people.items import PersonItem
from chalicelib.table import calls, guard, keys, writes
from chalicelib.table.guard import Breach
from chalicelib.table.pages import query
from chalicelib.wiring import House
from tests.desk.standing import NewMerchant, desk_of

HOUSE = Path(__file__).parents[2] / "chalicelib"
Call = Callable[[Any, dict[str, Any], str], object]


def job_of(merchant: str) -> dict[str, Any]:
    return {
        "MessageAttributes": {"merchant": {"DataType": "String", "StringValue": merchant}},
    }


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


OTHERS: list[tuple[str, str, dict[str, Any]]] = [
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
    ("sqs", "send_message", {"QueueUrl": "q", "MessageBody": "b", **job_of("other")}),
    ("kms", "generate_data_key", {"KeyId": "k", "KeySpec": "AES_256"}),
    ("kms", "generate_data_key", {"KeyId": "k", "EncryptionContext": {"merchant": "other"}}),
    ("sesv2", "create_contact_list", {"ContactListName": "c"}),
    ("sts", "get_caller_identity", {}),
    ("lambda", "invoke", {"FunctionName": "f"}),
]


@pytest.mark.parametrize(("service", "method", "params"), OTHERS)
def test_other_services_are_held_to_the_merchant_too(
    service: str, method: str, params: dict[str, Any], house: House, merchant: MerchantId
) -> None:
    client = botocore.session.get_session().create_client(service, region_name="us-east-1")

    with desk_of(merchant).open(front=True), pytest.raises(Breach):
        getattr(client, method)(**params)


def management() -> Any:
    session = botocore.session.get_session()
    return session.create_client("apigatewaymanagementapi", endpoint_url="https://nowhere.invalid")


PUSHES: dict[str, Callable[[Any, str], object]] = {
    "PostToConnection": lambda client, to: client.post_to_connection(ConnectionId=to, Data=b"x"),
    "DeleteConnection": lambda client, to: client.delete_connection(ConnectionId=to),
}


@pytest.mark.parametrize("name", PUSHES)
def test_a_push_goes_to_the_socket_that_was_reached_for_and_to_no_other(
    name: str, house: House, merchant: MerchantId
) -> None:
    push, client = PUSHES[name], management()
    with pytest.raises(Breach):
        push(client, "abc=")
    with desk_of(merchant).open(front=True):
        with pytest.raises(Breach):
            push(client, "abc=")
        with guard.reaching(merchant, "abc="):
            with pytest.raises(Breach):
                push(client, "def=")
            with pytest.raises(BotoCoreError):
                push(client, "abc=")  # past the guard, and nobody there
        with pytest.raises(Breach):
            push(client, "abc=")


def test_another_merchants_socket_is_not_reached(house: House, new_merchant: NewMerchant) -> None:
    """By its row's own key, whoever handed the socket over."""
    mine, other = desk_of(new_merchant()), desk_of(new_merchant())
    with other.open():
        house.connections.opened(other, connection="abc=", name="May")
        (socket,) = house.connections.agents(other)

    with mine.open(front=True):
        for act in (house.push.close, lambda desk, to: house.push.send(desk, to, [{"t": "x"}])):
            with pytest.raises(Breach):
                act(mine, socket)
    with guard.scope(front=True), pytest.raises(Breach):
        house.push.close(other, socket)
    assert house.push._client().sent == house.push._client().closed == []


Params = dict[str, Any]
Made = Callable[[str], Params]


def _part(kind: str) -> Made:
    return lambda pk: {"TransactItems": [{kind: {"Key": {"pk": {"S": pk}}}}]}


def _context(pk: str) -> Params:
    return {"EncryptionContext": {"merchant": keys.merchant_of(pk) or pk}}


def _object(pk: str) -> Params:
    return {"Key": f"{keys.merchant_of(pk) or pk}/index/1"}


def _key(pk: str) -> Params:
    return {"Key": {"pk": {"S": pk}}}


CASES: dict[tuple[str, str], Made] = {
    ("dynamodb", "GetItem"): _key,
    ("dynamodb", "PutItem"): lambda pk: {"Item": {"pk": {"S": pk}}},
    ("dynamodb", "UpdateItem"): _key,
    ("dynamodb", "DeleteItem"): _key,
    ("dynamodb", "Query"): lambda pk: {
        "KeyConditionExpression": "held_pk = :p",
        "ExpressionAttributeValues": {":p": {"S": pk}},
    },
    ("dynamodb", "BatchGetItem"): lambda pk: {"RequestItems": {"t": {"Keys": [{"pk": {"S": pk}}]}}},
    ("dynamodb", "TransactWriteItems"): _part("ConditionCheck"),
    ("dynamodb", "TransactGetItems"): _part("Get"),
    ("kms", "GenerateDataKey"): _context,
    ("kms", "Decrypt"): _context,
    ("sqs", "SendMessage"): lambda pk: job_of(keys.merchant_of(pk) or pk),
    ("s3", "PutObject"): _object,
    ("s3", "GetObject"): _object,
    ("s3", "DeleteObject"): _object,
    ("s3", "CopyObject"): lambda pk: {**_object(pk), "CopySource": {"Bucket": "b", **_object(pk)}},
}


def test_every_operation_that_the_guard_knows_has_its_case() -> None:
    """A new one is held to own, another's, the front's and none before it is used."""
    assert CASES.keys() == calls.OWNERS.keys()


@pytest.mark.parametrize("call", CASES, ids="-".join)
def test_a_call_is_let_through_for_the_scopes_own_alone(call: tuple[str, str]) -> None:
    mine, other = (desk_of(MerchantId(new_id())) for _ in range(2))
    own, foreign = (CASES[call](keys.merchant(desk).pk) for desk in (mine, other))

    with mine.open(front=True):
        guard.check(*call, own)
        for params in (foreign, CASES[call](""), CASES[call]("OTHER#a"), {}):
            with pytest.raises(Breach):
                guard.check(*call, params)
    with mine.open():
        for front in ("SESSION#a", keys.PLATFORM):
            with pytest.raises(Breach):
                guard.check(*call, CASES[call](front))
    with pytest.raises(Breach):
        guard.check(*call, own)


def test_a_letter_goes_out_within_a_scope_alone() -> None:
    for call in calls.WITHIN_A_SCOPE:
        with pytest.raises(Breach):
            guard.check(*call, {})
        with guard.scope(front=True):
            guard.check(*call, {})


def test_the_houses_code_calls_nothing_that_the_guard_does_not_know() -> None:
    """By the names of the methods that clients are asked for; pynamodb's own stand above."""
    known = {xform_name(operation) for _, operation in calls.OWNERS}
    known |= {xform_name(operation) for _, operation in calls.TO_SOCKETS | calls.WITHIN_A_SCOPE}
    known.add("generate_presigned_url")  # prepares what it signs as a call, and the guard is asked
    texts = [path.read_text(encoding="utf-8") for path in HOUSE.rglob("*.py")]
    asked = {name for text in texts for name in re.findall(r"_(?:client|kms)\(\)\.(\w+)\(", text)}

    assert asked
    assert asked <= known


def test_a_thread_begins_without_a_scope(house: House, merchant: MerchantId) -> None:
    """Two merchants' work side by side in one process: neither is in the other's scope."""
    found: list[object] = []

    def look() -> None:
        found.append(guard.current())
        with pytest.raises(Breach):
            MerchantItem.find(keys.merchant(desk_of(merchant)))

    with desk_of(merchant).open():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [None]


def test_a_scope_that_ends_in_a_fault_is_over(house: House, merchant: MerchantId) -> None:
    with pytest.raises(ZeroDivisionError), desk_of(merchant).open(front=True):
        raise ZeroDivisionError
    assert guard.current() is None


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
