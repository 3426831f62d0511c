"""Hands in anew what was set aside: make redrive [QUEUE=OutboundDeadLetters] [REGION=…]

Without QUEUE it tells what lies where. A job goes back to its queue, to its own group; an invocation that
failed goes to its function; of a stream's records, those that still stand there (24 hours) go to theirs.
Whatever is handed in twice is done once. What could not be handed in stays where it is; exit 1, and also where
something lies there in the end.

SQS's own move task does the first alone, and no local AWS knows it.
"""

import argparse
import base64
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra.parts import ROOT, Template, fragments, join

MOST = 10_000
TAKEN_SECONDS = 120  # nobody else takes a message meanwhile
PAGE = 10  # the most that SQS hands over
WAITS_SECONDS = 2  # so long SQS asks all of its servers: without it, an empty answer says nothing
EMPTY = 3  # so many empty answers in a row end it
MOST_RECORDS = 1_000
MOST_PAGES = 500  # of a stream; many of them are empty, and others follow


class Gone(Exception):  # noqa: N818 - what became of them
    """The stream keeps records for a day."""


@dataclass(frozen=True, slots=True)
class Stack:
    """`resources`: the physical name of each, by its name in the template."""

    template: Template
    resources: Mapping[str, str]
    sqs: Any
    functions: Any
    streams: Any

    def dead(self) -> list[str]:
        return sorted(name for name in self.resources if name.endswith("DeadLetters"))

    def waiting(self, dead: str) -> int:
        """Also what somebody has taken and not deleted: what could not be handed in, for a while."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        told = self.sqs.get_queue_attributes(QueueUrl=self.resources[dead], AttributeNames=names)
        return sum(int(told["Attributes"].get(name, 0)) for name in names)

    def redrive(self, dead: str) -> tuple[int, int]:
        """How many were handed in, and how many could not be or lie there still."""
        done = empty = 0
        kept: set[str] = set()
        while empty < EMPTY and done + len(kept) < MOST:
            found = [each for each in self._taken(dead) if each["MessageId"] not in kept]
            empty = 0 if found else empty + 1
            for message in found:
                if self._hand_in(dead, message):
                    done += 1
                else:
                    kept.add(message["MessageId"])
        return done, max(len(kept), self.waiting(dead))

    def _taken(self, dead: str) -> list[dict[str, Any]]:
        told = self.sqs.receive_message(
            QueueUrl=self.resources[dead],
            MaxNumberOfMessages=PAGE,
            VisibilityTimeout=TAKEN_SECONDS,
            WaitTimeSeconds=WAITS_SECONDS,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        found: list[dict[str, Any]] = told.get("Messages", [])
        return found

    def _hand_in(self, dead: str, message: Mapping[str, Any]) -> bool:
        told, function = json.loads(message["Body"]), dead.removesuffix("DeadLetters")
        try:
            if "requestPayload" in told:
                self._invoke(function, told["requestPayload"])
            elif "DDBStreamBatchInfo" in told:
                self._invoke(function, {"Records": self._records(told["DDBStreamBatchInfo"])})
            else:
                self._send(dead, message)
        except (ClientError, Gone) as error:
            print(f"{message['MessageId']} stays: {error}", file=sys.stderr)
            return False
        self.sqs.delete_message(
            QueueUrl=self.resources[dead], ReceiptHandle=message["ReceiptHandle"]
        )
        return True

    def _send(self, dead: str, message: Mapping[str, Any]) -> None:
        group = message.get("Attributes", {}).get("MessageGroupId")
        ordered = {
            "MessageGroupId": group,
            "MessageDeduplicationId": f"again-{message['MessageId']}",
        }
        self.sqs.send_message(
            QueueUrl=self.resources[self.source_of(dead)],
            MessageBody=message["Body"],
            MessageAttributes=message.get("MessageAttributes", {}),
            **(ordered if group else {}),
        )

    def source_of(self, dead: str) -> str:
        for name, resource in self.template["Resources"].items():
            policy = resource.get("Properties", {}).get("RedrivePolicy", {})
            if policy.get("deadLetterTargetArn") == {"Fn::GetAtt": [dead, "Arn"]}:
                return str(name)
        raise SystemExit(f"No queue sets anything aside in {dead}.")

    def _invoke(self, function: str, event: Mapping[str, Any]) -> None:
        """Beside the stream's own lane: whatever the records tell of is looked at as it is by then."""
        self.functions.invoke(
            FunctionName=self.resources[function],
            InvocationType="Event",
            Payload=json.dumps(event, default=_plain).encode(),
        )

    def _records(self, at: Mapping[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        lane = self.streams.get_shard_iterator(
            StreamArn=at["streamArn"],
            ShardId=at["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=at["startSequenceNumber"],
        ).get("ShardIterator")
        for _ in range(MOST_PAGES):
            if not lane:
                break
            page = self.streams.get_records(ShardIterator=lane, Limit=MOST_RECORDS)
            for record in page["Records"]:
                found.append({**record, "eventSourceARN": at["streamArn"]})
                if record["dynamodb"]["SequenceNumber"] == at["endSequenceNumber"]:
                    return found
            lane = page.get("NextShardIterator")
        raise Gone("its records are not in the stream any more, or it was not read to its end")


def _plain(value: object) -> object:
    """As Lambda writes a stream's record: bytes in base 64, moments in seconds."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"nothing of a record is a {type(value)}")


def stack_of(region: str, name: str) -> Stack:
    def client(service: str) -> Any:
        return boto3.client(service, region_name=region)

    pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=name)
    return Stack(
        join(fragments()),
        {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for page in pages
            for each in page["StackResourceSummaries"]
        },
        client("sqs"),
        client("lambda"),
        client("dynamodbstreams"),
    )


def main() -> int:
    asked = argparse.ArgumentParser(description="Hand in anew what was set aside.")
    asked.add_argument("queue", nargs="?", default="")
    asked.add_argument("--region", default="us-east-1")
    asked.add_argument("--stack", default="")
    given = asked.parse_args()
    regional = json.loads((ROOT / f"infra/regions/{given.region}.json").read_text("utf-8"))
    stack = stack_of(given.region, given.stack or regional["stack"])
    if not given.queue:
        for each in stack.dead():
            print(f"{stack.waiting(each):>7}  {each}")
        return 0
    if given.queue not in stack.dead():
        sys.exit(f"{given.queue} is none of: {', '.join(stack.dead())}")
    done, kept = stack.redrive(given.queue)
    print(f"{done} handed in anew, {kept} left")
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main())
