"""The tickets' queue: each job names a ticket that changed, or words in the conversation of one."""

import json
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from chalicelib.core.observe import observed, recorded
from chalicelib.wiring import house

house().following  # noqa: B018 - built before the first event comes
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


def follow(record: SQSRecord) -> None:
    house().following.take(json.loads(record.body))


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=recorded(follow), processor=processor, context=context
    )
