"""The frames that a client may send, each with its contract and what it does.

The answer goes back on the same socket as the door's return value; pushes to others come from the
stream (`fan_out`), but for typing and presence, which are never stored.
"""

from collections.abc import Callable
from typing import Any

from chalicelib.assignment.attendance import Attendance
from chalicelib.connections.model import HEARTBEAT_SECONDS, MAX_AGE_SECONDS, Presence
from chalicelib.connections.service import ConnectionsService
from chalicelib.contracts.compiled import check
from chalicelib.contracts.parse import parse_object
from chalicelib.conversations.amendments import window_of
from chalicelib.conversations.model import AuthorKind, Head
from chalicelib.conversations.service import ConversationsService, Words
from chalicelib.core.caller import CallerKind
from chalicelib.core.clock import Clock, to_ms, to_wire
from chalicelib.core.errors import Invalid, Refused, Unauthenticated
from chalicelib.core.ids import new_sending_session
from chalicelib.live.backpressure import Backpressure, Counted
from chalicelib.live.fitting import fitting
from chalicelib.live.gate import Line
from chalicelib.live.push import Frame, Push
from chalicelib.live.refusals import refused
from chalicelib.table.desk import Desk

VERSION = 1
MAX_FRAME_BYTES = 32_768


class Dispatch:
    def __init__(
        self,
        *,
        clock: Clock,
        conversations: ConversationsService,
        connections: ConnectionsService,
        attendance: Attendance,
        push: Push,
        ensure_stands: Callable[[Desk], None],
        pressure: Backpressure,
    ) -> None:
        """`ensure_stands` refuses a caller whose session, key or role ended a moment ago."""
        self._clock = clock
        self._ensure_stands = ensure_stands
        self._pressure = pressure
        self._conversations = conversations
        self._connections = connections
        self._attendance = attendance
        self._push = push
        self._verbs: dict[str, Callable[[Line, Frame], Frame | None]] = {
            "hello": self._hello,
            "say": self._say,
            "sync": self._sync,
            "typing": self._typing,
            "seen": self._seen,
            "ping": self._ping,
            "edit": self._edit,
            "recall": self._recall,
        }

    def opened(self, line: Line) -> None:
        self._connections.opened(line.desk, connection=line.connection, name=line.name)
        try:
            self._ensure_stands(line.desk)
        except Refused:
            self._connections.closed(line.desk, connection=line.connection)
            raise

    def closed(self, line: Line) -> None:
        self._connections.closed(line.desk, connection=line.connection)
        if line.desk.caller.kind is CallerKind.PERSON:
            self._attendance.left(line.desk, person=line.desk.caller.id)
        self._tell_presence(line)

    def receive(self, line: Line, raw: str) -> Frame | None:
        """Answer one frame; a refusal is an answer too."""
        frame: Frame = {}
        counted: Counted = ()
        try:
            try:
                frame = parse_object(raw, max_bytes=MAX_FRAME_BYTES)
            finally:  # what cannot be read is counted as well
                counted = self._pressure.admit(line, frame)
            self._ensure_lasts(line)
            answer = self._answered(line, frame)
        except Refused as refusal:
            answer = refused(frame, refusal)
        self._pressure.tell(counted)
        ref = frame.get("ref")
        return answer if answer is None or not _is_ref(ref) else {**answer, "ref": ref}

    def _answered(self, line: Line, frame: Frame) -> Frame | None:
        verb = self._verbs.get(str(frame.get("t")))
        if verb is None:
            raise Invalid("There is no such frame.", pointer="/t", rule="enum")
        check("frames", frame["t"], frame)
        return verb(line, frame)

    def _ensure_lasts(self, line: Line) -> None:
        """A socket ends with its session: the frame that comes later closes it."""
        ends_at = line.desk.caller.ends_at
        if ends_at is not None and self._clock() >= ends_at:
            own = self._connections.own(line.desk, connection=line.connection)
            self._push.close(line.desk, own)
            raise Unauthenticated("The session has ended.")

    def _hello(self, line: Line, frame: Frame) -> Frame:
        caller = line.desk.caller
        welcome: Frame = {
            "t": "welcome",
            "v": VERSION,
            "session": new_sending_session(at_ms=to_ms(self._clock())),
            "caller": {"kind": str(caller.kind), "id": caller.id},
            "conversation": None,
            "heartbeat_s": HEARTBEAT_SECONDS["visitor" if caller.is_visitor else "person"],
            "max_age_s": MAX_AGE_SECONDS,
            "amend_s": int(window_of(caller).total_seconds()),
        }
        if caller.is_visitor:
            head = self._conversations.current(line.desk)
            return {**welcome, "conversation": self._for_visitor(head) if head else None}
        presence = Presence(frame.get("presence", Presence.AVAILABLE))
        if not self._connections.present(
            line.desk, connection=line.connection, presence=presence
        ):  # whoever says hello is there, whatever a push has found
            self.opened(line)
            self._connections.present(line.desk, connection=line.connection, presence=presence)
        if caller.kind is CallerKind.PERSON:
            self._attendance.came(line.desk, person=caller.id)
        self._tell_presence(line)
        colleagues = self._connections.colleagues(line.desk)
        return {**welcome, "people": [colleague.wire() for colleague in colleagues]}

    def _say(self, line: Line, frame: Frame) -> Frame:
        words = Words.of(frame, author_name=line.name, line=line.connection)
        said = self._conversations.say(line.desk, conversation=frame["conversation"], words=words)
        return {"t": "said", **said.said()}

    def _edit(self, line: Line, frame: Frame) -> Frame:
        (part,) = frame["parts"]
        about = {"conversation": frame["conversation"], "seq": int(frame["seq"])}
        edits = frame.get("edits")
        changed = self._conversations.edit(line.desk, text=part["text"], edits=edits, **about)
        return {"t": "amended", "message": changed.wire(line.desk.caller)}

    def _recall(self, line: Line, frame: Frame) -> Frame:
        about = {"conversation": frame["conversation"], "seq": int(frame["seq"])}
        changed = self._conversations.recall(line.desk, **about)
        return {"t": "amended", "message": changed.wire(line.desk.caller)}

    def _sync(self, line: Line, frame: Frame) -> Frame:
        desk, conversation, after = line.desk, frame["conversation"], int(frame["after"])
        if session := frame.get("session"):
            self._conversations.register(desk, conversation=conversation, session=session)
        found = self._conversations.shown(desk, conversation=conversation, after=after)
        if after > found.head.seq:
            raise Invalid("There is no such message yet.", pointer="/after", rule="future")
        visitor = desk.caller.is_visitor
        if not visitor:
            self._connections.watch(desk, connection=line.connection, conversation=conversation)
        messages, whole = fitting([message.wire(desk.caller) for message in found.messages])
        return {
            "t": "history",
            "conversation": conversation,
            "after": after,
            "messages": messages,
            "seq": found.head.seq,
            "more": found.more or not whole,
            "state": self._for_visitor(found.head) if visitor else found.head.wire(),
        }

    def _typing(self, line: Line, frame: Frame) -> None:
        desk = line.desk
        head = self._conversations.typing(desk, conversation=frame["conversation"])
        visitor = desk.caller.is_visitor
        who = {
            "kind": str(AuthorKind.CUSTOMER if visitor else AuthorKind.AGENT),
            "id": desk.caller.id,
            **({"name": line.name} if line.name else {}),
        }
        push = {"t": "typing", "conversation": head.id, "who": who, "on": frame["on"]}
        agents = [
            socket
            for socket in self._connections.agents(desk)
            if socket.watching == head.id and socket.connection != line.connection
        ]
        # Who does not hold it can write nothing but a note: that is not the customer's to see.
        answers = head.assignee is not None and head.assignee.id == desk.caller.id
        customers = self._connections.of_customer(desk, customer=head.customer) if answers else []
        self._push.send_all(desk, [*agents, *customers], push)

    def _for_visitor(self, head: Head) -> Frame:
        return head.wire_for_visitor(self._clock())

    def _seen(self, line: Line, frame: Frame) -> None:
        self._conversations.see(
            line.desk, conversation=frame["conversation"], seq=int(frame["seq"])
        )

    def _ping(self, line: Line, frame: Frame) -> Frame:  # noqa: ARG002 - every verb has this form
        """An agent's says that somebody is there; one who had been taken for gone is back."""
        is_person = line.desk.caller.kind is CallerKind.PERSON
        if is_person and self._attendance.pinged(line.desk, connection=line.connection):
            self._tell_presence(line)
        return {"t": "pong", "at": to_wire(self._clock())}

    def _tell_presence(self, line: Line) -> None:
        desk = line.desk
        if desk.caller.is_visitor:
            return
        presence = self._connections.presence_of(desk, person=desk.caller.id)
        frame = {
            "t": "presence",
            "person": desk.caller.id,
            "name": line.name,
            "presence": str(presence),
        }
        others = [s for s in self._connections.agents(desk) if s.connection != line.connection]
        self._push.send_all(desk, others, frame)


def _is_ref(ref: Any) -> bool:
    return isinstance(ref, str) and 0 < len(ref) <= 64  # noqa: PLR2004 - as the contract says
