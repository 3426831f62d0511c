"""Mail that SES has taken and kept: each inbox it was sent to gets it."""

from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import observed
from chalicelib.wiring import house

house().mailing  # noqa: B018 - built before the first event comes


@observed
def handler(event: dict[str, Any], context: Any) -> None:  # noqa: ARG001 - Lambda's form
    """A fault flies on: Lambda brings the event again, and at last sets it aside."""
    for record in event["Records"]:
        house().mailing.take(record)


starting.done()
