"""Every minute: whatever is due by now, of all merchants, for as long as the minute lasts."""

from typing import Any

from chalicelib.core import starting
from chalicelib.core.observe import measured, observed
from chalicelib.wiring import house

house().due_handlers  # noqa: B018 - built before the first event comes
# What is begun is ended before Lambda ends the invocation.
SPARE_MS = 10_000


class DueFailed(Exception):  # noqa: N818 - what the alarm on errors is to see
    """Some entries failed. The log has each; they are looked at again with the next run."""


@observed
def handler(event: dict[str, Any], context: Any) -> None:  # noqa: ARG001 - Lambda's form
    report = house().run_due(lambda: context.get_remaining_time_in_millis() > SPARE_MS)
    measured("due", DueDelay=report.late_s, DueFailed=report.failed, DueLeft=int(report.left))
    if report.failed:
        raise DueFailed(report.failed)


starting.done()
