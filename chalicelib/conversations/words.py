"""What a sender wants stored, as the contracts let it pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.conversations.model import MessageKind


@dataclass(frozen=True, slots=True)
class Words:
    """What a sender wants stored: its session and counter name it for ever."""

    session: str
    n: int
    text: str
    kind: MessageKind = MessageKind.MESSAGE
    author_name: str = ""
    line: str = ""
    choice: str = ""  # the id of the bot's option whose label this is
    quote: int = 0  # the seq of the message that this one answers

    @classmethod
    def of(cls, said: Mapping[str, Any], *, author_name: str, line: str = "") -> "Words":
        """As the contract of a message has let them pass."""
        (part,) = said["parts"]
        return cls(
            session=said["session"],
            n=int(said["n"]),
            text=part["text"],
            kind=MessageKind(said.get("kind", MessageKind.MESSAGE)),
            author_name=author_name,
            line=line,
            choice=part.get("id", ""),
            quote=int(said.get("quote", 0)),
        )
