"""Append to a merchant's audit chain, in one transaction with the change that it tells of."""

import random
import time
from collections.abc import Iterator

from chalicelib.audit.items import AuditEntryItem, AuditHeadItem
from chalicelib.audit.model import GENESIS, Entry, Fault, faults
from chalicelib.core.clock import Clock, to_wire
from chalicelib.core.errors import Busy
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import DEFAULT_LIMIT, Cursors, Page, every, query

ATTEMPTS = 12
_FIRST_PAUSE, _LONGEST_PAUSE = 0.005, 0.2
_HEAD = "audit head"


class Audit:
    def __init__(self, *, clock: Clock, cursors: Cursors) -> None:
        self._clock = clock
        self._cursors = cursors

    def write(
        self,
        desk: Desk,
        *operations: writes.Operation,
        action: str,
        on: str,
        detail: dict[str, str] | None = None,
    ) -> None:
        """Do the operations and the entry together; another entry in between is waited out."""
        for attempt in range(ATTEMPTS):
            try:
                writes.transact(*operations, *self._entry(desk, action, on, detail or {}))
            except writes.ConditionFailed as error:
                if set(error.labels) - {_HEAD}:
                    raise
            except writes.Contended:
                pass
            else:
                return
            _pause(attempt)
        raise Busy("The audit log is busy; try again.", retry_after=1)

    def _entry(
        self, desk: Desk, action: str, on: str, detail: dict[str, str]
    ) -> list[writes.Operation]:
        head = AuditHeadItem.find(keys.audit_head(desk), consistent=True)
        entry = Entry(
            n=1 if head is None else int(head.n) + 1,
            at=to_wire(self._clock()),
            actor_kind=desk.caller.kind,
            actor_id=desk.caller.id,
            action=action,
            object=on,
            previous=GENESIS if head is None else head.hash,
            address=desk.address,
            detail=detail,
        )
        put = writes.Put(_item(desk, entry), label=_HEAD)
        if head is None:
            first = AuditHeadItem.at(keys.audit_head(desk), n=1, hash=entry.hash)
            return [put, writes.Put(first, label=_HEAD)]
        actions = [AuditHeadItem.n.set(entry.n), AuditHeadItem.hash.set(entry.hash)]
        unmoved = AuditHeadItem.n == head.n
        return [put, writes.Change(head, actions, unmoved, label=_HEAD)]

    def page(
        self, desk: Desk, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> Page[Entry]:
        """Newest first."""
        probe = keys.audit_entry(desk, 0)
        page = self._cursors.page(
            desk.merchant,
            "audit",
            cursor,
            lambda after: query(
                AuditEntryItem,
                probe.pk,
                prefix=keys.prefix(probe),
                limit=limit,
                newest_first=True,
                after=after,
            ),
        )
        return page.map(lambda item: _entry_of(AuditEntryItem.from_raw_data(item)))

    def verify(self, desk: Desk) -> tuple[int, list[Fault]]:
        """The number of entries in the chain's head, and what is wrong with the chain."""
        head = AuditHeadItem.find(keys.audit_head(desk), consistent=True)
        n, hashed = (0, GENESIS) if head is None else (int(head.n), head.hash)
        return n, faults(self._all(desk), head_n=n, head_hash=hashed)

    def _all(self, desk: Desk) -> Iterator[tuple[Entry, str]]:
        for item in map(
            AuditEntryItem.from_raw_data, every(AuditEntryItem, keys.audit_entry(desk, 0))
        ):
            yield _entry_of(item), item.hash


def _pause(attempt: int) -> None:
    """Chance keeps two writers from meeting again and again."""
    longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**attempt)
    time.sleep(random.uniform(0, longest))  # noqa: S311 - spreads load, keeps no secret


def _item(desk: Desk, entry: Entry) -> AuditEntryItem:
    return AuditEntryItem.at(
        keys.audit_entry(desk, entry.n),
        n=entry.n,
        entry_at=entry.at,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        action=entry.action,
        object=entry.object,
        address=entry.address or None,
        detail=entry.detail,
        previous=entry.previous,
        hash=entry.hash,
    )


def _entry_of(item: AuditEntryItem) -> Entry:
    return Entry(
        n=int(item.n),
        at=item.entry_at,
        actor_kind=item.actor_kind,
        actor_id=item.actor_id,
        action=item.action,
        object=item.object,
        previous=item.previous,
        address=item.address or "",
        detail=item.detail,
    )
