"""Lists of customers, newest first: all of them, and those whom an index sets apart."""

from collections.abc import Mapping

from chalicelib.audit.log import Audit
from chalicelib.core.errors import Invalid
from chalicelib.customers.identities import Identity, Kind
from chalicelib.customers.model import Customer, Tier
from chalicelib.customers.registry import Registry
from chalicelib.customers.store import CustomerStore, Listing
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.pages import Cursors, Page, Position

_TIERS = [str(tier) for tier in Tier if tier is not Tier.NONE]


class Lists:
    def __init__(
        self, *, store: CustomerStore, registry: Registry, cursors: Cursors, audit: Audit
    ) -> None:
        self._store = store
        self._registry = registry
        self._cursors = cursors
        self._audit = audit

    def page(
        self, desk: Desk, *, narrowed: Mapping[str, str], cursor: str | None, limit: int
    ) -> Page[Customer]:
        """`narrowed` by one of NARROWED_BY at most: there is an index for each, and for no two."""
        if len(narrowed) > 1:
            last = [*narrowed][-1]
            raise Invalid("One of them at a time.", pointer=f"/query/{last}", rule="either")
        listing = self._listing(desk, narrowed)

        def ask(after: Position | None) -> tuple[list[Customer], Position | None]:
            ids, last = self._store.rows(listing, after=after, limit=limit)
            return self._store.some(desk, ids), last

        return self._cursors.page(desk.merchant, listing.pk, cursor, ask)

    def _listing(self, desk: Desk, narrowed: Mapping[str, str]) -> Listing:
        match dict(narrowed):
            case {"blocked": asked}:
                _ensure_one_of(["true"], "blocked", asked)
                return Listing("held", keys.customers_blocked(desk))
            case {"tier": tier}:
                _ensure_one_of(_TIERS, "tier", tier)
                return Listing("by_status", keys.customers_of_tier(desk, tier))
            case {"email": value}:
                return self._known_by(desk, Kind.EMAIL, value)
            case {"phone": value}:
                return self._known_by(desk, Kind.PHONE, value)
        return Listing("recent", keys.customers_recent(desk))

    def _known_by(self, desk: Desk, kind: Kind, value: str) -> Listing:
        """To look for somebody is to ask whether they are there: it leaves an audit entry."""
        try:
            digest = self._registry.digest(desk, Identity(kind, "", value))
        except Invalid as error:
            raise Invalid(error.detail, pointer=f"/query/{kind}", rule=str(kind)) from error
        by = {"by": str(kind)}
        self._audit.write(desk, action="customer.looked_up", on=desk.merchant, detail=by)
        return Listing("recent", keys.customers_known_by(desk, digest))


def _ensure_one_of(choices: list[str], name: str, given: str) -> None:
    if given not in choices:
        raise Invalid(f"One of: {', '.join(choices)}.", pointer=f"/query/{name}", rule="enum")
