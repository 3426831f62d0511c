"""A sender as docs/protocol.md has it, without a network: frames go out, answers come in.

It keeps what is not acknowledged, sends it again with the same session and number, and after losing
its session compares what lies there with what it was unsure of. It may have several frames on the
way, so that a network can bring them in any order.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.delivery.frames import Frame, say

WINDOW = 3
PATIENCE = 12  # turns without an answer, then a frame goes out again
_refs = count(1)


@dataclass
class Sender:
    """`acked`: text to seq, as the desk has said. `conversation` None: the visitor's own."""

    name: str
    conversation: str | None = None
    kind: str = "message"
    waiting: list[str] = field(default_factory=list)  # composed, never named
    named: dict[int, str] = field(default_factory=dict)  # by this session's number, unacknowledged
    unsure: dict[tuple[str, int], str] = field(default_factory=dict)  # of sessions before
    acked: dict[str, int] = field(default_factory=dict)
    composed: list[str] = field(default_factory=list)
    session: str = ""
    fresh: bool = False  # this session begins the conversation
    n: int = 0
    told: int = 0  # the last number of this session that was acknowledged
    after: int = 0
    asked: str = ""  # the ref of the hello or sync that is waited for
    sent_at: dict[str, int] = field(default_factory=dict)
    turn: int = 0

    def compose(self, text: str) -> None:
        self.composed.append(text)
        self.waiting.append(text)

    @property
    def done(self) -> bool:
        return not (self.waiting or self.named or self.unsure)

    def reload(self) -> None:
        """The page was loaded anew: what is on the way goes out again as it was, under its session;
        only with nothing on the way may a new session begin."""
        self.sent_at = {}
        if not self.named and not self.unsure:
            self.again()

    def again(self) -> None:
        """The desk has forgotten the session, for ever: what is on the way is unsure now."""
        self.unsure |= {(self.session, n): text for n, text in self.named.items()}
        self.named = {}
        self.session, self.asked, self.n, self.told = "", "", 0, 0

    def frames(self) -> list[Frame]:
        """What goes out in this turn."""
        self.turn += 1
        if not self.session or self.asked:
            return self._introduction()
        self._name()
        return [
            {
                **say(self.session, n, text, self.conversation, kind=self.kind),
                "ref": f"{self.session}.{n}",
            }
            for n, text in list(self.named.items())
            if self._due(f"{self.session}.{n}")
        ]

    def _introduction(self) -> list[Frame]:
        if not self._due(self.asked or "hello"):
            return []
        self.asked = f"r{next(_refs)}"
        self.sent_at = {self.asked: self.turn}
        if not self.session:
            return [{"t": "hello", "v": 1, "ref": self.asked}]
        frame = {"t": "sync", "conversation": self.conversation, "after": self.after}
        return [{**frame, "session": self.session, "ref": self.asked}]

    def _due(self, ref: str) -> bool:
        if self.turn - self.sent_at.get(ref, -PATIENCE) < PATIENCE:
            return False
        self.sent_at[ref] = self.turn
        return True

    def _name(self) -> None:
        most = 1 if self.conversation is None else WINDOW
        while self.waiting and len(self.named) < most:
            self.n += 1
            self.named[self.n] = self.waiting.pop(0)

    def take(self, answer: Frame, *, known: int | None = None) -> None:
        """`known`: what it had been told when the desk began with the frame that is answered."""
        match answer["t"]:
            case "welcome" if answer["ref"] == self.asked:
                self._welcomed(answer)
            case "history" if answer["ref"] == self.asked:
                self._compared(answer)
            case "said":
                self._said(answer)
            case "refused":
                self._refused(answer, self.told if known is None else known)

    def _welcomed(self, welcome: Frame) -> None:
        self.session, self.n, self.after, self.asked = welcome["session"], 0, 0, ""
        if self.conversation is None and welcome["conversation"]:
            self.conversation = welcome["conversation"]["id"]
        if self.conversation is None:  # nothing was stored: all of it begins anew
            self._requeue()
        else:
            self.asked = "sync"

    def _compared(self, history: Frame) -> None:
        for message in history["messages"]:
            self.after = message["seq"]
            text = self.unsure.pop((message.get("session", ""), message.get("n", 0)), None)
            if text is not None:
                self._noted(text, message["seq"])
        self.asked = "sync" if history["more"] else ""
        if not history["more"]:
            self._requeue()

    def _requeue(self) -> None:
        self.waiting = [*self.unsure.values(), *self.waiting]
        self.unsure = {}

    def _said(self, said: dict[str, Any]) -> None:
        session, n = said["session"], said["n"]
        self.conversation = self.conversation or said["conversation"]
        if session == self.session:
            self.told = max(self.told, n)
        if session == self.session and n in self.named:
            self._noted(self.named.pop(n), said["seq"])
        elif (session, n) in self.unsure:
            self._noted(self.unsure.pop((session, n)), said["seq"])

    def _noted(self, text: str, seq: int) -> None:
        assert self.acked.setdefault(text, seq) == seq, "one message, two places"

    def _refused(self, refusal: Frame, known: int) -> None:
        of_now = refusal.get("ref", "").startswith(self.session) and bool(self.session)
        if refusal["code"] == "unknown_session" and (of_now or refusal.get("ref") == self.asked):
            self.again()
        if refusal["code"] == "out_of_order" and of_now:
            assert refusal["expected"] > known, "acknowledged, and forgotten"
