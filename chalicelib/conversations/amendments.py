"""The pure rules of editing and recalling: whose message, for how long, and what it becomes."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.conversations.model import (
    NO_EXTRA,
    Amended,
    AuthorKind,
    Event,
    Head,
    Message,
    MessageKind,
)
from chalicelib.core.caller import Caller
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.core.values import replace

# For how long an author may still change what they said; told to clients in `welcome`.
WINDOWS: Mapping[AuthorKind, timedelta] = {
    AuthorKind.CUSTOMER: timedelta(minutes=5),
    AuthorKind.AGENT: timedelta(minutes=15),
}
# Each change keeps a version of the message for ever.
MAX_EDITS = 20
CHANGED = frozenset({MessageKind.MESSAGE, MessageKind.NOTE})


def window_of(caller: Caller) -> timedelta:
    return WINDOWS[AuthorKind.CUSTOMER if caller.is_visitor else AuthorKind.AGENT]


def ensure_is_own(message: Message | None, caller: Caller) -> Message:
    """What a visitor may not see is not there for them."""
    if message is None or (caller.is_visitor and message.internal):
        raise NotFound("There is no such message.", pointer="/seq", rule="exists")
    if message.kind not in CHANGED:
        raise Conflict("Only what somebody said can be changed.", rule="kind")
    if message.author.id != caller.id:
        raise Forbidden("Only its author may change a message.")
    return message


def is_done(message: Message, event: Event, text: str) -> bool:
    """Asked for again: there is nothing to do, whatever the window says by now."""
    recalled = message.amended is not None and message.amended.recalled
    if event is Event.RECALLED:
        return recalled
    return not recalled and message.text == text


def ensure_is_of_now(message: Message, edits: int | None) -> None:
    """Whoever says how often it was edited when they reworded it never undoes what came later.

    So a frame that a network delivers once more, behind the next one, changes nothing. None: it is
    not said, by clients of the version before; of theirs the words that come last stand.
    """
    so_far = message.amended.edits if message.amended else 0
    if edits is not None and edits > so_far:
        raise Invalid("It was not edited so often yet.", pointer="/edits", rule="future")
    if edits is not None and edits < so_far:
        raise Conflict("The message was edited since; read it first.", rule="edited")


def ensure_may_amend(message: Message, caller: Caller, event: Event, now: datetime) -> None:
    so_far = message.amended or Amended(0, message.at)
    if so_far.recalled:
        raise Conflict("The message was recalled.", rule="recalled")
    if event is Event.EDITED and message.extra.choice:
        raise Conflict("A choice cannot be reworded.", rule="kind")
    if event is Event.EDITED and so_far.edits >= MAX_EDITS:
        raise Conflict("The message was changed too often.", rule="edits")
    if now - message.at > window_of(caller):
        raise Conflict("The message can no longer be changed.", rule="window")


def amended(message: Message, event: Event, text: str, at: datetime) -> Message:
    """A recalled message keeps its place, its author and its time."""
    edits = message.amended.edits if message.amended else 0
    if event is Event.RECALLED:
        return replace(message, text="", extra=NO_EXTRA, amended=Amended(edits, at, recalled=True))
    return replace(message, text=text, amended=Amended(edits + 1, at))


def with_preview(head: Head, changed: Message) -> Head:
    """Lists show the last words as they are now; nothing of a recalled message."""
    if head.last is None or head.last.seq != changed.seq:
        return head
    return replace(head, last=replace(head.last, preview=changed.summary))
