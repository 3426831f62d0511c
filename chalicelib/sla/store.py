from datetime import datetime
from typing import Any

from chalicelib.core.clock import from_ms, to_ms
from chalicelib.sla.calculator import Pause, Reason
from chalicelib.sla.items import ClocksItem, PolicyItem
from chalicelib.sla.model import UNSET, Clock, Clocks, Policy, Target, to_targets
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk

# How a clock's times are called where bytes count.
NAMES = {"met": "m", "due": "d", "warn": "w", "warned": "W", "breached": "B"}


class SlaStore:
    def policy(self, desk: Desk, *, consistent: bool = False) -> Policy:
        item = PolicyItem.find(keys.sla_policy(desk), consistent=consistent)
        if item is None:
            return Policy()
        return Policy(to_targets(item.targets), item.warn_percent, item.version)

    def keeping(self, desk: Desk, policy: Policy) -> writes.Operation:
        """The first one, or the one after the version that it names."""
        wire = {**policy.wire(), "version": policy.version + 1}
        if policy.version == UNSET:
            return writes.Put(PolicyItem.at(keys.sla_policy(desk), **wire), label="policy")
        actions = writes.setting(PolicyItem, wire)
        unmoved = PolicyItem.version == policy.version
        item = PolicyItem.at(keys.sla_policy(desk))
        return writes.Change(item, actions, unmoved, label="policy")

    def clocks(self, desk: Desk, ticket_id: str) -> Clocks:
        """As they are, or as they are before the ticket was ever followed."""
        item = ClocksItem.find(keys.ticket_clocks(desk, ticket_id), consistent=True)
        return clocks_of(item) if item else Clocks()

    def putting(self, desk: Desk, ticket_id: str, clocks: Clocks) -> writes.Operation:
        """On the condition that they are still of the version that they name."""
        key = keys.ticket_clocks(desk, ticket_id)
        values: dict[str, Any] = {
            "seq": clocks.seq,
            "clocks": {str(target): _short(clock) for target, clock in clocks.clocks.items()},
            "pauses": [[_ms(each.start), _ms(each.end), each.reason] for each in clocks.pauses],
            "version": clocks.version + 1,
            "looked": to_ms(clocks.looked) if clocks.looked else None,
        }
        if clocks.version == 0:
            return writes.Put(ClocksItem.at(key, **values), label="clocks")
        actions = writes.setting(ClocksItem, values)
        unmoved = ClocksItem.version == clocks.version
        return writes.Change(ClocksItem.at(key), actions, unmoved, label="clocks")


def clocks_of(item: ClocksItem) -> Clocks:
    return Clocks(
        seq=item.seq,
        clocks={Target(name): _long(Target(name), each) for name, each in item.clocks.items()},
        pauses=tuple(Pause(from_ms(a), _from_ms(b), Reason(why)) for a, b, why in item.pauses),
        looked=_from_ms(item.looked),
        version=item.version,
    )


def _short(clock: Clock) -> dict[str, int]:
    times = {short: _ms(getattr(clock, name)) for name, short in NAMES.items()}
    plain = {"s": to_ms(clock.started), "t": clock.minutes, **times}
    return {short: n for short, n in plain.items() if n is not None}


def _long(target: Target, short: dict[str, int]) -> Clock:
    times = {name: _from_ms(short.get(key)) for name, key in NAMES.items()}
    return Clock(target, minutes=short.get("t"), started=from_ms(short["s"]), **times)


def _ms(at: datetime | None) -> int | None:
    return to_ms(at) if at else None


def _from_ms(value: int | None) -> datetime | None:
    return from_ms(value) if value is not None else None
