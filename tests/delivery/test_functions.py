"""What the functions do when a record is poisoned, a part of a batch fails, or a socket is gone."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.table import guard
from tests.delivery.cloud import Cloud, queue_url
from tests.delivery.story import Story, heard
from tests.memory.dynamodb import Refusal
from tests.memory.table import Change


def poisoned(cloud: Cloud, conversation: str) -> Change:
    """A message of the stream whose seal is broken: it opens nowhere, ever."""
    table = cloud.aws.dynamodb.tables["desk"]
    change = next(
        each
        for each in table.log
        if each.new and conversation in each.new["pk"]["S"] and "body" in each.new
    )
    assert change.new is not None
    change.new = {**change.new, "body": {"B": b"\x01\x00\x00\x00\x01broken"}}
    return change


def test_r07_a_poisoned_record_is_set_aside_and_delays_the_others_by_less_than_5_s(
    cloud: Cloud,
) -> None:
    story = Story(cloud, cloud.merchant())
    sockets = [story.visitor() for _ in range(5)]
    asked = [story.says(first, f"question {n}") for n, (first, _) in enumerate(sockets)]
    kept = cloud.aws.dynamodb.tables["desk"].log[:]
    bad = poisoned(cloud, asked[2]["conversation"])
    healthy = [n for n in range(5) if n != 2]
    fan_out = story.mappings.of("fan_out")

    fan_out.run(cloud)

    for n in healthy:
        assert set(heard(sockets[n][1], asked[n]["conversation"])) == {f"question {n}"}
    assert heard(sockets[2][1], asked[2]["conversation"]) == []
    assert fan_out.waited < 5
    (letter,) = fan_out.dead
    assert letter["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert int(letter["DDBStreamBatchInfo"]["startSequenceNumber"]) == bad.number

    cloud.aws.dynamodb.tables["desk"].log[:] = kept  # the cause is mended
    bad.new = {**(bad.new or {}), "body": _body(cloud, bad)}
    answer = fan_out.again(cloud, letter)
    assert answer == {"batchItemFailures": []}
    assert heard(sockets[2][1], asked[2]["conversation"]) == ["question 2"]


def _body(cloud: Cloud, change: Change) -> dict[str, Any]:
    """As it lies in the table, unspoiled."""
    assert change.new is not None
    lying = cloud.aws.dynamodb.tables["desk"].get(change.new)
    assert lying is not None
    return lying["body"]


def test_r07_a_job_that_cannot_be_done_is_set_aside_and_done_after_it_was_mended(
    cloud: Cloud,
) -> None:
    story = Story(cloud, cloud.merchant())
    first, _ = story.visitor()
    others = [story.visitor()[0] for _ in range(3)]
    bad = story.says(first, "spoiled")["conversation"]
    good = [story.says(line, "fine")["conversation"] for line in others]
    place = next(
        p for p in cloud.aws.dynamodb.tables["desk"].items if bad in p[0] and p[1] == "HEAD"
    )
    head = cloud.aws.dynamodb.tables["desk"].items[place]
    cloud.aws.dynamodb.tables["desk"].items[place] = {
        **head,
        "own": {"B": b"\x01\x00\x00\x00\x01broken"},
    }

    story.mappings.of("relay").run(cloud)
    queue = story.mappings.queue("ASSIGN")
    while queue.poll(cloud):
        pass
    for conversation in good:
        assert story.texts(others[good.index(conversation)], conversation) == ["fine"]
        assert _held(cloud, conversation)
    for _ in range(6):
        story.pass_time(queue.visibility)
        queue.poll(cloud)
    assert [json.loads(letter.body)["conversation"] for letter in queue.dead] == [bad]

    cloud.aws.dynamodb.tables["desk"].items[place] = head  # the cause is mended
    queue.redrive(cloud)
    queue.poll(cloud)
    assert _held(cloud, bad)
    assert queue.dead == []


def _held(cloud: Cloud, conversation: str) -> bool:
    items = cloud.aws.dynamodb.tables["desk"].items
    return any(
        item.get("assignee") is not None
        for (pk, sk), item in items.items()
        if conversation in pk and sk == "HEAD"
    )


def test_r08_of_ten_jobs_the_one_that_failed_is_tried_again_alone(cloud: Cloud) -> None:
    story = Story(cloud, cloud.merchant())
    queue = story.mappings.queue("MAIL")
    jobs = [{"pk": "PLATFORM#OUTBOX", "sk": f"MAIL#{n}"} for n in range(10)]
    client = cloud.house.client("sqs")
    for job in jobs:
        owner = {"merchant": {"DataType": "String", "StringValue": "PLATFORM"}}
        with guard.scope(front=True):
            client.send_message(
                QueueUrl=queue_url("MAIL"), MessageBody=json.dumps(job), MessageAttributes=owner
            )

    failing = _failing_once(jobs[4]["sk"])
    with cloud.aws.crossed_by(failing):
        while queue.poll(cloud):
            pass
        cloud.clock.advance(queue.visibility + 1)
        while queue.poll(cloud):
            pass

    assert [len(batch) for batch in queue.invocations][-1] == 1
    assert queue.waiting(cloud) == []
    assert queue.dead == []
    received = [batch for batch in queue.invocations if queue.invocations[-1][0] in batch]
    assert len(received) == 2


def _failing_once(sk: str) -> Any:
    failed: list[str] = []

    def crossing(when: str, service: str, operation: str, params: Mapping[str, Any]) -> None:
        if when == "before" and params.get("Key", {}).get("sk") == {"S": sk} and not failed:
            failed.append(sk)
            raise Refusal("InternalServerError", "for a moment", status=500)

    return crossing


def test_r08_of_a_streams_batch_only_what_failed_comes_again(cloud: Cloud) -> None:
    story = Story(cloud, cloud.merchant())
    lines = [story.visitor() for _ in range(4)]
    asked = [story.says(first, f"q{n}") for n, (first, _) in enumerate(lines)]
    last = lines[-1][1].connection

    failed: list[str] = []

    def crossing(when: str, service: str, operation: str, params: Mapping[str, Any]) -> None:
        if when == "before" and params.get("ConnectionId") == last and not failed:
            failed.append(last)
            raise Refusal("InternalServerError", "for a moment", status=500)

    fan_out = story.mappings.of("fan_out")
    with cloud.aws.crossed_by(crossing):
        fan_out.run(cloud)

    whole, again = fan_out.invocations[-2:]
    assert failed
    assert again == whole[whole.index(again[0]) :]
    assert len(again) < len(whole)
    for n, (_, second) in enumerate(lines):
        assert set(heard(second, asked[n]["conversation"])) == {f"q{n}"}
    assert heard(lines[0][1], asked[0]["conversation"]) == ["q0"]  # once: it was not tried again
    assert fan_out.dead == []


def test_r13_a_socket_that_is_gone_is_posted_to_once_and_forgotten(cloud: Cloud) -> None:
    story = Story(cloud, cloud.merchant())
    first, second = story.visitor()
    asked = story.says(first, "one")
    story.settle()
    cloud.clock.advance(60)
    del cloud.aws.sockets.open[second.connection]  # nobody told us
    posts: list[str] = []

    def crossing(when: str, service: str, operation: str, params: Mapping[str, Any]) -> None:
        if when == "before" and operation == "PostToConnection":
            posts.append(params["ConnectionId"])

    session = story.session(first, asked["conversation"])
    with cloud.aws.crossed_by(crossing):
        for n in (1, 2, 3):
            story.says(first, f"more {n}", session=session, n=n, conversation=asked["conversation"])
            story.settle()

    assert posts.count(second.connection) == 1
    rows = [sk for pk, sk in cloud.aws.dynamodb.tables["sockets"].items if second.connection in sk]
    assert rows == []
    assert story.mappings.of("fan_out").dead == []
