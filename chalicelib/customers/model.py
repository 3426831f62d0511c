"""A customer: one person who writes in, known by the visitor token their browser holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chalicelib.core.clock import to_wire
from chalicelib.core.errors import Forbidden
from chalicelib.core.ids import ConversationId, CustomerId
from chalicelib.core.values import Value, field

TOKEN_LIFE = timedelta(hours=1)
RENEWABLE_FOR = timedelta(days=30)
GRANT_LIFE = timedelta(minutes=10)
# How long the table of keys can be recovered, and with it a destroyed key: see infra/data.yaml.
RECOVERABLE_FOR = timedelta(days=1)

MOST_MERGED = 20
NARROWED_BY = ("email", "phone", "blocked", "tier")  # what a list of customers can be asked for by


class Tier(StrEnum):
    NONE = "none"
    SILVER = "silver"
    GOLD = "gold"
    VIP = "vip"


class Customer(Value, frozen=True):
    """Somebody who writes to a merchant, as the merchant knows them.

    `merged_into` is the record that this one is a part of by now; `merged` those that are of this one.
    """

    id: CustomerId
    name: str
    email: str
    locale: str
    created_at: datetime
    version: int
    current: ConversationId | None
    erased_at: datetime | None = None
    origin: str = ""  # of the page that they came by; a merchant's own
    phone: str = ""
    company: str = ""
    tier: Tier = Tier.NONE
    attributes: Mapping[str, str] = field(default_factory=dict)
    blocked_at: datetime | None = None
    blocked_reason: str = ""
    merged_into: str = ""
    merged: tuple[str, ...] = ()

    @property
    def listed(self) -> bool:
        return not (self.merged_into or self.erased_at)

    def row(self) -> dict[str, Any]:
        """As lists show it: how to reach somebody stands in their record, whose opening is told."""
        return {
            "id": self.id,
            "name": self.name,
            "company": self.company,
            "tier": str(self.tier),
            "locale": self.locale,
            "created_at": to_wire(self.created_at),
            "blocked_at": _time(self.blocked_at),
            "merged_into": self.merged_into or None,
            "erased_at": _time(self.erased_at),
        }

    def wire(self) -> dict[str, Any]:
        given = [{"name": name, "value": value} for name, value in self.attributes.items()]
        return {
            **self.row(),
            "email": self.email,
            "phone": self.phone,
            "attributes": given,
            "blocked_reason": self.blocked_reason,
            "merged": list(self.merged),
            "version": self.version,
        }


def _time(moment: datetime | None) -> str | None:
    return to_wire(moment) if moment else None


def ensure_not_blocked(customer: Customer) -> None:
    if customer.blocked_at:
        raise blocked()


def blocked() -> Forbidden:
    return Forbidden("You cannot write here any more.", rule="blocked")


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
