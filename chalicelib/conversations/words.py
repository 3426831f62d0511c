"""What a sender wants stored, as the contracts let it pass."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.attachments.model import File
from chalicelib.conversations.model import Message, MessageKind
from chalicelib.core.errors import Invalid
from chalicelib.core.values import Value


class Words(Value, frozen=True):
    """What a sender wants stored: its session and counter name it for ever."""

    session: str
    n: int
    text: str
    kind: MessageKind = MessageKind.MESSAGE
    author_name: str = ""
    line: str = ""
    choice: str = ""  # the id of the bot's option whose label this is
    quote: int = 0  # the seq of the message that this one answers
    attachments: tuple[tuple[int, str], ...] = ()  # each with its place among the parts

    def are_those_of(self, message: Message, files: Sequence[File]) -> bool:
        """Of one that was edited or recalled since, what was said first is not at hand."""
        if message.amended is not None:
            return message.kind is self.kind
        extra = message.extra
        said = (message.kind, message.text, extra.choice, extra.about, extra.files)
        return said == (self.kind, self.text, self.choice, self.quote, tuple(files))

    @classmethod
    def of(cls, said: Mapping[str, Any], *, author_name: str, line: str = "") -> "Words":
        """As the contract of a message has let them pass."""
        files = [(i, each) for i, each in enumerate(said["parts"]) if each["type"] == "file"]
        told = [(i, each) for i, each in enumerate(said["parts"]) if each["type"] != "file"]
        if len(told) > 1:
            raise Invalid("One text in a message.", pointer=f"/parts/{told[1][0]}", rule="maxItems")
        part = told[0][1] if told else {"text": ""}
        return cls(
            session=said["session"],
            n=int(said["n"]),
            text=part["text"],
            kind=MessageKind(said.get("kind", MessageKind.MESSAGE)),
            author_name=author_name,
            line=line,
            choice=part.get("id", ""),
            quote=int(said.get("quote", 0)),
            attachments=tuple((i, each["attachment"]) for i, each in files),
        )
