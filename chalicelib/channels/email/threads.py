"""Which conversation a mail belongs to: by the address it came to, by what it answers, by its subject.

A stranger knows addresses and numbers, and can write any header. So the token is signed, a message's name
counts only if we have given it, and a number in the subject only from somebody who is in it already.
"""

import hashlib
import hmac
import re
from base64 import b32encode

from chalicelib.core.ids import LENGTH, is_id
from chalicelib.core.values import Value

_SIGNED = 13  # characters of a 64-bit signature
MOST_REFERENCES = 50
_TOKEN = re.compile(rf"([^@+]+)\+([0-9a-z]{{{LENGTH}}})([a-z2-7]{{{_SIGNED}}})@(.+)", re.IGNORECASE)
_NAMED = re.compile(rf"<([0-9a-z]{{{LENGTH}}})\.([0-9a-z]{{{LENGTH}}})@([^<>@\s]+)>", re.IGNORECASE)
# In our answers, and in the letters that tell of a ticket.
_NUMBER = re.compile(
    r"\[#(?:[A-Z]{1,4}-)?(\d{1,9})\]|(?:your request|您的工单) ?#(\d{1,9})\b", re.IGNORECASE
)


class Named(Value, frozen=True):
    """A message of ours, by the name we gave it: where it stands."""

    message: str
    conversation: str


def _signature(conversation: str, secret: bytes) -> str:
    mac = hmac.digest(secret, b"reply|" + conversation.encode(), hashlib.sha256)[:8]
    return b32encode(mac).decode().rstrip("=").lower()


def reply_address(inbox: str, conversation: str, secret: bytes) -> str:
    """Where answers come to. Letters' case does not count: servers on the way change it."""
    local, _, domain = inbox.rpartition("@")
    return f"{local}+{conversation.lower()}{_signature(conversation, secret)}@{domain}"


def inbox_of(address: str) -> str:
    """Without what stands behind the plus."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def conversation_of(address: str, secret: bytes) -> str | None:
    """By the token; nothing for one that another merchant's secret, or nobody's, has signed."""
    found = _TOKEN.fullmatch(address.strip())
    if found is None:
        return None
    conversation = found[2].upper()
    right = _signature(conversation, secret)
    if not is_id(conversation) or not hmac.compare_digest(found[3].lower(), right):
        return None
    return conversation


def name_of(message: str, conversation: str, domain: str) -> str:
    """The Message-ID of a mail of ours."""
    return f"<{message.lower()}.{conversation.lower()}@{domain}>"


def ours(references: str, domain: str) -> list[Named]:
    """The messages of ours among those that a mail says it follows, the nearest first."""
    found = [
        Named(each[1].upper(), each[2].upper())
        for each in _NAMED.finditer(references)
        if each[3].lower() == domain
    ]
    known = [each for each in found if is_id(each.message) and is_id(each.conversation)]
    return list(dict.fromkeys(reversed(known)))[:MOST_REFERENCES]


def number_of(subject: str) -> int | None:
    """Of a ticket, as our own subjects carry it. Good for a participant alone."""
    found = _NUMBER.search(subject)
    return int(found[1] or found[2]) if found else None
