"""Work that waits for its moment. What a run costs is what is due, whatever waits behind it.

`put` and `done` are parts of the transactions of those who have work: an entry is gone exactly when
its effect is there. A run that crashes, comes twice or meets another finds the rest still due.
"""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from chalicelib.core.caller import system
from chalicelib.core.clock import Clock
from chalicelib.core.observe import logger
from chalicelib.due.model import Entry, Report
from chalicelib.due.store import DueStore
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk

# Looks at one entry; its effects and `done` (or a later `put`) are one transaction.
Handler = Callable[[Desk, Entry], None]
# What failed makes room for what else is due, and is tried again with the next run.
PUT_OFF = timedelta(minutes=1)


class DueService:
    def __init__(self, *, store: DueStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def put(self, desk: Desk, *, kind: str, subject: str, at: datetime) -> writes.Operation:
        """Due then; a subject's earlier moment of that kind is forgotten."""
        return self._store.putting(desk, kind, subject, at)

    def dropped(self, desk: Desk, *, kind: str, subject: str) -> writes.Operation:
        """Nothing is to be done any more, whether there was a moment for it or not."""
        return self._store.clearing(desk, kind, subject)

    def done(self, desk: Desk, entry: Entry) -> writes.Operation:
        """Fails by its label `due` where somebody else did it or put it to another time."""
        return self._store.removing(desk, entry)

    def moved(self, desk: Desk, entry: Entry, *, at: datetime) -> writes.Operation:
        """Done for now and due again later, in one; fails as `done` does."""
        return self._store.moving(desk, entry, at)

    def postponed(self, desk: Desk, *, kind: str, subject: str, at: datetime) -> writes.Operation:
        """Whenever it was due, it is then; fails by its label `due` where it is due no more."""
        return self._store.postponing(desk, kind, subject, at)

    def run(self, handlers: Mapping[str, Handler], *, goes_on: Callable[[], bool]) -> Report:
        """Everything that is due by now, for as long as `goes_on` says that there is time."""
        report = Report()
        shards = list(range(keys.DUE_SHARDS))
        random.shuffle(shards)  # the last one is not always the same where time runs out
        for shard in shards:
            self._run_shard(shard, handlers, goes_on, report)
        return report

    def _run_shard(
        self,
        shard: int,
        handlers: Mapping[str, Handler],
        goes_on: Callable[[], bool],
        report: Report,
    ) -> None:
        after, now = None, self._clock()
        while goes_on():
            entries, after = self._store.page(shard, now, after)
            for entry in entries:
                if not goes_on():
                    report.left = True
                    return
                self._look(entry, handlers, report)
            if after is None:
                return
        report.left = True

    def _look(self, entry: Entry, handlers: Mapping[str, Handler], report: Report) -> None:
        """One entry at its own merchant's desk; its fault is logged and keeps nobody else waiting."""
        report.late_s = max(report.late_s, (self._clock() - entry.at).total_seconds())
        desk = Desk(entry.merchant, system("check_sla"))
        with desk.open():
            try:
                handlers[entry.kind](desk, entry)
            except writes.ConditionFailed as error:
                if "due" not in error.labels:
                    self._failed(desk, entry, report)
            except Exception:  # noqa: BLE001 - this is the door of each entry, as of a batch's records
                self._failed(desk, entry, report)
            else:
                report.done += 1

    def _failed(self, desk: Desk, entry: Entry, report: Report) -> None:
        logger.exception("due failed", kind=entry.kind, subject=entry.subject)
        report.failed += 1
        try:
            writes.transact(self._store.moving(desk, entry, self._clock() + PUT_OFF))
        except (writes.ConditionFailed, writes.Contended):
            return  # somebody else has looked at it meanwhile
