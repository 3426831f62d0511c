"""Single-use links that go out by mail, and the letters that carry them."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum

from chalicelib.core.values import Value

KEPT_AFTER_EXPIRY = timedelta(days=7)  # so that a late click learns that it comes too late
OUTBOX_KEPT = timedelta(days=7)
# For so long whoever used a link may ask again: the first answer may have been lost on its way.
REPEATABLE_FOR = timedelta(minutes=15)


class Purpose(StrEnum):
    SIGN_UP = "sign_up"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a name
    TICKET = "ticket"
    TRANSCRIPT = "transcript"
    REPLY = "reply"
    FORM = "form"
    INBOX = "inbox"


LIFE = {
    Purpose.SIGN_UP: timedelta(hours=1),
    Purpose.INVITATION: timedelta(hours=72),
    Purpose.PASSWORD_RESET: timedelta(hours=1),
    Purpose.TICKET: timedelta(days=30),
}
_PAGES = {
    Purpose.SIGN_UP: "console/#/confirm",
    Purpose.INVITATION: "console/#/invite",
    Purpose.PASSWORD_RESET: "console/#/reset",
    Purpose.TICKET: "portal/#/ticket",
}


class Letter(Value, frozen=True):
    """An outbox item, opened. Its token becomes the link's when it goes out."""

    owner: str
    purpose: Purpose
    token: str
    facts: dict[str, str]


class Origin(Value, frozen=True):
    """What a letter of an inbox is about, and the name that it has from us: reports tell of it by that."""

    inbox: str
    conversation: str
    seq: int
    name: str


class Composed(Value, frozen=True):
    """To whom a letter goes, and what its link will stand for: None where it has no link.

    `text`: if not the purpose's own. `words`: what the letter encloses. `page`: where it leads
    where it has no link of its own. `raw`: the whole mail, where `sender` has written it already;
    `spare`: the same under `home`, an address of ours, where `sender` is none. `origin`: where what
    is reported of it belongs.
    """

    to: str
    locale: str
    link: dict[str, str] | None
    name: str = ""
    text: str = ""
    number: int = 0
    words: str = ""
    page: str = ""
    sender: str = ""
    raw: bytes = b""
    home: str = ""
    spare: bytes = b""
    origin: Origin | None = None


class Link(Value, frozen=True):
    """A link that can still be used. `owner` is the platform, or the merchant that wrote.

    `used`: by the very one who asks, a short while ago.
    """

    digest: str
    owner: str
    purpose: Purpose
    sealed: bytes
    used: bool = False


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(origin: str, purpose: Purpose, token: str) -> str:
    """The token stands behind the #, which no browser sends to any server."""
    return f"{origin}/{_PAGES[purpose]}?token={token}"
