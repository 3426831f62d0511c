"""What channels remember: what was here before, how far it was sent, how the other side is."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.items import ArrivedItem, HealthItem, LogItem, OutboundItem
from chalicelib.channels.model import Attempt
from chalicelib.channels.retries import CLOSED, Breaker
from chalicelib.core.clock import Clock, from_ms, to_ms
from chalicelib.core.ids import new_id
from chalicelib.core.values import Value
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Cursors, Page, query
from chalicelib.vault.seal import Place, Vault

# Longer than any provider goes on repeating; and so long what was sent can be looked up.
ARRIVED_FOR = timedelta(days=30)
LOGGED_FOR = timedelta(days=14)
MOST_DETAIL = 500


class Arrived(Value, frozen=True):
    """Where a provider's message stands; no conversation: it was taken back before it came."""

    conversation: str
    seq: int
    digest: str


class ChannelStore:
    def __init__(self, *, vault: Vault, clock: Clock, cursors: Cursors) -> None:
        self._vault = vault
        self._clock = clock
        self._cursors = cursors

    def arrived(self, desk: Desk, inbox: str, provider_id: str) -> Arrived | None:
        key = keys.arrived(desk, digest(inbox, provider_id))
        item = ArrivedItem.find(key, consistent=True)
        if item is None:
            return None
        return Arrived(item.conversation or "", int(item.seq), item.digest or "")

    def arriving(
        self, desk: Desk, inbox: str, provider_id: str, arrived: Arrived
    ) -> writes.Operation:
        """Fails by its label `arrived` where it is here already."""
        item = ArrivedItem.at(
            keys.arrived(desk, digest(inbox, provider_id)),
            conversation=arrived.conversation or None,
            seq=arrived.seq,
            digest=arrived.digest or None,
            expires=self._clock() + ARRIVED_FOR,
        )
        return writes.Put(item, label="arrived")

    def sent_to(self, desk: Desk, conversation: str) -> int:
        item = OutboundItem.find(keys.outbound(desk, conversation), consistent=True)
        return int(item.seq) if item else 0

    def sent(self, desk: Desk, conversation: str, seq: int) -> None:
        """Forward only: what it skips by a crash is looked at again."""
        item = OutboundItem.at(keys.outbound(desk, conversation))
        ahead = OutboundItem.seq.does_not_exist() | (OutboundItem.seq < seq)
        try:
            writes.transact(writes.Upsert(item, [OutboundItem.seq.set(seq)], ahead))
        except (writes.ConditionFailed, writes.Contended):
            return

    def sent_back(self, desk: Desk, conversation: str, seq: int) -> None:
        """What lies behind this is to go again, and has to wait."""
        item = OutboundItem.at(keys.outbound(desk, conversation))
        try:
            writes.transact(
                writes.Upsert(item, [OutboundItem.seq.set(seq)], OutboundItem.seq > seq)
            )
        except writes.ConditionFailed:
            return

    def breaker(self, desk: Desk, inbox: str) -> Breaker:
        item = HealthItem.find(keys.inbox_health(desk, inbox), consistent=True)
        if item is None:
            return CLOSED
        failures, opened, until, since = item.breaker
        return Breaker(failures, opened, _moment(until), _moment(since))

    def broken(self, desk: Desk, inbox: str, breaker: Breaker) -> None:
        """Whoever writes last is right enough: each failure is told again by the next."""
        lying = [breaker.failures, breaker.opened, _ms(breaker.open_until)]
        item = HealthItem.at(keys.inbox_health(desk, inbox))
        lying.append(_ms(breaker.failing_since))
        writes.transact(writes.Upsert(item, [HealthItem.breaker.set(lying)]))

    def log(self, desk: Desk, inbox: str, attempt: Attempt) -> None:
        key = keys.inbox_log(desk, inbox, new_id(at_ms=to_ms(self._clock())))
        place = Place(desk.merchant, key, "detail")
        detail = attempt.detail[:MOST_DETAIL]
        item = LogItem.at(
            key,
            entry=attempt.lying(),
            detail=self._vault.seal(place, detail) if detail else None,
            expires=self._clock() + LOGGED_FOR,
        )
        writes.create(item)

    def logged(
        self, desk: Desk, inbox: str, *, cursor: str | None, limit: int
    ) -> Page[tuple[datetime, Attempt]]:
        """Newest first."""
        probe = keys.inbox_log(desk, inbox, "0")
        page = self._cursors.page(
            desk.merchant,
            probe.pk,
            cursor,
            lambda after: query(
                LogItem,
                probe.pk,
                prefix=keys.prefix(probe),
                after=after,
                limit=limit,
                newest_first=True,
            ),
        )
        return page.map(lambda raw: self._logged(desk, LogItem.from_raw_data(raw)))

    def _logged(self, desk: Desk, item: LogItem) -> tuple[datetime, Attempt]:
        place = Place(desk.merchant, item.key, "detail")
        detail = self._vault.open(place, item.detail) if item.detail else ""
        at = item.expires - LOGGED_FOR
        return at, Attempt.of(item.entry, detail)


def digest(*parts: str) -> str:
    """Names of others as a part of a key."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def _moment(ms: Any) -> datetime | None:
    return from_ms(ms) if ms else None


def _ms(moment: datetime | None) -> int:
    return to_ms(moment) if moment else 0
