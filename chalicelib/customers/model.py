"""A customer: one person who writes in, known by the visitor token their browser holds."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.ids import ConversationId, CustomerId
from chalicelib.core.values import Value

TOKEN_LIFE = timedelta(hours=1)
RENEWABLE_FOR = timedelta(days=30)
GRANT_LIFE = timedelta(minutes=10)
# How long the table of keys can be recovered, and with it a destroyed key: see infra/data.yaml.
RECOVERABLE_FOR = timedelta(days=1)


class Customer(Value, frozen=True):
    """Somebody who writes to a merchant, as the merchant knows them."""

    id: CustomerId
    name: str
    email: str
    locale: str
    created_at: datetime
    version: int
    current: ConversationId | None
    erased_at: datetime | None = None
    origin: str = ""  # of the page that they came by; a merchant's own

    def wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "email": self.email,
            "locale": self.locale,
            "created_at": to_wire(self.created_at),
            "version": self.version,
            "erased_at": to_wire(self.erased_at) if self.erased_at else None,
        }


def grant_claims(widget_key: str, origin: str, now: datetime) -> dict[str, Any]:
    """A grant says that a page of an allowed origin asked for the widget just now."""
    return {"t": "grant", "k": widget_key, "o": origin, "x": int((now + GRANT_LIFE).timestamp())}


def grant_stands(claims: dict[str, Any] | None, widget_key: str, now: datetime) -> bool:
    return (
        claims is not None
        and claims.get("t") == "grant"
        and claims.get("k") == widget_key
        and now.timestamp() < claims.get("x", 0)
    )


def token_claims(merchant: str, customer: str, now: datetime) -> dict[str, Any]:
    return {
        "t": "visitor",
        "m": merchant,
        "c": customer,
        "x": int((now + TOKEN_LIFE).timestamp()),
        "r": int((now + RENEWABLE_FOR).timestamp()),
    }


def bearer_of(claims: dict[str, Any] | None, now: datetime, *, until: str = "x") -> str | None:
    """The customer a token speaks for; `until` is x for use and r for renewal."""
    if claims is None or claims.get("t") != "visitor" or now.timestamp() >= claims.get(until, 0):
        return None
    customer: str = claims["c"]
    return customer
