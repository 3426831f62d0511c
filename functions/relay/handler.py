"""The streams of ledger and desk to the queues: what has to be done becomes a job."""

from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from chalicelib.core.observe import observed, recorded
from chalicelib.wiring import house

house().relay  # noqa: B018 - built before the first event comes
processor = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    return process_partial_response(
        event=event,
        record_handler=recorded(lambda record: house().relay.forward(record.raw_event)),
        processor=processor,
        context=context,
    )
