import json
from typing import Any

from chalicelib.core.ids import TicketId, is_id
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Position, query
from chalicelib.tickets.items import (
    CustomerTicketItem,
    TicketCounterItem,
    TicketDescriptionItem,
    TicketEntryItem,
    TicketItem,
    TicketViewsItem,
)
from chalicelib.tickets.mapping import Mapping
from chalicelib.tickets.model import Entry, Ticket
from chalicelib.vault.customer_keys import Erased
from chalicelib.vault.seal import Unsealable

Row = tuple[str, Position]  # a ticket's id, and where a list goes on behind it


class TicketStore:
    def __init__(self, *, mapping: Mapping) -> None:
        self._mapping = mapping

    def find(self, desk: Desk, ticket_id: str) -> Ticket | None:
        if not is_id(ticket_id):
            return None
        item = TicketItem.find(keys.ticket(desk, ticket_id), consistent=True)
        return self._mapping.ticket(desk, item) if item else None

    def description(self, desk: Desk, ticket_id: str) -> str:
        key = keys.ticket_description(desk, ticket_id)
        item = TicketDescriptionItem.find(key, consistent=True)
        try:
            return self._mapping.open(desk, key, "text", item.text) if item else ""
        except Erased:
            return ""

    def next_number(self, desk: Desk) -> int:
        """A number that nobody else gets. One that is not used then stays out for ever."""
        item = TicketCounterItem.at(keys.ticket_counter(desk))
        named = TicketCounterItem.kind.set(TicketCounterItem.kind_of)
        item.update(actions=[TicketCounterItem.last.add(1), named])
        return item.last

    # --- operations

    def creating(self, desk: Desk, ticket: Ticket, description: str) -> list[writes.Operation]:
        """What brings a ticket into being, its timeline aside."""
        head = TicketItem.at(keys.ticket(desk, ticket.id), **self._mapping.values(desk, ticket))
        made: list[writes.Operation] = [writes.Put(head, label="ticket")]
        if description:
            made.append(self._describing(desk, ticket, description))
        if ticket.customer:
            listed = CustomerTicketItem.at(keys.customer_ticket(desk, ticket.customer, ticket.id))
            made.append(writes.Put(listed, label="listed"))
        return made

    def describing(
        self, desk: Desk, ticket: Ticket, before: str, after: str
    ) -> list[writes.Operation]:
        """From one description to another, either of them perhaps empty."""
        if before == after:
            return []
        if not before:
            return [self._describing(desk, ticket, after)]
        item = TicketDescriptionItem.at(key := keys.ticket_description(desk, ticket.id))
        if not after:
            return [writes.Remove(item, label="description")]
        sealed = self._mapping.seal(desk, key, "text", after, ticket.customer)
        return [writes.Change(item, [TicketDescriptionItem.text.set(sealed)], label="description")]

    def _describing(self, desk: Desk, ticket: Ticket, text: str) -> writes.Put:
        key = keys.ticket_description(desk, ticket.id)
        sealed = self._mapping.seal(desk, key, "text", text, ticket.customer)
        return writes.Put(TicketDescriptionItem.at(key, text=sealed), label="description")

    def putting(self, desk: Desk, ticket: Ticket, entry: Entry) -> writes.Put:
        return writes.Put(self._mapping.entry_item(desk, ticket, entry), label="entry")

    def moving(self, desk: Desk, before: Ticket, after: Ticket) -> writes.Change:
        """Only what changed is written, on the condition that the head is still as it was read."""
        actions = writes.setting(TicketItem, self._mapping.changes(desk, before, after))
        item = TicketItem.at(keys.ticket(desk, after.id))
        unmoved = (TicketItem.version == before.version) & (TicketItem.seq == before.seq)
        return writes.Change(item, actions, unmoved, label="ticket")

    def telling(self, desk: Desk, ticket: Ticket) -> writes.Change:
        """That the conversation is told of this state: once, and while the ticket is in it."""
        item = TicketItem.at(keys.ticket(desk, ticket.id))
        was = TicketItem.told == ticket.told if ticket.told else TicketItem.told.does_not_exist()
        status = str(ticket.status)
        unmoved = was & (TicketItem.status == status)
        return writes.Change(item, [TicketItem.told.set(status)], unmoved, label="told")

    # --- lists

    def rows(
        self, pk: str, *, index: str, after: Position | None, limit: int
    ) -> tuple[list[Row], Position | None]:
        """Ids of an index, newest first, each with the position behind it."""
        sk_name = f"{index}_sk"
        raw, last = query(
            TicketItem,
            pk,
            pk_name=f"{index}_pk",
            sk_name=sk_name,
            index=index,
            after=after,
            limit=limit,
            newest_first=True,
        )
        found = [(item, keys.subject_of(item["pk"]["S"])) for item in raw]
        names = ("pk", "sk", sk_name)
        return [(id_, {name: item[name]["S"] for name in names}) for item, id_ in found], last

    def tickets(self, desk: Desk, ids: list[str]) -> dict[str, Ticket]:
        """Those that are there, by id: read from their heads, whatever an index may say."""
        places = [keys.ticket(desk, ticket_id) for ticket_id in ids]
        items = TicketItem.batch_get([(key.pk, key.sk) for key in places]) if places else ()
        found = [self._mapping.ticket(desk, item) for item in items]
        return {ticket.id: ticket for ticket in found}

    def of_customer(
        self, desk: Desk, customer_id: str, *, after: Position | None, limit: int
    ) -> tuple[list[TicketId], Position | None]:
        probe = keys.customer_ticket(desk, customer_id, "X")
        raw, last = query(
            CustomerTicketItem,
            probe.pk,
            prefix=keys.prefix(probe),
            after=after,
            limit=limit,
            newest_first=True,
        )
        return [TicketId(keys.last_of(item["sk"]["S"])) for item in raw], last

    def timeline(self, desk: Desk, ticket_id: str, *, after: int, limit: int) -> list[Entry]:
        """Entries with a greater seq, in their order."""
        low, high = (keys.ticket_entry(desk, ticket_id, n) for n in (after + 1, after + limit))
        raw, _ = query(
            TicketEntryItem, low.pk, between=(low.sk, high.sk), limit=limit, consistent=True
        )
        return [self._mapping.entry(desk, TicketEntryItem.from_raw_data(item)) for item in raw]

    def moved_on(self, desk: Desk, ticket: Ticket) -> Ticket:
        """An entry lies behind its last one: it has moved since it was read, or was put back."""
        now = self.find(desk, ticket.id)
        if now is None or now.seq <= ticket.seq:
            raise Unsealable("a ticket is older than its timeline")
        return now

    # --- saved views

    def views(self, desk: Desk) -> tuple[list[dict[str, Any]], int]:
        """The caller's own, and the version that they were read at: 0 before the first."""
        key = keys.ticket_views(desk, desk.caller.id)
        item = TicketViewsItem.find(key, consistent=True)
        if item is None:
            return [], 0
        return json.loads(self._mapping.open(desk, key, "views", item.views)), item.version

    def keep_views(self, desk: Desk, views: list[dict[str, Any]], *, version: int) -> None:
        """ConditionFailed where they were changed since that version."""
        key = keys.ticket_views(desk, desk.caller.id)
        sealed = self._mapping.seal(desk, key, "views", json.dumps(views, ensure_ascii=False))
        if version == 0:
            writes.create(TicketViewsItem.at(key, views=sealed, version=1))
            return
        actions = [TicketViewsItem.views.set(sealed), TicketViewsItem.version.set(version + 1)]
        writes.change(TicketViewsItem.at(key), actions, TicketViewsItem.version == version)
