"""The mail queue: each job names an outbox item, which is opened, rendered and sent once."""

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

house().signup  # noqa: B018 - built before the first event comes
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


def deliver(record: SQSRecord) -> None:
    job = json.loads(record.body)
    house().signup.deliver(outbox_pk=job["pk"], outbox_sk=job["sk"])


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=recorded(deliver), processor=processor, context=context
    )
