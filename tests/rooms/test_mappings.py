"""Which function a write invokes, by the template's own filters, and what it is handed."""

from typing import Any

import pytest

from infra.bench.streams import jobs_of, records_of
from infra.bench.trace import Call, Step
from infra.mappings import QUEUE, STREAM, Source, folder, logical, meets, sources
from infra.parts import fragments, join

FOUND = list(sources(join(fragments())))


def item(kind: str, **more: str) -> dict[str, Any]:
    told = {"pk": "M#1", "sk": "a", "kind": kind, **more}
    return {name: {"S": value} for name, value in told.items()}


def step(old: dict[str, Any] | None, new: dict[str, Any] | None, table: str = "x-desk") -> Step:
    return Step([Call("dynamodb", "PutItem", {}, images=[(table, old, new)])])


def invoked(made: Step, table: str = "desk") -> set[str]:
    return {
        source.function
        for source in FOUND
        if (source.kind, source.name) == (STREAM, table)
        for record in records_of(made, table)
        if source.takes(record)
    }


def test_the_template_says_who_reads_what() -> None:
    read = {(each.function, each.kind, each.name) for each in FOUND}

    assert ("fan_out", STREAM, "desk") in read
    assert ("relay", STREAM, "ledger") in read
    assert ("reply_bot", QUEUE, "bot") in read
    assert all(each.batch > 0 for each in FOUND)


def test_a_message_to_somebody_who_holds_it_is_pushed_and_costs_no_job() -> None:
    assert invoked(step(None, item("message"))) == {"fan_out"}
    assert invoked(step(None, item("message", work="bot"))) == {"fan_out", "relay"}
    assert invoked(step(item("due"), item("due"))) == set()


def test_a_stream_tells_what_was_there_before_and_nothing_of_other_tables() -> None:
    changed = step(item("conversation"), item("conversation", seq="2"))

    (record,) = records_of(changed, "desk")
    assert record["eventName"] == "MODIFY"
    assert record["dynamodb"]["OldImage"] == item("conversation")
    assert records_of(changed, "ledger") == []
    assert records_of(step(item("due"), None), "desk") == []


def test_a_binary_value_is_worded_as_lambda_words_it() -> None:
    (record,) = records_of(step(None, {**item("message"), "body": {"B": b"\x00\xff"}}), "desk")

    assert record["dynamodb"]["NewImage"]["body"] == {"B": "AP8="}


def test_a_queue_hands_on_what_was_put_on_it() -> None:
    sent = [
        Call("sqs", "SendMessage", {"QueueUrl": f"https://x/1/{name}", "MessageBody": name})
        for name in ("bot", "assign")
    ]

    assert [job["body"] for job in jobs_of(Step(sent), "assign")] == ["assign"]


@pytest.mark.parametrize(
    ("record", "met"),
    [
        ({"eventName": "INSERT", "new": {"kind": {"S": "message"}}}, True),
        ({"eventName": "INSERT", "new": {"kind": {"S": "customer"}}}, False),
        ({"eventName": "REMOVE", "new": {"kind": {"S": "message"}}}, False),
        ({"eventName": "INSERT"}, False),
    ],
)
def test_a_filter_asks_every_name_for_one_of_its_values(
    record: dict[str, Any], *, met: bool
) -> None:
    pattern = {"eventName": ["INSERT"], "new": {"kind": {"S": ["message"]}}}

    assert meets(record, pattern) is met


def test_a_filter_may_ask_that_something_is_there_at_all() -> None:
    source = Source("f", STREAM, "desk", 1, 1, [{"frees": {"S": [{"exists": True}]}}])

    assert source.takes({"frees": {"S": "somebody"}})
    assert not source.takes({"frees": {}})


def test_a_functions_name_in_the_template_is_that_of_its_folder() -> None:
    assert folder("FanOut") == "fan_out"
    assert logical("fan_out") == "FanOut"
    assert logical("door") == "WebsocketMessage"
