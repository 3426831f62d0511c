"""The pure rules of a conversation: who may, the sender's numbering, what happens to the head."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.conversations.model import (
    TRANSITIONS,
    Assignee,
    AuthorKind,
    Event,
    Head,
    Last,
    Message,
    MessageKind,
    Senders,
    Status,
)
from chalicelib.core.caller import Caller
from chalicelib.core.errors import Conflict, Forbidden, NotFound, OutOfOrder, UnknownSession
from chalicelib.core.rights import Right, may

REOPEN_WINDOW = timedelta(hours=72)
TOUCH_EVERY = timedelta(minutes=5)
MAX_SENDERS = 6
PREVIEW_BYTES = 120

# --- who may ----------------------------------------------------------------------------------------


def ensure_readable(head: Head | None, caller: Caller) -> Head:
    """Absent and somebody else's give the same answer."""
    if head is None or (caller.is_visitor and head.customer != caller.id):
        raise NotFound("There is no such conversation.")
    if not caller.is_visitor and not may(caller.role, Right.READ):
        raise Forbidden("Your role does not allow this.")
    return head


def ensure_may_write(caller: Caller, kind: MessageKind = MessageKind.MESSAGE) -> None:
    """At all, before it is asked where and when: who cannot write takes no sender's place either."""
    if caller.is_visitor:
        if kind is not MessageKind.MESSAGE:
            raise Forbidden("Only agents write notes.")
    elif not may(caller.role, Right.ANSWER):
        raise Forbidden("Your role does not allow this.")


def ensure_may_say(head: Head, caller: Caller, kind: MessageKind, now: datetime) -> None:
    ensure_may_write(caller, kind)
    if caller.is_visitor:
        if head.status is Status.RESOLVED and now - head.updated_at > REOPEN_WINDOW:
            raise Conflict("This conversation is closed; start a new one.", rule="closed")
        return
    if kind is MessageKind.MESSAGE and (head.assignee is None or head.assignee.id != caller.id):
        raise Conflict("Take the conversation before you answer.", rule="not_held")


def ensure_may_move(head: Head, caller: Caller, event: Event) -> Status:
    """The state that an event leads to, where this caller may cause it."""
    if not may(caller.role, Right.ANSWER):
        raise Forbidden("Your role does not allow this.")
    held_by_other = head.assignee is not None and head.assignee.id != caller.id
    if held_by_other and not may(caller.role, Right.REASSIGN):
        raise Conflict("Somebody else holds this conversation.", rule="held")
    to = TRANSITIONS.get((head.status, event))
    if to is None or (event is Event.TAKEN and head.assignee and not held_by_other):
        raise Conflict(f"A conversation that is {head.status} cannot be {event}.", rule="state")
    return to


# --- the sender's numbering -----------------------------------------------------------------------------


def repeated(senders: Senders, session: str, n: int) -> int | None:
    """The seq that the counter already has, 0 for an older one; None where it is due now."""
    if session not in senders:
        raise UnknownSession("Say hello, sync with the new session, then send again.")
    last, seq = senders[session]
    if n > last + 1:
        raise OutOfOrder("A message before this one is missing.", expected=last + 1)
    if n == last + 1:
        return None
    return seq if n == last else 0


def registered(senders: Senders, session: str, seq: int) -> Senders:
    """With a new session; the one that has been silent longest makes room."""
    kept = sorted(senders.items(), key=lambda item: item[1][1])[-(MAX_SENDERS - 1) :]
    return {**dict(kept), session: (0, seq)}


# --- what happens to the head ------------------------------------------------------------------------


def after_message(head: Head, message: Message) -> Head:
    said = (
        head
        if not message.session
        else replace(head, senders={**head.senders, message.session: (message.n, message.seq)})
    )
    moved = replace(said, seq=message.seq, version=head.version + 1, updated_at=message.at)
    if message.kind is MessageKind.EVENT:
        return moved
    last = Last(
        message.seq,
        message.kind,
        message.author.kind,
        preview(message.text),
        message.at,
    )
    return _answered(replace(moved, last=last), message)


def preview(text: str) -> str:
    """One line of a list: bounded in bytes, never half a character."""
    line = " ".join(text[:PREVIEW_BYTES].split())
    return line.encode()[:PREVIEW_BYTES].decode(errors="ignore")


def _answered(head: Head, message: Message) -> Head:
    if message.author.kind is AuthorKind.CUSTOMER:
        reopened = head.status is Status.RESOLVED
        return replace(
            head,
            seen_customer=message.seq,
            waiting_since=head.waiting_since or message.at,
            status=Status.QUEUED if reopened else head.status,
            assignee=None if reopened else head.assignee,
        )
    if message.kind is MessageKind.NOTE:
        return head
    return replace(head, waiting_since=None, seen_agent=message.seq)


def after_event(head: Head, to: Status, event: Event, by: Assignee | None) -> Head:
    """State and assignee; the event's own message is put on top by `after_message`."""
    return replace(
        head,
        status=to,
        assignee=by if event is Event.TAKEN else (head.assignee if to is Status.ACTIVE else None),
        waiting_since=None if to is Status.RESOLVED else head.waiting_since,
    )


def touched(before: Head | None, after: Head) -> Head:
    """Lists move when the state does, else every five minutes: each of the two moves costs two units."""
    moved = before is None or (before.status, before.assignee) != (after.status, after.assignee)
    if moved or after.updated_at - after.touched_at > TOUCH_EVERY:
        return replace(after, touched_at=after.updated_at)
    return after
