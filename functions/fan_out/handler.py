"""The desk's stream to open sockets."""

from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import observed, told
from chalicelib.wiring import house

house().fan_out  # noqa: B018 - built before the first event comes


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return told(house().fan_out.deliver(event["Records"]))


starting.done()
