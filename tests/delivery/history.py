"""What lies in the table, held against what senders composed and were told."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from chalicelib.conversations.model import Head, Message
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.table.desk import Desk
from tests.delivery.cloud import Cloud
from tests.delivery.sender import Sender


@dataclass(frozen=True)
class Verdict:
    """`misplaced`: said to be at another seq than it is. `astray`: not in its sender's own order."""

    stored: int = 0
    lost: int = 0
    doubled: int = 0
    gaps: int = 0
    misplaced: int = 0
    astray: int = 0

    def __add__(self, other: "Verdict") -> "Verdict":
        both = (getattr(self, each.name) + getattr(other, each.name) for each in fields(self))
        return Verdict(*both)

    @property
    def faultless(self) -> bool:
        return self == Verdict(stored=self.stored)

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, each.name)} {each.name}" for each in fields(self))


def stored(cloud: Cloud, desk: Desk, conversation: str) -> tuple[Head, list[Message]]:
    """The head and all messages, read as the desk reads them."""
    reader = Desk(desk.merchant, Caller(CallerKind.SYSTEM, "checker"))
    messages: list[Message] = []
    with reader.open():
        while True:
            after = messages[-1].seq if messages else 0
            found = cloud.house.conversations.history(
                reader, conversation=conversation, after=after, limit=100
            )
            messages += found.messages
            if not found.more:
                return found.head, messages


def judged(cloud: Cloud, desk: Desk, conversation: str, senders: Iterable[Sender]) -> Verdict:
    head, messages = stored(cloud, desk, conversation)
    composed = [text for sender in senders for text in sender.composed]
    acked = {text: seq for sender in senders for text, seq in sender.acked.items()}
    places = {message.text: message.seq for message in messages}
    lying = Counter(message.text for message in messages if message.text)
    return Verdict(
        stored=len(messages),
        lost=sum(text not in lying for text in composed),
        doubled=sum(times - 1 for times in lying.values()),
        gaps=head.seq - len(messages),
        misplaced=sum(places.get(text) != seq for text, seq in acked.items()),
        astray=sum(_astray(sender, messages) for sender in senders),
    )


def _astray(sender: Sender, messages: list[Message]) -> bool:
    own = set(sender.composed)
    return [m.text for m in messages if m.text in own] != sender.composed
