"""What a mail of ours is made of, before it is written."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from chalicelib.channels.email.addresses import Address
from chalicelib.core.values import Value

MOST_ATTACHED = 7 * 1024 * 1024  # in base 64 that is what SES takes at most, 10 MB


class Purpose(StrEnum):
    """What a machine sends says so, that no other machine answers it."""

    ANSWER = "answer"
    BOT = "bot"  # what the bot answers
    NOTICE = "notice"


class Brand(Value, frozen=True):
    """How a merchant's mails look: its name, one colour, what stands below each."""

    name: str
    accent: str = "#2563eb"
    signature: str = ""


class Quoted(Value, frozen=True):
    """What is answered; `at` in the time of the merchant's place."""

    author: str
    at: datetime
    text: str


class File(Value, frozen=True):
    """With its bytes it is attached, as far as there is room; without, it is a link."""

    name: str
    kind: str
    size: int
    url: str
    data: bytes = b""


class Draft(Value, frozen=True):
    """`name`: its Message-ID, that of every attempt. `follows`: Message-IDs that it answers, the nearest last."""

    name: str
    inbox: str
    reply_to: str
    to: Address
    at: datetime
    brand: Brand
    text: str
    locale: str = "en"
    agent: str = ""
    subject: str = ""
    ticket: int | None = None
    follows: Sequence[str] = ()
    quoted: Quoted | None = None
    files: Sequence[File] = ()
    purpose: Purpose = Purpose.ANSWER


def divided(files: Sequence[File]) -> tuple[list[File], list[File]]:
    """Those that are attached, and those that are links: no file takes the place of a smaller one before it."""
    attached: list[File] = []
    linked: list[File] = []
    room = MOST_ATTACHED
    for file in files:
        fits = bool(file.data) and len(file.data) <= room
        (attached if fits else linked).append(file)
        room -= len(file.data) if fits else 0
    return attached, linked
