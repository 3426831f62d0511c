"""What stands for a caller: a session, an API key, a socket ticket."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.ids import MerchantId, PersonId
from chalicelib.core.values import Value
from chalicelib.merchants.model import Merchant
from chalicelib.people.model import Person

COOKIE = "__Host-desk"
IDLE = timedelta(hours=8)
LONGEST = timedelta(hours=24)
TOUCH_AFTER = timedelta(minutes=10)
TICKET_SECONDS = 60
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


class Session(Value, frozen=True):
    """One sign-in at one merchant. `epoch` is the person's at that moment; a later one ends it."""

    digest: str
    person: PersonId
    merchant: MerchantId
    epoch: int
    seen_at: datetime
    ends_at: datetime

    def stands(self, now: datetime) -> bool:
        return now < min(self.seen_at + IDLE, self.ends_at)


class Entry(Value, frozen=True):
    """Another merchant that the person serves."""

    merchant: Merchant
    role: str

    def wire(self) -> dict[str, str]:
        return {
            "merchant": self.merchant.id,
            "merchant_name": self.merchant.name,
            "role": self.role,
        }


class Standing(Value, frozen=True):
    """Who is signed in, where, and where else they could be. An API key is no person."""

    person: Person | None
    merchant: Merchant
    role: str
    memberships: tuple[Entry, ...]

    def wire(self) -> dict[str, Any]:
        return {
            "person": self.person.wire() if self.person else None,
            "merchant": self.merchant.wire(),
            "role": self.role,
            "memberships": [entry.wire() for entry in self.memberships],
        }


class Entered(Value, frozen=True):
    """Where a mailed link led. `token` is a new person's session; others sign in themselves."""

    merchant: Merchant
    token: str | None

    def wire(self) -> dict[str, Any]:
        return {"merchant": self.merchant.wire(), "signed_in": self.token is not None}


def new_token() -> str:
    """256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def digest_of(secret: str) -> str:
    """Of whatever text was sent: what is no token is simply not found."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def cookie(token: str) -> str:
    return f"{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict"


def no_cookie() -> str:
    return f"{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"


def token_of(cookies: str) -> str | None:
    """Our cookie's value in a Cookie header; None where it stands there more than once."""
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    found = [value for name, _, value in pairs if name == COOKIE]
    return found[0] if len(found) == 1 else None
