"""What stands for AWS beside the bench: writes succeed, and who asks what became of them is told."""

import json

from infra.bench.loopback import answer

KEY = {"pk": {"S": "LIMIT#x"}, "sk": {"S": "1"}}
COUNTED = {
    "Key": KEY,
    "UpdateExpression": "SET #0 = :0 ADD #1 :1",
    "ExpressionAttributeNames": {"#0": "expires", "#1": "used"},
    "ExpressionAttributeValues": {":0": {"N": "99"}, ":1": {"N": "1"}},
}


def asked(operation: str, **more: object) -> tuple[int, object]:
    body = json.dumps({**COUNTED, **more}).encode()
    status, told = answer({}, "POST /", f"DynamoDB_20120810.{operation}", body)
    return status, json.loads(told)


def test_a_write_succeeds_and_says_nothing() -> None:
    assert asked("UpdateItem") == asked("PutItem") == (200, {})


def test_who_asks_for_the_item_has_it_as_if_there_had_been_none() -> None:
    status, told = asked("UpdateItem", ReturnValues="ALL_NEW")

    assert (status, told) == (
        200,
        {"Attributes": {**KEY, "expires": {"N": "99"}, "used": {"N": "1"}}},
    )


def test_what_was_never_asked_before_is_no_answer() -> None:
    assert asked("GetItem")[0] == 400
