from datetime import datetime

from chalicelib.core.clock import to_wire
from chalicelib.core.ids import MerchantId
from chalicelib.due.items import DueItem
from chalicelib.due.model import Entry
from chalicelib.table import guard, keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Position, query

PAGE = 100
# Sorts before every time there is.
BEGINNING = "0"


class DueStore:
    def putting(self, desk: Desk, kind: str, subject: str, at: datetime) -> writes.Operation:
        """New, or instead of the time at which it was due before."""
        key = keys.due(desk, kind, subject)
        shard = keys.due_shard(keys.shard_of_due(key))
        actions = [DueItem.due_pk.set(shard), DueItem.due_sk.set(to_wire(at))]
        return writes.Upsert(DueItem.at(key), actions, label="due")

    def clearing(self, desk: Desk, kind: str, subject: str) -> writes.Operation:
        return writes.Clear(DueItem.at(keys.due(desk, kind, subject)), label="due")

    def removing(self, desk: Desk, entry: Entry) -> writes.Operation:
        return writes.Remove(_item(desk, entry), DueItem.due_sk == entry.position, label="due")

    def moving(self, desk: Desk, entry: Entry, at: datetime) -> writes.Change:
        action = DueItem.due_sk.set(to_wire(at))
        return writes.Change(
            _item(desk, entry), [action], DueItem.due_sk == entry.position, label="due"
        )

    def postponing(self, desk: Desk, kind: str, subject: str, at: datetime) -> writes.Change:
        item = DueItem.at(keys.due(desk, kind, subject))
        return writes.Change(item, [DueItem.due_sk.set(to_wire(at))], label="due")

    def page(
        self, shard: int, now: datetime, after: Position | None
    ) -> tuple[list[Entry], Position | None]:
        """What is due by now in a shard, of all merchants, the longest overdue first.

        The one place where nobody's desk is open: the scope allows this index's partitions, and
        reaches no item.
        """
        pk = keys.due_shard(shard)
        with guard.scope(family=keys.DUE):
            raw, position = query(
                DueItem,
                pk,
                pk_name="due_pk",
                sk_name="due_sk",
                index="due",
                between=(BEGINNING, to_wire(now)),
                after=after,
                limit=PAGE,
            )
        found = [(each["pk"]["S"], each["sk"]["S"], each["due_sk"]["S"]) for each in raw]
        return [_entry(*each) for each in found], position


def _item(desk: Desk, entry: Entry) -> DueItem:
    return DueItem.at(keys.due(desk, entry.kind, entry.subject))


def _entry(pk: str, sk: str, position: str) -> Entry:
    merchant = MerchantId(keys.merchant_of(pk) or "")
    return Entry(merchant, keys.last_of(sk), keys.subject_of(pk), position)
