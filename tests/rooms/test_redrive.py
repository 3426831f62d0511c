"""What was set aside goes back to where it came from, and what cannot go stays."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.parts import fragments, join
from infra.redrive import Stack

TEMPLATE = join(fragments())
NAMES = {name: name for name in TEMPLATE["Resources"]}


@dataclass
class Queues:
    """SQS, lambda and streams as far as they are asked."""

    lying: list[dict[str, Any]]
    sent: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    invoked: list[tuple[str, Any]] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    broken: bool = False
    waits: list[int] = field(default_factory=list)
    shy: bool = False  # every other answer is empty, whatever lies there
    pauses: int = 0  # so many pages of the stream come empty first
    late: int = 0  # comes while the others are handed in, and is seen by nobody yet

    def get_queue_attributes(self, **_: Any) -> dict[str, Any]:
        names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        return {"Attributes": dict(zip(names, (str(len(self.lying)), str(self.late)), strict=True))}

    def receive_message(
        self,
        *,
        MaxNumberOfMessages: int,  # noqa: N803
        WaitTimeSeconds: int = 0,  # noqa: N803
        **_: Any,
    ) -> dict[str, Any]:
        self.waits.append(WaitTimeSeconds)
        if self.shy and len(self.waits) % 2:
            return {}
        taken = self.lying[:MaxNumberOfMessages]
        del self.lying[:MaxNumberOfMessages]
        return {"Messages": taken} if taken else {}

    def send_message(self, **asked: Any) -> None:
        if self.broken:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": ""}}, "SendMessage")
        self.sent.append(asked)

    def delete_message(self, *, ReceiptHandle: str, **_: Any) -> None:  # noqa: N803
        self.deleted.append(ReceiptHandle)

    def invoke(self, *, FunctionName: str, Payload: bytes, **_: Any) -> None:  # noqa: N803
        self.invoked.append((FunctionName, json.loads(Payload)))

    def get_shard_iterator(self, **_: Any) -> dict[str, str]:
        return {"ShardIterator": "0"}

    def get_records(self, *, ShardIterator: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        at = int(ShardIterator)
        if self.pauses:
            self.pauses -= 1
            return {"Records": [], "NextShardIterator": ShardIterator}
        image = {"pk": {"B": b"\x00\xff"}}
        found = [
            {"eventName": "INSERT", "dynamodb": {"SequenceNumber": each, "Keys": image}}
            for each in self.records[at : at + 2]
        ]
        return {"Records": found, "NextShardIterator": str(at + 2)}


def message(n: int, body: dict[str, Any], group: str = "") -> dict[str, Any]:
    attributes = {"MessageGroupId": group} if group else {}
    return {
        "MessageId": f"m{n}",
        "ReceiptHandle": f"h{n}",
        "Body": json.dumps(body),
        "Attributes": attributes,
    }


def stack(queues: Queues) -> Stack:
    return Stack(TEMPLATE, NAMES, queues, queues, queues)


def at(first: str, last: str) -> dict[str, Any]:
    position = {"startSequenceNumber": first, "endSequenceNumber": last, "batchSize": 3}
    return {"DDBStreamBatchInfo": {**position, "shardId": "s", "streamArn": "arn:stream"}}


def test_jobs_go_back_to_their_queue_in_their_order_and_group() -> None:
    queues = Queues([message(n, {"n": n}, group="talk") for n in range(23)])

    assert stack(queues).redrive("OutboundDeadLetters") == (23, 0)

    assert [json.loads(each["MessageBody"])["n"] for each in queues.sent] == list(range(23))
    assert {(each["QueueUrl"], each["MessageGroupId"]) for each in queues.sent} == {
        ("OutboundQueue", "talk")
    }
    assert len({each["MessageDeduplicationId"] for each in queues.sent}) == 23
    assert queues.deleted == [f"h{n}" for n in range(23)]


def test_an_empty_answer_ends_nothing_while_something_lies_there() -> None:
    queues = Queues([message(n, {"n": n}) for n in range(23)], shy=True)

    assert stack(queues).redrive("BotDeadLetters") == (23, 0)

    assert queues.lying == []
    assert all(queues.waits)  # every server is asked


def test_what_lies_there_in_the_end_is_told_whoever_holds_it() -> None:
    assert stack(Queues([message(1, {"n": 1})], late=2)).redrive("BotDeadLetters") == (1, 2)


def test_what_comes_back_while_others_are_handed_in_is_tried_once() -> None:
    queues = Queues([message(1, {"n": 1}), message(1, {"n": 1})], broken=True)

    assert stack(queues).redrive("BotDeadLetters") == (0, 1)


@pytest.mark.parametrize(
    "dead", [name for name in NAMES if name.endswith("DeadLetters")], ids=lambda name: name
)
def test_each_has_somewhere_to_go(dead: str) -> None:
    """A queue that sets aside there, or the function of that name."""
    if dead.removesuffix("DeadLetters") in {"CheckSla", "FanOut", "IngestEmail", "Relay"}:
        assert TEMPLATE["Resources"][dead.removesuffix("DeadLetters")]
    else:
        assert stack(Queues([])).source_of(dead).endswith("Queue")


def test_an_invocation_that_failed_is_made_again() -> None:
    queues = Queues([message(1, {"requestPayload": {"Records": [1]}, "requestContext": {}})])

    assert stack(queues).redrive("IngestEmailDeadLetters") == (1, 0)
    assert queues.invoked == [("IngestEmail", {"Records": [1]})]


def test_records_of_a_stream_are_read_again_from_the_first_to_the_last() -> None:
    queues = Queues([message(1, at("1", "3"))], records=["1", "2", "3", "4"])

    assert stack(queues).redrive("RelayDeadLetters") == (1, 0)

    ((function, event),) = queues.invoked
    assert function == "Relay"
    assert [each["dynamodb"]["SequenceNumber"] for each in event["Records"]] == ["1", "2", "3"]
    assert event["Records"][0]["dynamodb"]["Keys"] == {"pk": {"B": "AP8="}}
    assert {each["eventSourceARN"] for each in event["Records"]} == {"arn:stream"}


def test_an_empty_page_of_a_stream_is_not_its_end() -> None:
    queues = Queues([message(1, at("1", "3"))], records=["1", "2", "3"], pauses=4)

    assert stack(queues).redrive("RelayDeadLetters") == (1, 0)
    ((_, event),) = queues.invoked
    assert len(event["Records"]) == 3


def test_a_stream_without_end_is_read_for_so_many_pages() -> None:
    queues = Queues([message(1, at("1", "3"))], pauses=10**9)

    assert stack(queues).redrive("RelayDeadLetters") == (0, 1)


def test_what_cannot_be_handed_in_stays() -> None:
    queues = Queues([message(1, {"n": 1})], broken=True)
    assert stack(queues).redrive("BotDeadLetters") == (0, 1)
    assert queues.deleted == []

    gone = Queues([message(1, at("1", "9"))], records=["1", "2"])
    assert stack(gone).redrive("RelayDeadLetters") == (0, 1)
    assert (gone.invoked, gone.deleted) == ([], [])
