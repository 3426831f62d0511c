"""What servers report of a mail of ours: that it failed, waits, has arrived (RFC 3464), was opened (RFC 8098),
or was called spam by its recipient (RFC 5965).

Anybody can write one. It names a message by what only its reader knows, and is believed about that alone.
"""

import re
from collections.abc import Iterator
from email.message import Message
from enum import StrEnum
from typing import Any

from chalicelib.channels.email.addresses import addresses
from chalicelib.channels.email.headers import text as header_text
from chalicelib.channels.email.headers import value
from chalicelib.channels.email.mime import leaves
from chalicelib.channels.email.parsing import parsed
from chalicelib.core.values import Value

# What a reader means who wants no more; providers leave out whom they speak of.
SPAM = frozenset({"abuse", "fraud", "opt-out", "opt-out-list"})
MOST_PARTS, MOST_BLOCKS, MOST_DETAIL, MOST_BYTES = 20, 50, 500, 64 * 1024
_RETURNED = {"message/rfc822", "message/rfc822-headers", "text/rfc822-headers"}
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class Fate(StrEnum):
    FAILED = "failed"
    DELAYED = "delayed"
    RELAYED = "relayed"
    DELIVERED = "delivered"
    READ = "read"
    COMPLAINED = "complained"


_ACTIONS = {
    "failed": Fate.FAILED,
    "delayed": Fate.DELAYED,
    "relayed": Fate.RELAYED,
    "expanded": Fate.RELAYED,
    "delivered": Fate.DELIVERED,
}


class Report(Value, frozen=True):
    """`about`: the Message-IDs it may mean. `status`: RFC 3463's number. `detail`: the server's words."""

    fate: Fate
    recipient: str = ""
    status: str = ""
    detail: str = ""
    about: str = ""


def report_of(message: Message) -> Report | None:
    """Of several recipients the first one that failed, else the first.

    One that lies beside somebody's words is a file of theirs, and no report to us.
    """
    if message.get_content_type() != "multipart/report":
        return None
    found: list[Report] = []
    about: list[str] = []
    for count, part in enumerate(leaves(message)):
        if count == MOST_PARTS:
            break
        kind = part.get_content_type()
        if kind in _RETURNED:
            about += [value(each, "message-id") for each in _blocks(part)]
        for block in _blocks(part) if kind.startswith("message/") else ():
            about.append(value(block, "original-message-id"))
            found += _told(block, kind)
    if not found:
        return None
    chosen = next((each for each in found if each.fate is Fate.FAILED), found[0])
    said = [*about, value(message, "references"), value(message, "in-reply-to")]
    return Report(
        chosen.fate, chosen.recipient, chosen.status, chosen.detail, " ".join(filter(None, said))
    )


def _blocks(part: Message) -> Iterator[Message]:
    """The blocks of headers that it consists of."""
    if part.is_multipart():
        below: Any = part.get_payload()
        yield from (each for each in below[:MOST_BLOCKS] if isinstance(each, Message))
        return
    data = part.get_payload(decode=True)
    if isinstance(data, bytes):
        yield parsed(data[:MOST_BYTES].strip() + b"\r\n\r\n")[0]


def _told(block: Message, kind: str) -> Iterator[Report]:
    recipient = _recipient(block)
    action = value(block, "action").lower()
    if kind.endswith("delivery-status") and action in _ACTIONS:
        status = _STATUS.match(value(block, "status"))
        detail = _typed(block, "diagnostic-code")[:MOST_DETAIL]
        yield Report(_ACTIONS[action], recipient, status[0] if status else "", detail)
    if kind.endswith("disposition-notification"):
        said = value(block, "disposition").rpartition(";")[2].strip().lower()
        yield Report(Fate.READ if said.startswith("displayed") else Fate.DELIVERED, recipient)
    if kind.endswith("feedback-report") and value(block, "feedback-type").lower() in SPAM:
        yield Report(Fate.COMPLAINED, _recipient(block))


def _recipient(block: Message) -> str:
    """The one that we wrote to, before whatever it was sent on to."""
    for name in ("original-recipient", "final-recipient", "original-rcpt-to"):
        if said := _typed(block, name):
            return said.strip("<>").lower()[:254]
    return next((each.email for each in addresses(block, "x-failed-recipients")), "")


def _typed(block: Message, name: str) -> str:
    """`rfc822; zhang@corp.example` without its type, where it has one."""
    first, _, rest = value(block, name).partition(";")
    return header_text(rest or first)
