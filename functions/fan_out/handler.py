"""The desk's stream to open sockets."""

from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)

from chalicelib.core.observe import observed, recorded
from chalicelib.wiring import house

house().fan_out  # noqa: B018 - built before the first event comes
processor = BatchProcessor(EventType.DynamoDBStreams, raise_on_entire_batch_failure=False)


@observed
def handler(event: dict[str, Any], context: Any) -> Any:
    batch = house().fan_out.batch(event["Records"])
    return process_partial_response(
        event=event,
        record_handler=recorded(lambda record: batch.deliver(record.raw_event)),
        processor=processor,
        context=context,
    )
