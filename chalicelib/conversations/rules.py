"""The pure rules of a conversation: who may, the sender's numbering, what happens to the head."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from chalicelib.conversations.model import (
    AuthorKind,
    Head,
    Last,
    Message,
    MessageKind,
    Senders,
    Status,
    Told,
)
from chalicelib.conversations.transitions import TOLD, Move, leads_to, reopened
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.clock import to_ms
from chalicelib.core.errors import Conflict, Forbidden, NotFound, OutOfOrder, UnknownSession
from chalicelib.core.ids import minted_ms
from chalicelib.core.rights import Right, may
from chalicelib.core.values import replace
from chalicelib.customers.model import blocked

REOPEN_WINDOW = timedelta(hours=72)
TOUCH_EVERY = timedelta(minutes=5)
MAX_SENDERS = 6
CLOCKS_DIFFER = timedelta(seconds=5)
# For how long a reply may wait to be seen before its customer gets a letter.
REPLY_WAITS = timedelta(minutes=5)
# So long before its moment a letter is taken for looked after; far more than clocks differ.
CLOCKS_APART = timedelta(minutes=1)

# --- who may ----------------------------------------------------------------------------------------


def ensure_readable(head: Head | None, caller: Caller) -> Head:
    """Absent and somebody else's give the same answer."""
    if head is None or (caller.is_visitor and head.customer != caller.id):
        raise NotFound("There is no such conversation.")
    inside = caller.is_visitor or caller.kind is CallerKind.SYSTEM
    if not inside and not may(caller.role, Right.READ):
        raise Forbidden("Your role does not allow this.")
    return head


def ensure_may_write(caller: Caller, kind: MessageKind = MessageKind.MESSAGE) -> None:
    """At all, before it is asked where and when: who cannot write takes no sender's place either."""
    if caller.is_visitor:
        if kind is not MessageKind.MESSAGE:
            raise Forbidden("Only agents write notes.")
    elif not may(caller.role, Right.ANSWER):
        raise Forbidden("Your role does not allow this.")


def ensure_not_erased(head: Head) -> None:
    if head.erased:
        raise Conflict("What was said here was erased; nothing is said any more.", rule="erased")


def ensure_not_blocked(head: Head, caller: Caller) -> None:
    """Said of every conversation that they have, so that a message pays nothing for asking."""
    if head.blocked and caller.is_visitor:
        raise blocked()


def ensure_may_say(head: Head, caller: Caller, kind: MessageKind, now: datetime) -> None:
    ensure_may_write(caller, kind)
    ensure_not_erased(head)
    if caller.is_visitor:
        if head.status is Status.RESOLVED and now - head.updated_at > REOPEN_WINDOW:
            raise Conflict("This conversation is closed; start a new one.", rule="closed")
        return
    if kind is MessageKind.MESSAGE and (head.assignee is None or head.assignee.id != caller.id):
        raise Conflict("Take the conversation before you answer.", rule="not_held")


def ensure_may_move(head: Head, caller: Caller, move: Move) -> Status:
    """The state that an event leads to, where this caller may cause it."""
    if caller.kind is not CallerKind.SYSTEM:
        _ensure_is_theirs(head, caller)
    to = leads_to(head.status, move)
    same = move.to is not None and head.assignee is not None and move.to.id == head.assignee.id
    if to is None or same:
        raise Conflict(
            f"A conversation that is {head.status} cannot be {move.event}.", rule="state"
        )
    return to


def _ensure_is_theirs(head: Head, caller: Caller) -> None:
    if not may(caller.role, Right.ANSWER):
        raise Forbidden("Your role does not allow this.")
    held_by_other = head.assignee is not None and head.assignee.id != caller.id
    if held_by_other and not may(caller.role, Right.REASSIGN):
        raise Conflict("Somebody else holds this conversation.", rule="held")


def ensure_may_rate(head: Head, now: datetime) -> None:
    ensure_not_erased(head)
    if head.status is not Status.RESOLVED:
        raise Conflict("Rate it when it is resolved.", rule="state")
    if not head.may_rate(now):
        raise Conflict("It was rated, and stays so by now.", rule="closed")


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


def registered(head: Head, session: str, now: datetime) -> Head:
    """With a new session; the one that has been silent longest makes room.

    What made room can never come back: its last counter is not known any more. The head knows only
    when the newest of those was minted, and takes no session that is not newer still. Servers'
    clocks may differ by CLOCKS_DIFFER; a session from the future, which no server has made, keeps
    others out for no longer than that.
    """
    if minted_ms(session) <= head.forgotten:
        raise UnknownSession("This session was forgotten: say hello for a new one.")
    kept = dict(sorted(head.senders.items(), key=lambda item: item[1][1])[-(MAX_SENDERS - 1) :])
    latest = to_ms(now + CLOCKS_DIFFER)
    gone = [min(minted_ms(each), latest) for each in head.senders if each not in kept]
    return replace(
        head,
        version=head.version + 1,
        senders={**kept, session: (0, head.seq)},
        forgotten=max(head.forgotten, *gone) if gone else head.forgotten,
    )


# --- what happens to the head ------------------------------------------------------------------------


def after_message(head: Head, message: Message) -> Head:
    """One copy of the head for all that a message changes: this is on the way of every message."""
    told: dict[str, Any] = {"seq": message.seq, "version": head.version + 1}
    if message.session:
        told["senders"] = {**head.senders, message.session: (message.n, message.seq)}
    if message.event not in TOLD:
        told["updated_at"] = message.at
    if message.kind is not MessageKind.EVENT and not head.erased:
        author, text = message.author.kind, message.summary
        told["last"] = Last(message.seq, message.kind, author, text, message.at)
        told |= _answered(head, message)
    after = replace(head, **told)
    return reopened(after, message.at) if _reopens(head, message) else after


def to_tell(head: Head, message: Message) -> Told | None:
    """A letter that its customer is to have of a reply, if they do not see it: of the first one unseen."""
    if not is_reply(message) or head.told is None or _is_missed(head):
        return None
    return Told(message.seq, message.at + REPLY_WAITS)


def is_reply(message: Message) -> bool:
    """One that stands: what was recalled is none any more."""
    recalled = message.amended is not None and message.amended.recalled
    by_agent = message.author.kind is AuthorKind.AGENT
    return message.kind is MessageKind.MESSAGE and by_agent and not recalled


def _is_missed(head: Head) -> bool:
    return head.told is not None and head.told.seq > head.seen_customer


def is_told_of(head: Head, seq: int) -> bool:
    """The letter that its customer is to have is of this very reply."""
    return _is_missed(head) and head.told is not None and head.told.seq == seq


def to_tell_instead(told: Told, later: Sequence[Message], now: datetime) -> Told:
    """The reply that a letter was for is recalled: it is for the next one that stands, or for none.

    While the moment of the first is to come, it is put off to the next one's. Afterwards the letter
    may have gone out already: then it was the one letter of all that they miss.
    """
    reply = next((message for message in later if is_reply(message)), None)
    if reply is None:
        return Told(0, told.due)
    due = reply.at + REPLY_WAITS if is_looked_after(told, now) else told.due
    return Told(reply.seq, due)


def is_looked_after(told: Told | None, now: datetime) -> bool:
    """The moment of the letter before is still to come, and is then put off to the next one's."""
    return told is not None and told.due - now > CLOCKS_APART


def _reopens(head: Head, message: Message) -> bool:
    said = message.kind is MessageKind.MESSAGE and message.author.kind is AuthorKind.CUSTOMER
    return said and head.status is Status.RESOLVED


def _answered(head: Head, message: Message) -> dict[str, Any]:
    """Who waits since when, and who has seen up to where."""
    if message.author.kind is AuthorKind.CUSTOMER:
        waiting = head.waiting_since or message.at
        return {"seen_customer": message.seq, "waiting_since": waiting}
    answers = message.author.kind is AuthorKind.AGENT or head.status is Status.BOT
    if message.kind is MessageKind.NOTE or not answers:
        return {}  # who waits for a person is not answered by what the desk says by itself
    return {"seen_agent": message.seq, "waiting_since": None}


def touched(before: Head | None, after: Head) -> Head:
    """The list of all moves when the state does, else every five minutes: each move costs two units."""
    moved = before is None or _place(before) != _place(after)
    if moved or after.updated_at - after.touched_at > TOUCH_EVERY:
        return replace(after, touched_at=after.updated_at)
    return after


def _place(head: Head) -> tuple[object, ...]:
    return head.status, head.assignee, head.team
