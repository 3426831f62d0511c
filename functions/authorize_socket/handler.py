"""$connect's authorizer: a single-use ticket and the desk's own origin let a socket in."""

from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import observed
from chalicelib.wiring import house

house().gate  # noqa: B018 - built before the first event comes


@observed
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ARG001 - Lambda's form
    return house().gate.admit_socket(event)


starting.done()
