"""A message of ours as it goes out."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.attachments.model import File
from chalicelib.channels.model import Kind, Media, Outbound, Part, PartKind
from chalicelib.conversations.model import AuthorKind, Event, Head, Message

Link = Callable[[File], str]
KINDS = {Event.EDITED: Kind.EDIT, Event.RECALLED: Kind.DELETE}


def key_of(conversation: str, seq: int) -> str:
    """By which the other side knows it again, and names it in its receipts."""
    return f"{conversation}.{seq}"


def place_of(key: str) -> tuple[str, int] | None:
    """The conversation and seq that a key names; None for what is no key of ours."""
    conversation, _, seq = key.partition(".")
    return (conversation, int(seq)) if seq.isdecimal() and len(seq) < 10 else None  # noqa: PLR2004


def outbound_of(head: Head, message: Message, to: str, link: Link = lambda _: "") -> Outbound:
    """`message` with the one that it is about. What was changed is told as it is now. `link`: to a file."""
    kind = KINDS.get(Event(message.event), Kind.MESSAGE) if message.event else Kind.MESSAGE
    said = message.subject if kind is not Kind.MESSAGE and message.subject else message
    about = key_of(head.id, message.extra.about) if kind is not Kind.MESSAGE else ""
    quoted = message.subject.extra.source.get("id", "") if message.subject else ""
    return Outbound(
        key=key_of(head.id, message.seq),
        conversation=head.id,
        to=to,
        parts=[] if kind is Kind.DELETE else _parts(said, link),
        at=message.at,
        kind=kind,
        about=about,
        follows=str(quoted) if kind is Kind.MESSAGE else "",
        author=message.author.name if message.author.kind is AuthorKind.AGENT else "",
        subject=head.subject,
    )


def trial(name: str, at: datetime, to: str) -> Outbound:
    """Shows that the other side hears us; it stands for no message."""
    said = [Part(PartKind.TEXT, "测试成功。\nThe test has arrived.")]
    data = {"id": name, "purpose": "notice"}
    return Outbound(
        key=f"test.{name}",
        conversation=name,
        to=to,
        parts=said,
        at=at,
        kind=Kind.TEST,
        subject="测试 / Test",
        data=data,
    )


def _parts(message: Message, link: Link) -> list[Part]:
    """Choices are told in words: who reads elsewhere cannot click."""
    words = [message.text, *(f"· {label}" for _, label in message.extra.options)]
    text = "\n".join(each for each in words if each)
    parts = [Part(PartKind.TEXT, text)] if text else []
    for file in message.extra.files:
        media = Media(url=link(file), id=file.id, name=file.name, about=file.type, size=file.size)
        parts.append(Part(PartKind(str(file.kind.part)), media=media))
    return parts
