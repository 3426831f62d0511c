"""What the readers of the stream rely on."""

from typing import Any

from tests.contract.leg import NAME, Leg, n, refused, s


def _told(leg: Leg) -> list[tuple[str, Any, Any]]:
    """Event, and the attribute `a` of the old and the new image."""
    return [
        (
            record["eventName"],
            record["dynamodb"].get("OldImage", {}).get("a"),
            record["dynamodb"].get("NewImage", {}).get("a"),
        )
        for record in leg.own_records()
    ]


def every_write_is_told_once_with_what_was_and_what_is(leg: Leg) -> None:
    leg.put(a=n(1), sealed={"B": b"x"})
    leg.update("SET a = :a", ExpressionAttributeValues={":a": n(2)})
    leg.client.delete_item(TableName=NAME, Key=leg.key())
    leg.client.delete_item(TableName=NAME, Key=leg.key())
    assert _told(leg) == [
        ("INSERT", None, n(1)),
        ("MODIFY", n(1), n(2)),
        ("REMOVE", n(2), None),
    ]
    first = leg.own_records()[0]["dynamodb"]
    assert first["NewImage"] == {**leg.key(), "a": n(1), "sealed": {"B": b"x"}}
    assert first["Keys"] == leg.key()
    assert "OldImage" not in first


def a_write_that_changes_nothing_is_not_told(leg: Leg) -> None:
    leg.put(a=n(1))
    leg.put(a=n(1))
    leg.update("SET a = :a", ExpressionAttributeValues={":a": n(1)})
    assert _told(leg) == [("INSERT", None, n(1))]


def a_refused_write_is_not_told(leg: Leg) -> None:
    where = {"TableName": NAME, "ConditionExpression": "attribute_exists (pk)"}
    refused(
        "ConditionalCheckFailedException",
        lambda: leg.client.put_item(Item=leg.key(), **where),
    )
    failing = {"Put": {"Item": leg.key("b"), "ConditionExpression": "attribute_exists (pk)"}}
    fine = {"Put": {"Item": leg.key("c")}}
    refused("TransactionCanceledException", lambda: leg.transact(fine, failing))
    assert leg.own_records() == []


def a_transaction_is_told_item_by_item(leg: Leg) -> None:
    leg.transact(*({"Put": {"Item": {**leg.key(sk), "a": s(sk)}}} for sk in ("m1", "m2", "head")))
    told = [record["dynamodb"]["Keys"]["sk"]["S"] for record in leg.own_records()]
    assert sorted(told) == ["head", "m1", "m2"]


def the_changes_of_an_item_are_told_in_their_order(leg: Leg) -> None:
    for number in range(12):
        leg.update("SET a = :a", ExpressionAttributeValues={":a": n(number)})
    numbers = [record["dynamodb"]["NewImage"]["a"]["N"] for record in leg.own_records()]
    assert numbers == [str(number) for number in range(12)]
    places = [record["dynamodb"]["SequenceNumber"] for record in leg.own_records()]
    assert sorted(set(places), key=int) == places


CASES = (
    every_write_is_told_once_with_what_was_and_what_is,
    a_write_that_changes_nothing_is_not_told,
    a_refused_write_is_not_told,
    a_transaction_is_told_item_by_item,
    the_changes_of_an_item_are_told_in_their_order,
)
