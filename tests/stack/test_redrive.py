"""The command that hands in anew, on queues and functions that run."""

import json

from chalicelib.core.ids import new_id
from infra.local.place import STACK
from tests.stack.clerks import awaited
from tests.stack.fixtures import Stack, command


def redrive(running: Stack, *words: str) -> str:
    done = command(running.place, *words, module="infra.local.redrive")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_was_set_aside_is_taken_by_its_function_after_all(running: Stack) -> None:
    """What came by an inbox that was removed meanwhile: nothing is left of it anywhere."""
    sqs = running.client("sqs")
    stack = running.client("cloudformation")
    names = {
        each["LogicalResourceId"]: each["PhysicalResourceId"]
        for page in stack.get_paginator("list_stack_resources").paginate(StackName=STACK)
        for each in page["StackResourceSummaries"]
    }
    known = {"merchant": running.demo["merchant_id"], "inbox": "0" * 26}
    job = {**known, "arrival": "gone", "events": []}
    sqs.send_message(
        QueueUrl=names["InboundDeadLetters"],
        MessageBody=json.dumps(job),
        MessageGroupId="talk",
        MessageDeduplicationId=new_id(),
    )
    lying = "      1  InboundDeadLetters"
    assert lying in redrive(running)

    assert redrive(running, "InboundDeadLetters") == "1 handed in anew, 0 left\n"

    assert lying not in redrive(running)
    attribute = "ApproximateNumberOfMessagesNotVisible"

    def taken() -> bool:
        told = sqs.get_queue_attributes(QueueUrl=names["InboundQueue"], AttributeNames=["All"])
        waiting = told["Attributes"]
        return {waiting[attribute], waiting["ApproximateNumberOfMessages"]} == {"0"}

    assert awaited(taken)
