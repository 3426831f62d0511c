"""The streams of ledger and desk to the queues: what has to be done becomes a job."""

from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import delivered, observed
from chalicelib.wiring import house

house().relay  # noqa: B018 - built before the first event comes


@observed
def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ARG001 - Lambda's form
    return delivered(event, house().relay.forward)


starting.done()
