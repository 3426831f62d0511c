"""Whoever looks at a conversation: what was pushed, what is known to be missing, what sync brought."""

from dataclasses import dataclass, field
from typing import Any

from tests.delivery.cloud import Line
from tests.delivery.frames import Frame


@dataclass
class Viewer:
    """`shown` is dense from 1 on; `beyond` was heard too early, so that a gap is known."""

    line: Line
    shown: list[Frame] = field(default_factory=list)
    beyond: dict[int, Frame] = field(default_factory=dict)
    rows: dict[str, Frame] = field(default_factory=dict)  # the list of conversations, by id
    heard: int = 0
    there: bool = True

    @property
    def gap(self) -> bool:
        return bool(self.beyond)

    def listen(self, conversation: str) -> None:
        """Take in what was pushed since."""
        pushed = self.line.pushed()
        for frame in pushed[self.heard :]:
            if frame["t"] == "message" and frame["conversation"] == conversation:
                self.put(frame["message"])
            elif frame["t"] == "state":
                self.row(frame["conversation"])
        self.heard = len(pushed)

    def put(self, message: Frame) -> None:
        place = message["seq"]
        if place > len(self.shown):
            self.beyond[place] = message
        elif "id" in message:
            known = self.shown[place - 1]
            assert known.get("id") == message["id"], "two messages at one place"
        while (following := len(self.shown) + 1) in self.beyond:
            self.shown.append(self.beyond.pop(following))

    def row(self, conversation: dict[str, Any]) -> None:
        known = self.rows.get(conversation["id"])
        if known is None or conversation.get("version", 0) > known.get("version", 0):
            self.rows[conversation["id"]] = conversation

    def sync(self, conversation: str) -> None:
        while True:
            frame = {"t": "sync", "conversation": conversation, "after": len(self.shown)}
            history = self.line.ask(frame)
            assert history["t"] == "history", history
            for message in history["messages"]:
                self.put(message)
            if not history["more"]:
                assert not self.gap
                assert len(self.shown) == history["seq"]
                return
