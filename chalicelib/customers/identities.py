"""By what somebody is known: a mail address, a number, or the name that a channel gave them.

Two ways of writing the same address are one identity. Whether somebody vouches for it is a part of
who it is: what is merely claimed never leads to the one who has proved it (decision 20).
"""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.errors import Invalid
from chalicelib.core.values import Value

MOST = 20  # identities of one customer
LONGEST = 320
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_BETWEEN_DIGITS = re.compile(r"\(0\)|[\s().\-/\u00a0\u2010-\u2015]")


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    EXTERNAL = "external"  # an id that a channel gave, within one inbox


class Standing(StrEnum):
    """How we come by it."""

    TYPED = "typed"  # somebody wrote it into a form: it says how they want to be reached
    UNPROVED = "unproved"  # it came as a sender, and nobody vouches for that
    PROVED = "proved"


class Identity(Value, frozen=True):
    """`space` is the inbox of an external id, empty else. `undeliverable` says why nothing reaches it.

    `verified`: DMARC passed, the channel's signature vouches for it, or a mailed link was opened.
    """

    kind: Kind
    space: str
    value: str
    verified: bool = False
    undeliverable: str = ""
    at: datetime | None = None

    @property
    def normalised(self) -> str:
        return normalised(self.kind, self.value)

    def wire(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "inbox": self.space or None,
            "value": self.value,
            "verified": self.verified,
            "undeliverable": self.undeliverable or None,
            "at": to_wire(self.at) if self.at else None,
        }


def normalised(kind: Kind, value: str) -> str:
    """Invalid where it is none."""
    match kind:
        case Kind.EMAIL:
            found = email(value)
        case Kind.PHONE:
            found = phone(value)
        case _:
            found = unicodedata.normalize("NFC", value)
    if not 0 < len(found) <= LONGEST:
        raise Invalid("An identity has 1 to 320 characters.", pointer="/identity", rule="length")
    return found


def email(value: str) -> str:
    """Lower case, composed, the domain as the mail system writes it (IDNA 2008)."""
    local, _, domain = unicodedata.normalize("NFC", value.strip()).lower().rpartition("@")
    return f"{local}@{_a_label(domain.rstrip('.'))}" if local else domain


def mailbox(address: str) -> str:
    """Where it ends: what stands behind a + is the same box under another name. For counting alone."""
    local, _, domain = email(unicodedata.normalize("NFKC", address)).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _a_label(domain: str) -> str:
    """What no rule of domain names covers stays as it is: it then equals itself alone."""
    if domain.isascii():
        return domain
    import idna  # its tables are large, and few domains need them

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain


def phone(value: str) -> str:
    """E.164: the country code must be there, for nobody can guess it."""
    plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", value))
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    if not _E164.fullmatch(plain):
        raise Invalid("A number with its country code, as +86 …", pointer="/phone", rule="e164")
    return plain


def known_by(kind: Kind, given: str) -> Identity | None:
    """What somebody wrote into a form, if they did."""
    return Identity(kind, "", given) if given else None
