"""What the product relies on when it writes several items, all or none."""

from typing import Any

from botocore.exceptions import ClientError

from tests.contract.leg import Leg, n, refused, s

CANCELLED = "TransactionCanceledException"
ABSENT = "attribute_not_exists (pk)"


def _put(leg: Leg, sk: str, **more: Any) -> dict[str, Any]:
    return {"Put": {"Item": {**leg.key(sk), "a": n(1)}, "ConditionExpression": ABSENT, **more}}


def _move(leg: Leg, sk: str, version: int) -> dict[str, Any]:
    return {
        "Update": {
            "Key": leg.key(sk),
            "UpdateExpression": "SET #v = :n",
            "ConditionExpression": "(attribute_exists (pk) AND #v = :v)",
            "ExpressionAttributeNames": {"#v": "version"},
            "ExpressionAttributeValues": {":v": n(version), ":n": n(version + 1)},
        }
    }


def codes(error: ClientError) -> list[str]:
    return [reason["Code"] for reason in error.response["CancellationReasons"]]


def message_and_head_go_together_or_not_at_all(leg: Leg) -> None:
    leg.put("head", version=n(0))
    leg.transact(_put(leg, "m1"), _move(leg, "head", 0))
    assert leg.values("head") == {"version": n(1)}

    stale = refused(CANCELLED, lambda: leg.transact(_put(leg, "m2"), _move(leg, "head", 0)))
    assert codes(stale) == ["None", "ConditionalCheckFailed"]
    assert leg.get("m2") is None

    doubled = refused(CANCELLED, lambda: leg.transact(_put(leg, "m1"), _move(leg, "head", 1)))
    assert codes(doubled) == ["ConditionalCheckFailed", "None"]
    assert leg.values("head") == {"version": n(1)}

    both = refused(CANCELLED, lambda: leg.transact(_put(leg, "m1"), _move(leg, "head", 0)))
    assert codes(both) == ["ConditionalCheckFailed", "ConditionalCheckFailed"]


def every_kind_of_write_goes_into_one(leg: Leg) -> None:
    leg.put("old", a=n(1))
    leg.put("counter", a=n(1))
    leg.transact(
        _put(leg, "new"),
        {"Delete": {"Key": leg.key("old"), "ConditionExpression": "attribute_exists (pk)"}},
        {
            "Update": {
                "Key": leg.key("counter"),
                "UpdateExpression": "ADD a :one, held :who",
                "ExpressionAttributeValues": {":one": n(1), ":who": {"SS": ["c"]}},
            }
        },
        {"ConditionCheck": {"Key": leg.key("none"), "ConditionExpression": ABSENT}},
    )
    assert (leg.get("old"), leg.get("none")) == (None, None)
    assert leg.values("counter") == {"a": n(2), "held": {"SS": ["c"]}}
    assert leg.values("new") == {"a": n(1)}

    gone = {"Delete": {"Key": leg.key("old"), "ConditionExpression": "attribute_exists (pk)"}}
    refused(CANCELLED, lambda: leg.transact(gone, _put(leg, "never")))
    assert leg.get("never") is None


def what_is_gone_by_then_is_no_hindrance_where_nobody_asks(leg: Leg) -> None:
    leg.put("there", a=n(1))
    gone = [{"Delete": {"Key": leg.key(sk)}} for sk in ("there", "never")]
    leg.transact(_put(leg, "new"), *gone)
    assert (leg.get("there"), leg.get("never")) == (None, None)
    assert leg.values("new") == {"a": n(1)}


def what_lay_there_is_shown_where_it_is_asked_for(leg: Leg) -> None:
    leg.put("m", a=n(7))
    shown = _put(leg, "m", ReturnValuesOnConditionCheckFailure="ALL_OLD")
    error = refused(CANCELLED, lambda: leg.transact(shown))
    (reason,) = error.response["CancellationReasons"]
    assert reason["Item"] == {**leg.key("m"), "a": n(7)}


def one_item_twice_is_refused(leg: Leg) -> None:
    twice = [{"Put": {"Item": leg.key("m")}}, {"Delete": {"Key": leg.key("m")}}]
    refused("ValidationException", lambda: leg.transact(*twice))
    assert leg.get("m") is None


def a_hundred_operations_and_no_more(leg: Leg) -> None:
    parts = [_put(leg, f"m{number:03d}") for number in range(101)]
    error = None
    try:
        leg.transact(*parts)
    except ClientError as refusal:
        error = refusal
    assert error is not None
    assert leg.get("m000") is None
    leg.transact(*parts[:100])
    assert len(leg.query("pk = :p", {":p": s(leg.pk)})) == 100


def the_same_token_again_writes_nothing_more(leg: Leg) -> None:
    add = {
        "Update": {
            "Key": leg.key("c"),
            "UpdateExpression": "ADD a :one",
            "ExpressionAttributeValues": {":one": n(1)},
        }
    }
    token = f"token-{leg.pk[2:]}"
    for _ in range(3):
        leg.transact(add, ClientRequestToken=token)
    assert leg.values("c") == {"a": n(1)}
    other = "IdempotentParameterMismatchException"
    refused(other, lambda: leg.transact(_put(leg, "d"), ClientRequestToken=token))
    assert leg.get("d") is None


CASES = (
    message_and_head_go_together_or_not_at_all,
    every_kind_of_write_goes_into_one,
    what_is_gone_by_then_is_no_hindrance_where_nobody_asks,
    what_lay_there_is_shown_where_it_is_asked_for,
    one_item_twice_is_refused,
    a_hundred_operations_and_no_more,
    the_same_token_again_writes_nothing_more,
)
