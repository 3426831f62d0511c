"""The mail queue: each job names an outbox item, which is opened, rendered and sent once."""

import json
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from chalicelib.core.observe import observed
from chalicelib.wiring import house

processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event,
        record_handler=lambda record: house().deliver_mail(json.loads(record.body)),
        processor=processor,
        context=context,
    )
