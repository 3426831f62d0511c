"""Between a ticket or its timeline and their items: what is sealed, and where the lists find it."""

import json
from datetime import datetime
from typing import Any

from chalicelib.core.clock import from_ms, to_ms, to_wire
from chalicelib.core.ids import ConversationId, CustomerId, PersonId, TicketId
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Key
from chalicelib.tickets.items import TicketEntryItem, TicketItem
from chalicelib.tickets.model import (
    Assignee,
    Author,
    AuthorKind,
    ClockMark,
    Entry,
    EntryKind,
    Priority,
    Rating,
    Status,
    Ticket,
    Type,
)
from chalicelib.vault.customer_keys import Erased
from chalicelib.vault.seal import Place, Vault

TIMES = (
    "created_at",
    "updated_at",
    "moved_at",
    "resolved_at",
    "first_response_at",
    "answered_at",
    "waiting_since",
)

# What of a ticket's head is the customer's, sealed under the customer's own key.
OF_CUSTOMERS = ("title", "customer_name", "rating_text")


class Mapping:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def seal(self, desk: Desk, key: Key, attribute: str, text: str, customer: str = "") -> bytes:
        """Under the own key of the customer whose case it is, if it is anybody's."""
        return self._vault.seal(Place(desk.merchant, key, attribute, customer), text)

    def open(self, desk: Desk, key: Key, attribute: str, blob: bytes | None) -> str:
        return self._vault.open(Place(desk.merchant, key, attribute), blob) if blob else ""

    def values(self, desk: Desk, ticket: Ticket) -> dict[str, Any]:
        """Every attribute of the ticket's head; None where there is none."""
        return {**plain(desk, ticket), **self._sealed(desk, ticket, secret(ticket))}

    def changes(self, desk: Desk, before: Ticket, after: Ticket) -> dict[str, Any]:
        """The attributes that differ; None is for one to remove. Sealing anew would always differ."""
        old, new = plain(desk, before), plain(desk, after)
        was = secret(before)
        texts = {name: text for name, text in secret(after).items() if text != was[name]}
        return {
            **{name: value for name, value in new.items() if value != old[name]},
            **self._sealed(desk, after, texts),
        }

    def _sealed(self, desk: Desk, ticket: Ticket, texts: dict[str, str]) -> dict[str, bytes | None]:
        key = keys.ticket(desk, ticket.id)
        return {
            name: self.seal(desk, key, name, text, _whose(ticket, name)) if text else None
            for name, text in texts.items()
        }

    def _opened(self, desk: Desk, item: TicketItem) -> dict[str, str] | None:
        """The case's own texts; None where its customer was erased."""
        try:
            return {
                name: self.open(desk, item.key, name, getattr(item, name)) for name in OF_CUSTOMERS
            }
        except Erased:
            return None

    def _holder_name(self, desk: Desk, item: TicketItem) -> str:
        return self.open(desk, item.key, "assignee_name", item.assignee_name)

    def ticket(self, desk: Desk, item: TicketItem) -> Ticket:
        texts = self._opened(desk, item)
        erased, text = texts is None, (texts or {}).get

        return Ticket(
            id=TicketId(keys.subject_of(item.pk)),
            number=item.number,
            title=text("title", ""),
            type=Type(item.type),
            priority=Priority(item.priority),
            status=Status(item.status),
            **{name: _time(getattr(item, name)) for name in TIMES},
            category=item.category or "",
            tags=tuple(item.tags or ()),
            team=item.team or "",
            assignee=Assignee(PersonId(item.assignee), self._holder_name(desk, item))
            if item.assignee
            else None,
            customer=CustomerId(item.customer or ""),
            customer_name=text("customer_name", ""),
            conversation=ConversationId(item.conversation or ""),
            clocks=tuple(
                ClockMark(
                    target, state, bool(warned), _time(due), target in (item.clocks_met or ())
                )
                for target, state, warned, due in item.clocks or ()
            ),
            rating=Rating(item.rating[0], text("rating_text", ""), from_ms(item.rating[1]))
            if item.rating
            else None,
            told=item.told or "",
            mailed=item.mailed or "",
            erased=erased,
            seq=item.seq,
            version=item.version,
        )

    def entry_item(self, desk: Desk, ticket: Ticket, entry: Entry) -> TicketEntryItem:
        key = keys.ticket_entry(desk, ticket.id, entry.seq)
        body = json.dumps([entry.text, entry.by.name, dict(entry.data)], ensure_ascii=False)
        return TicketEntryItem.at(
            key,
            entry_at=to_ms(entry.at),
            type=str(entry.kind),
            author_kind=str(entry.by.kind),
            author=entry.by.id,
            public=entry.public,
            body=self.seal(desk, key, "body", body, ticket.customer),
        )

    def entry(self, desk: Desk, item: TicketEntryItem) -> Entry:
        try:
            text, name, data = json.loads(self.open(desk, item.key, "body", item.body))
            erased = False
        except Erased:
            text, name, data, erased = "", "", {}, True
        return Entry(
            seq=keys.seq_of(item.sk),
            at=from_ms(item.entry_at),
            kind=EntryKind(item.type),
            by=Author(AuthorKind(item.author_kind), item.author, name),
            text=text,
            data=data,
            public=item.public,
            erased=erased,
        )


def _whose(ticket: Ticket, attribute: str) -> str:
    return ticket.customer if attribute in OF_CUSTOMERS else ""


def _time(value: float | None) -> Any:
    """A moment, or None: which of the two may be none the ticket's own type says."""
    return None if value is None else from_ms(value)


def _ms(moment: datetime | None) -> int | None:
    return to_ms(moment) if moment else None


def plain(desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """What lies in the clear: ids, states, times, counters, the merchant's own vocabulary."""
    rating = ticket.rating
    return {
        "number": ticket.number,
        "status": str(ticket.status),
        "type": str(ticket.type),
        "priority": str(ticket.priority),
        "category": ticket.category or None,
        "tags": list(ticket.tags) or None,
        "team": ticket.team or None,
        "assignee": ticket.assignee.id if ticket.assignee else None,
        "customer": ticket.customer or None,
        "conversation": ticket.conversation or None,
        **{name: _ms(getattr(ticket, name)) for name in TIMES},
        "clocks": [[c.target, c.state, c.warned, _ms(c.due_at)] for c in ticket.clocks] or None,
        "clocks_met": [c.target for c in ticket.clocks if c.met] or None,
        "rating": [rating.score, to_ms(rating.at)] if rating else None,
        "told": ticket.told or None,
        "mailed": ticket.mailed or None,
        "seq": ticket.seq,
        "version": ticket.version,
        **_listing(desk, ticket),
    }


def secret(ticket: Ticket) -> dict[str, str]:
    """What is sealed, in the clear."""
    return {
        "title": ticket.title,
        "customer_name": ticket.customer_name,
        "assignee_name": ticket.assignee.name if ticket.assignee else "",
        "rating_text": ticket.rating.text if ticket.rating else "",
    }


def _listing(desk: Desk, ticket: Ticket) -> dict[str, str | None]:
    """By the time of their making: a page stays what it is while its tickets change."""
    position = keys.moment(to_wire(ticket.created_at), ticket.id)
    holder = ticket.assignee
    held = keys.tickets_held_by(desk, holder.id) if holder else keys.tickets_unassigned(desk)
    return {
        "by_status_pk": keys.tickets_by_status(desk, ticket.status),
        "by_status_sk": position,
        "held_pk": None if ticket.ended else held,
        "held_sk": None if ticket.ended else position,
        "recent_pk": keys.tickets_recent(desk),
        "recent_sk": position,
    }
