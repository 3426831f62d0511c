"""The bot queue: each job is a customer's message, which the bot answers or hands over."""

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

house().bot  # noqa: B018 - built before the first event comes
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


def work(record: SQSRecord) -> None:
    job = json.loads(record.body)
    receives = int(record.attributes.approximate_receive_count)
    house().bot.serve(**job, receives=receives)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event, record_handler=recorded(work), processor=processor, context=context
    )
