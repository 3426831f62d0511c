"""A sending domain: under whose addresses a merchant's mail may leave, once its DNS says so.

What proves a domain is the public half of a key that was made for one claim of one merchant. Neither the
record of an earlier holder nor the proof of a domain above it proves anything for this one.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import idna

from chalicelib.core.clock import to_wire
from chalicelib.core.errors import Invalid
from chalicelib.core.values import Value


class State(StrEnum):
    WAITING = "waiting"  # for its record to be seen
    PROVED = "proved"
    FAILED = "failed"  # its record was never seen
    LOST = "lost"  # it was proved, and is no more


MOST = 10
LONGEST = 253
SELECTOR = "desk-"  # what our selectors begin with
# A claim keeps others away: so long as a record is looked for, and so long after a proof was lost.
HELD = timedelta(hours=72)
HELD_WHEN_LOST = timedelta(days=30)
# How often it is looked at by itself; a failed one is not.
LOOKED_AT = {
    State.WAITING: timedelta(hours=1),
    State.PROVED: timedelta(days=1),
    State.LOST: timedelta(days=1),
}
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
# Where everybody has an address, nobody has the domain. What is not here cannot be proved either.
PUBLIC = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
        *("yahoo.com", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.de"),
        *("gmx.net", "web.de", "mail.ru", "yandex.ru", "zoho.com", "qq.com", "vip.qq.com"),
        *("foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com"),
        *("aliyun.com", "139.com", "189.cn", "wo.cn", "tom.com", "21cn.com", "naver.com"),
    }
)
# Ends under which others register their names.
SUFFIXES = frozenset(
    f"{second}.{top}"
    for top in ("cn", "uk", "jp", "kr", "au", "nz", "br", "tw", "hk", "in", "sg", "za", "tr", "mx")
    for second in ("com", "co", "net", "org", "gov", "edu", "ac", "or", "ne", "idv")
)
_RESERVED = frozenset({"local", "localhost", "internal", "invalid", "test", "onion", "arpa"})


class Record(Value, frozen=True):
    """What its holder puts into the DNS."""

    type: str
    host: str
    value: str


class Seen(Value, frozen=True):
    """What SES says of an identity: `selector` of the key that it is proved by."""

    status: str
    selector: str = ""
    sends: bool = False


class Claim(Value, frozen=True):
    """Who holds a name. `free_at`: from when on somebody else may have it; None while it is proved."""

    merchant: str
    domain: str
    free_at: datetime | None

    def is_free(self, now: datetime) -> bool:
        return self.free_at is not None and self.free_at <= now


class Domain(Value, frozen=True):
    """`id` is that of the claim, too."""

    id: str
    name: str
    state: State
    since: datetime
    selector: str
    public_key: str
    created_at: datetime
    version: int = 1

    @property
    def record(self) -> Record:
        return Record("TXT", f"{self.selector}._domainkey.{self.name}", f"p={self.public_key}")

    @property
    def was_proved(self) -> bool:
        return self.state in {State.PROVED, State.LOST}

    def free_at(self, state: State, now: datetime) -> datetime | None:
        """Of its claim, when it comes into a state."""
        match state:
            case State.PROVED:
                return None
            case State.LOST:
                return now + HELD_WHEN_LOST
        return self.created_at + HELD

    def wire(self) -> dict[str, Any]:
        record = self.record
        return {
            "id": self.id,
            "domain": self.name,
            "state": str(self.state),
            "since": to_wire(self.since),
            "records": [{"type": record.type, "host": record.host, "value": record.value}],
            "created_at": to_wire(self.created_at),
        }


def fate(domain: Domain, seen: Seen | None) -> State:
    """What becomes of a domain by what was seen. A moment's trouble takes no proof away."""
    ours = seen is not None and seen.selector == domain.selector
    if seen is not None and ours and seen.sends and seen.status == "SUCCESS":
        return State.PROVED
    if seen is not None and ours and seen.status == "TEMPORARY_FAILURE":
        return domain.state
    if domain.was_proved:
        return State.LOST
    if seen is not None and ours and seen.status == "FAILED":
        return State.FAILED
    return State.WAITING


def name_of(text: str) -> str:
    """A domain as the DNS writes it; Invalid where it is none that anybody could have."""
    try:
        name = idna.encode(text.strip().rstrip(".").lower(), uts46=True).decode()
    except idna.IDNAError as error:
        raise _wrong("This is not a domain.", "domain") from error
    labels = name.split(".")
    if len(name) > LONGEST or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise _wrong("This is not a domain.", "domain")
    if len(labels) == 1 or name in SUFFIXES or labels[-1] in _RESERVED:
        raise _wrong("Others register their names under this one.", "public_suffix")
    if name in PUBLIC:
        raise _wrong("Everybody may have an address there.", "public_mail")
    return name


def ensure_not_ours(name: str, ours: Iterable[str]) -> None:
    """Neither the desk's own domains nor what stands above or below them."""
    for own in filter(None, ours):
        if name == own or name.endswith(f".{own}") or own.endswith(f".{name}"):
            raise _wrong("This domain is the desk's own.", "ours")


def domain_of(address: str) -> str:
    """Of a mail address, as it would be claimed; empty where it is none."""
    local, _, name = address.partition("@")
    try:
        return name_of(name) if local else ""
    except Invalid:
        return ""


def _wrong(detail: str, rule: str) -> Invalid:
    return Invalid(detail, pointer="/domain", rule=rule)
