"""Between head or message and their items."""

from typing import Any

from chalicelib.conversations import packing
from chalicelib.conversations.items import ConversationItem
from chalicelib.conversations.model import (
    Assignee,
    AuthorKind,
    Head,
    Last,
    MessageKind,
    Status,
)
from chalicelib.conversations.sealing import NOTHING, TEXTS, Sealing
from chalicelib.core.clock import from_ms, from_wire, to_ms, to_wire
from chalicelib.core.ids import ConversationId, CustomerId, PersonId
from chalicelib.table import keys
from chalicelib.table.desk import Desk


class Mapping(Sealing):
    def values(self, desk: Desk, head: Head) -> dict[str, Any]:
        """Every attribute of the head's item; None where there is none."""
        return {**plain(desk, head), **self._sealed_of(desk, head)}

    def changes(self, desk: Desk, before: Head, after: Head) -> dict[str, Any]:
        """The attributes that differ; None is for one to remove. Sealing anew would always differ."""
        found = _differing(_counted(before), _counted(after))
        if packing.inputs(before) != packing.inputs(after):
            found |= _differing(packing.working(before), packing.working(after))
        if _place(before) != _place(after):
            found |= _differing(_listing(desk, before), _listing(desk, after))
        return found | self._resealed(desk, before, after)

    def head(self, desk: Desk, item: ConversationItem) -> Head:
        key, made = item.key, from_ms(item.created_at)
        own = self._own(desk, item)
        told = own or NOTHING
        return Head(
            id=ConversationId(keys.conversation_of(item.pk)),
            status=Status(item.status),
            customer=CustomerId(item.customer),
            locale=item.locale,
            customer_name=told["customer_name"],
            subject=told["subject"],
            via=packing.via(item.via),
            erased=own is None,
            sealed=tuple(name for name in TEXTS if name in item.attribute_values),
            seq=int(item.seq),
            version=int(item.version),
            created_at=made,
            updated_at=from_ms(item.updated_at),
            touched_at=from_wire(keys.time_of_moment(item.recent_sk)),
            assignee=Assignee(
                PersonId(item.assignee), self._open(desk, key, "assignee_name", item.assignee_name)
            )
            if item.assignee
            else None,
            waiting_since=from_ms(item.waiting_since) if item.waiting_since else None,
            last=_last(item, told["preview"]),
            seen_customer=int(item.seen_customer),
            seen_agent=int(item.seen_agent),
            senders={session: (state[0], state[1]) for session, state in item.senders.items()},
            forgotten=int(item.forgotten or 0),
            team=item.team or "",
            queued_at=from_ms(item.queued_at) if item.queued_at else None,
            handoff=packing.handoff(item.handoff, made),
            assigned=packing.assigned(item.assigned, made),
            ticket=packing.ticket(item.ticket),
            answered=int(item.answered or 0),
            rating=packing.rating(item.rating, made),
            told=packing.told(item.told, made),
            blocked=bool(item.blocked),
        )


def plain(desk: Desk, head: Head) -> dict[str, Any]:
    """What lies in the clear: ids, states, times, counters, and where the lists find it."""
    return {**_counted(head), **packing.working(head), **_listing(desk, head)}


def _last(item: ConversationItem, preview: str) -> Last | None:
    if not item.last:
        return None
    seq, kind, author_kind, at = item.last
    return Last(seq, MessageKind(kind), AuthorKind(author_kind), preview, from_ms(at))


def _counted(head: Head) -> dict[str, Any]:
    last = head.last
    return {
        "status": str(head.status),
        "customer": head.customer,
        "locale": head.locale,
        "assignee": head.assignee.id if head.assignee else None,
        "seq": head.seq,
        "version": head.version,
        "senders": {session: list(state) for session, state in head.senders.items()},
        "forgotten": head.forgotten or None,
        "last": [last.seq, str(last.kind), str(last.author_kind), to_ms(last.at)] if last else None,
        "seen_customer": head.seen_customer,
        "seen_agent": head.seen_agent,
        "waiting_since": to_ms(head.waiting_since) if head.waiting_since else None,
        "created_at": to_ms(head.created_at),
        "updated_at": to_ms(head.updated_at),
    }


def _differing(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if value != old[name]}


def queue_place(head: Head) -> str:
    """Who was there first: a place in the queue is never lost by asking again."""
    since = min((t for t in (head.queued_at, head.waiting_since) if t), default=head.created_at)
    return keys.moment(to_wire(since), head.id)


def _given(head: Head) -> str:
    """Since when it is theirs: a talk goes on where it is, and moves nothing here."""
    since = head.assigned.at if head.assigned else head.created_at
    return keys.moment(to_wire(since), head.id)


def _place(head: Head) -> tuple[Any, ...]:
    """All that `_listing` goes by."""
    waits = head.queued_at, head.waiting_since
    return head.status, head.assignee, head.assigned, head.touched_at, *waits


def _listing(desk: Desk, head: Head) -> dict[str, str | None]:
    """Where the lists find the conversation."""
    position = keys.moment(to_wire(head.touched_at), head.id)
    held_pk = held_sk = None
    if head.status is Status.QUEUED:
        held_pk, held_sk = keys.unassigned(desk), queue_place(head)
    elif head.status is Status.ACTIVE and head.assignee:
        held_pk, held_sk = keys.held_by(desk, head.assignee.id), _given(head)
    return {
        "held_pk": held_pk,
        "held_sk": held_sk,
        "recent_pk": keys.recent(desk),
        "recent_sk": position,
    }
