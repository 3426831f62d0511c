"""Events as Lambda hands them to a function: records of the tables' streams, and a queue's messages."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from infra.bench.trace import Step
from infra.bench.units import Item

Event = dict[str, Any]


def records_of(step: Step, table: str) -> list[Event]:
    """What a table's stream tells of a step's writes; what was deleted, no reader here asks for."""
    images = [image for call in step.calls for image in call.images]
    return [_record(old, new) for name, old, new in images if name.endswith(f"-{table}") and new]


def jobs_of(step: Step, queue: str) -> list[Event]:
    """The messages that a step put on a queue."""
    sent = [call.request for call in step.of("SendMessage")]
    return [_message(each) for each in sent if each["QueueUrl"].endswith(f"/{queue}")]


def _worded(item: Item) -> Event:
    """As Lambda words an item in JSON: binary in base 64."""
    return {
        name: {"B": b64encode(value["B"]).decode()} if "B" in value else value
        for name, value in item.items()
    }


def _record(old: Item | None, new: Item) -> Event:
    return {
        "eventID": "c4ca4238a0b923820dcc509a6f75849b",
        "eventName": "MODIFY" if old else "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_772_438_400.0,
            "Keys": {name: new[name] for name in ("pk", "sk")},
            "NewImage": _worded(new),
            **({"OldImage": _worded(old)} if old else {}),
            "SequenceNumber": "111100000000000000000001",
            "SizeBytes": 900,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/bench-desk/stream/1",
    }


def _message(sent: Mapping[str, Any]) -> Event:
    return {
        "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": sent["MessageBody"],
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1772438400000",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1772438400001",
        },
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:bench",
        "awsRegion": "us-east-1",
    }
