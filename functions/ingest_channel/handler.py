"""/in/{channel}/{inbox_key}: a provider's request, verified, kept and acknowledged."""

from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import observed
from chalicelib.wiring import house

house().channel_door  # noqa: B018 - built before the first event comes


@observed
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ARG001 - Lambda's form
    return house().channel_door.answer(event)


starting.done()
