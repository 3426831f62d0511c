"""What the product relies on when it writes one item on a condition."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from botocore.exceptions import ClientError

from tests.contract.leg import NAME, Leg, n, refused, s

FAILED = "ConditionalCheckFailedException"


def an_item_is_created_once(leg: Leg) -> None:
    where = {"TableName": NAME, "ConditionExpression": "attribute_not_exists (pk)"}
    leg.client.put_item(Item={**leg.key(), "a": n(1)}, **where)
    refused(FAILED, lambda: leg.client.put_item(Item={**leg.key(), "a": n(2)}, **where))
    assert leg.values() == {"a": n(1)}


def a_change_needs_the_version_that_was_read(leg: Leg) -> None:
    leg.put(version=n(3), text=s("old"), other=s("kept"))

    def change(version: int, text: str) -> dict[str, object]:
        return leg.update(
            "SET #t = :t, version = :v",
            ConditionExpression="(attribute_exists (pk) AND version = :w)",
            ExpressionAttributeNames={"#t": "text"},
            ExpressionAttributeValues={":t": s(text), ":v": n(version + 1), ":w": n(version)},
            ReturnValues="ALL_NEW",
        )

    answer = change(3, "new")
    assert answer["Attributes"] == {
        **leg.key(),
        "version": n(4),
        "text": s("new"),
        "other": s("kept"),
    }
    refused(FAILED, lambda: change(3, "late"))
    assert leg.values() == {"version": n(4), "text": s("new"), "other": s("kept")}


def an_update_of_what_is_not_there_makes_it_or_is_refused(leg: Leg) -> None:
    refused(
        FAILED,
        lambda: leg.update(
            "SET a = :a",
            ConditionExpression="attribute_exists (pk)",
            ExpressionAttributeValues={":a": n(1)},
        ),
    )
    assert leg.get() is None
    leg.update("SET a = :a", ExpressionAttributeValues={":a": n(1)})
    assert leg.values() == {"a": n(1)}


def a_counter_adds_from_nought_and_back(leg: Leg) -> None:
    for more in (5, -2, 40):
        leg.update("ADD calls :m", ExpressionAttributeValues={":m": n(more)})
    assert leg.values() == {"calls": n(43)}


def a_set_grows_shrinks_and_is_never_empty(leg: Leg) -> None:
    def act(verb: str, *members: str) -> None:
        leg.update(f"{verb} held :m", ExpressionAttributeValues={":m": {"SS": list(members)}})

    act("ADD", "a")
    act("ADD", "b", "a")
    assert sorted(leg.values()["held"]["SS"]) == ["a", "b"]
    act("DELETE", "a", "z")
    assert leg.values() == {"held": {"SS": ["b"]}}
    act("DELETE", "b")
    assert leg.values() == {}
    act("DELETE", "b")


def every_action_sees_the_item_as_it_was(leg: Leg) -> None:
    leg.put(a=n(1), b=n(2), c=n(3))
    leg.update("SET a = b, b = a REMOVE c, nothing")
    assert leg.values() == {"a": n(2), "b": n(1)}


def numbers_compare_as_numbers_and_texts_as_their_bytes(leg: Leg) -> None:
    leg.put(seen=n(9), said_at=s("2026-09"))

    def holds(condition: str, value: dict[str, str]) -> bool:
        try:
            leg.update(
                "SET looked = :v",
                ConditionExpression=condition,
                ExpressionAttributeValues={":v": value},
            )
        except ClientError:
            return False
        return True

    assert holds("seen < :v", n(10))
    assert not holds("seen >= :v", n(10))
    assert holds("seen <= :v", n(9))
    assert not holds("seen < :v", s("10"))
    assert not holds("seen = :v", s("9"))
    assert holds("said_at > :v", s("2026-08-31"))
    assert holds("said_at < :v", s("2026-1"))


def what_is_not_there_compares_with_nothing_and_differs_from_all(leg: Leg) -> None:
    leg.put(a=n(1))

    def change(condition: str) -> dict[str, object]:
        return leg.update(
            "SET b = :v",
            sk="a",
            ConditionExpression=condition,
            ExpressionAttributeValues={":v": n(5)},
        )

    for condition in ("gone < :v", "gone >= :v", "gone = :v", "gone BETWEEN :v AND :v"):
        refused(FAILED, lambda condition=condition: change(condition))  # type: ignore[misc]
    change("gone <> :v")
    change("NOT gone = :v")


def functions_of_conditions(leg: Leg) -> None:
    leg.put(held={"SS": ["a", "b"]}, shop=s("bamboo"))

    def change(condition: str, **values: dict[str, str]) -> dict[str, object]:
        given = {f":{name}": value for name, value in values.items()}
        return leg.update(
            "SET ok = :k",
            ConditionExpression=condition,
            ExpressionAttributeValues={":k": n(1), **given},
        )

    change("attribute_not_exists (nothing) OR (size (held) < :c)", c=n(2))
    refused(FAILED, lambda: change("attribute_not_exists (held) OR (size (held) < :c)", c=n(2)))
    change("(size (held) < :c) AND (NOT contains (held, :m))", c=n(3), m=s("c"))
    refused(FAILED, lambda: change("NOT contains (held, :m)", m=s("b")))
    change("begins_with (nothing, :b) OR contains (held, :m)", b=s("b"), m=s("a"))
    change("begins_with (shop, :b) AND contains (shop, :m)", b=s("bam"), m=s("boo"))
    refused(FAILED, lambda: change("size (nothing) < :c", c=n(9)))


def a_removal_gives_back_what_lay_there_to_one_alone(leg: Leg) -> None:
    leg.put(merchant=s("m"))
    first = leg.client.delete_item(TableName=NAME, Key=leg.key(), ReturnValues="ALL_OLD")
    again = leg.client.delete_item(TableName=NAME, Key=leg.key(), ReturnValues="ALL_OLD")
    assert first["Attributes"] == {**leg.key(), "merchant": s("m")}
    assert "Attributes" not in again
    where = {"TableName": NAME, "Key": leg.key(), "ConditionExpression": "attribute_exists (pk)"}
    refused(FAILED, lambda: leg.client.delete_item(**where))


def values_come_back_as_they_went(leg: Leg) -> None:
    values: dict[str, dict[str, Any]] = {
        "sealed": {"B": bytes(range(256))},
        "millis": {"N": "1788000000123"},
        "empty": s(""),
        "text": s("在吗?😀"),
        "flag": {"BOOL": True},
        "nothing": {"NULL": True},
        "list": {"L": [s("a"), n(1), {"M": {"x": {"B": b"y"}}}]},
        "expires": n(1),  # long past: TTL takes it some day, until then it is there
    }
    leg.client.put_item(TableName=NAME, Item={**leg.key(), **values})
    assert leg.values() == values


def what_no_item_may_be_is_refused(leg: Leg) -> None:
    def put(**values: dict[str, str]) -> None:
        leg.client.put_item(TableName=NAME, Item={**leg.key(), **values})

    refused("ValidationException", lambda: put(sk=s("")))
    refused("ValidationException", lambda: put(pk=s("")))
    refused("ValidationException", lambda: put(big=s("x" * 410_000)))
    refused(
        "ValidationException",
        lambda: leg.update("SET sk = :v", ExpressionAttributeValues={":v": s("b")}),
    )
    assert leg.get() is None


def an_indexed_attribute_of_another_type_is_refused(leg: Leg) -> None:
    refused("ValidationException", lambda: leg.put(held_pk=n(1), held_sk=s("a")))


def of_many_writers_one_wins_each_version(leg: Leg) -> None:
    leg.put(version=n(0))

    def work(_: int) -> int:
        won = 0
        for _turn in range(6):
            item = leg.get() or {}
            now = int(item["version"]["N"])
            try:
                leg.update(
                    "SET version = :n",
                    ConditionExpression="version = :v",
                    ExpressionAttributeValues={":v": n(now), ":n": n(now + 1)},
                )
                won += 1
            except ClientError:
                continue
        return won

    with ThreadPoolExecutor(4) as pool:
        won = sum(pool.map(work, range(4)))
    assert leg.values() == {"version": n(won)}
    assert won >= 6


CASES = (
    an_item_is_created_once,
    a_change_needs_the_version_that_was_read,
    an_update_of_what_is_not_there_makes_it_or_is_refused,
    a_counter_adds_from_nought_and_back,
    a_set_grows_shrinks_and_is_never_empty,
    every_action_sees_the_item_as_it_was,
    numbers_compare_as_numbers_and_texts_as_their_bytes,
    what_is_not_there_compares_with_nothing_and_differs_from_all,
    functions_of_conditions,
    a_removal_gives_back_what_lay_there_to_one_alone,
    values_come_back_as_they_went,
    what_no_item_may_be_is_refused,
    an_indexed_attribute_of_another_type_is_refused,
    of_many_writers_one_wins_each_version,
)
