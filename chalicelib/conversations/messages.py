"""A message of a conversation: what was said or what happened, and what each reader may see of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.attachments.model import File
from chalicelib.conversations.marks import NO_MARKS, Marks
from chalicelib.conversations.ways import Delivery, Reached
from chalicelib.core.caller import Caller
from chalicelib.core.clock import to_wire
from chalicelib.core.ids import ConversationId, MessageId
from chalicelib.core.tombstone import mark
from chalicelib.core.values import Value, field


class Event(StrEnum):
    TAKEN = "taken"
    RELEASED = "released"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    HANDED_OVER = "handed_over"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    REQUEUED = "requeued"
    TICKET_OPENED = "ticket_opened"
    TICKET_CHANGED = "ticket_changed"
    RATED = "rated"
    WAITING = "waiting"  # handed over, and nobody came in time
    EDITED = "edited"
    RECALLED = "recalled"


class MessageKind(StrEnum):
    MESSAGE = "message"
    NOTE = "note"
    EVENT = "event"
    HIDDEN = "hidden"


class AuthorKind(StrEnum):
    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


# What a visitor may know of an event's data, and whose name stands at it: the rest is the agents'.
SHOWN_TO_VISITORS: Mapping[str, tuple[str, ...]] = {
    Event.HANDED_OVER: ("reason",),
    Event.ASSIGNED: ("name",),
    Event.TRANSFERRED: ("name",),
    Event.TICKET_OPENED: ("number", "status"),
    Event.TICKET_CHANGED: ("number", "status"),
    Event.RATED: ("score",),
    Event.EDITED: ("seq",),
    Event.RECALLED: ("seq",),
}
NAMED_TO_VISITORS = frozenset(
    {Event.TAKEN, Event.RELEASED, Event.RESOLVED, Event.REOPENED, Event.EDITED, Event.RECALLED}
)


class Author(Value, frozen=True):
    """Whose words they are; the name as it was then."""

    kind: AuthorKind
    id: str
    name: str = ""

    def wire(self) -> dict[str, str]:
        found = {"kind": str(self.kind), "id": self.id}
        return {**found, "name": self.name} if self.name else found


PREVIEW_BYTES = 120


def preview(text: str) -> str:
    """One line of a list or a quote: bounded in bytes, never half a character."""
    line = " ".join(text[:PREVIEW_BYTES].split())
    return line.encode()[:PREVIEW_BYTES].decode(errors="ignore")


DESK = Author(AuthorKind.SYSTEM, "desk")


class Extra(Value, frozen=True):
    """What a message carries besides its text. All of it is sealed with the text.

    `options` are the bot's buttons (id, label), `choice` the id of the one that was clicked; `data`
    says more of an event, `tried` what the bot looked at: that is for agents alone. `about` is the
    seq of an earlier message: the one that this one quotes, or that was edited or recalled. `more` are
    parts that are neither text nor file (a place, a link, a call), `source` is what the channel told of
    where the message comes from: that too is for agents alone.
    """

    options: tuple[tuple[str, str], ...] = ()
    choice: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    tried: Mapping[str, Any] = field(default_factory=dict)
    about: int = 0
    files: tuple[File, ...] = ()
    more: tuple[Mapping[str, Any], ...] = ()
    source: Mapping[str, Any] = field(default_factory=dict)


NO_EXTRA = Extra()


class Amended(Value, frozen=True):
    """That a message is not what was said first: how often it was edited, and when it was changed last."""

    edits: int
    at: datetime
    recalled: bool = False

    def wire(self) -> dict[str, Any]:
        return {
            "edits": self.edits,
            f"{'recalled' if self.recalled else 'edited'}_at": to_wire(self.at),
        }


class Message(Value, frozen=True):
    """Whatever stands at one number of a conversation."""

    id: MessageId
    conversation: ConversationId
    seq: int
    at: datetime
    kind: MessageKind
    author: Author
    text: str = ""
    event: str = ""
    session: str = ""
    n: int = 0
    line: str = ""  # the socket it was said on
    extra: Extra = NO_EXTRA
    marks: Marks = NO_MARKS
    amended: Amended | None = None
    subject: "Message | None" = None  # the message that this one is about, as it is now
    erased: bool = False  # the customer was: nothing of it can be opened any more
    delivery: Delivery | None = None

    @property
    def summary(self) -> str:
        """One line of a list or a quote."""
        return preview(self.text or ", ".join(file.name for file in self.extra.files))

    @property
    def goes_out(self) -> bool:
        """To whom wrote by an inbox: our side's words, and what became of them."""
        told = self.kind is MessageKind.MESSAGE or self.event in {Event.EDITED, Event.RECALLED}
        return told and self.author.kind in {AuthorKind.AGENT, AuthorKind.BOT} and not self.internal

    @property
    def internal(self) -> bool:
        """A note, or what became of one."""
        return self.kind is MessageKind.NOTE or self.extra.data.get("kind") == MessageKind.NOTE

    def wire(self, reader: Caller) -> dict[str, Any]:
        """A note reaches a visitor as its number alone, so that the sequence stays dense."""
        base = {"conversation": self.conversation, "seq": self.seq, "at": to_wire(self.at)}
        if reader.is_visitor and self.internal:
            return {**base, "kind": str(MessageKind.HIDDEN)}
        by = self._author_for(reader).wire()
        whole = {**base, "id": self.id, "kind": str(self.kind), "author": by, "parts": self._parts}
        if self.event:
            whole["event"] = {"name": self.event, "by": by, "data": self._data_for(reader)}
        whole |= mark(erased=self.erased)
        if not reader.is_visitor:
            whole |= self._for_agents()
        if self.amended:
            whole |= self.amended.wire()
        if self.subject:
            whole |= self._about(self.subject, reader)
        if self.session and reader.id == self.author.id:
            whole |= {"session": self.session, "n": self.n}
        return whole

    def said(self) -> dict[str, Any]:
        """The acknowledgement: the name that its sender gave it, and the place it got."""
        return {
            "conversation": self.conversation,
            "session": self.session,
            "n": self.n,
            "id": self.id,
            "seq": self.seq,
            "at": to_wire(self.at),
        }

    def _for_agents(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.extra.tried:
            found["tried"] = dict(self.extra.tried)
        if self.extra.source:
            found["source"] = dict(self.extra.source)
        if self.delivery or (self.marks.send and not self.event):
            found["delivery"] = (self.delivery or Delivery(Reached.PENDING, self.at)).wire()
        return found

    def _about(self, subject: "Message", reader: Caller) -> dict[str, Any]:
        if self.event:
            return {"amended": subject.wire(reader)}
        quote = {"seq": subject.seq, "author": subject.author.wire(), "text": subject.summary}
        recalled = subject.amended is not None and subject.amended.recalled
        return {"quote": {**quote, "recalled": True} if recalled else quote}

    @property
    def _parts(self) -> list[dict[str, Any]]:
        if self.extra.choice:
            return [{"type": "choice", "id": self.extra.choice, "text": self.text}]
        parts: list[dict[str, Any]] = [{"type": "text", "text": self.text}] if self.text else []
        parts += [file.wire() for file in self.extra.files]
        parts += [dict(part) for part in self.extra.more]
        if self.extra.options:
            options = [{"id": each, "label": label} for each, label in self.extra.options]
            parts.append({"type": "options", "options": options})
        return parts

    def _author_for(self, reader: Caller) -> Author:
        internal = self.event and self.event not in NAMED_TO_VISITORS
        if reader.is_visitor and internal and self.author.kind is not AuthorKind.CUSTOMER:
            return DESK
        return self.author

    def _data_for(self, reader: Caller) -> dict[str, Any]:
        data = self.extra.data
        if not reader.is_visitor:
            return dict(data)
        return {name: data[name] for name in SHOWN_TO_VISITORS.get(self.event, ()) if name in data}
