"""SLA clocks, from the stream to every agent: warnings, breaches, and deadlines that moved."""

from collections.abc import Iterator

from chalicelib.live.deliveries import Delivery, Record, everybody
from chalicelib.sla.changes import changed_clocks
from chalicelib.table.desk import Desk


class Clocks:
    kinds = frozenset({"clocks"})

    def read(self, desk: Desk, record: Record) -> Iterator[Delivery]:  # noqa: ARG002 - nothing to open
        ticket, changed = changed_clocks(record)
        frames = [{"t": "clock", "ticket": ticket, **clock} for clock in changed]
        if frames:
            yield Delivery(lambda _: frames, agents=everybody)
