from datetime import datetime

from pynamodb.expressions.condition import Condition

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.senders.items import DomainClaimItem, DomainsHeldItem, SendingDomainItem
from chalicelib.senders.model import MOST, Claim, Domain, State
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import every


class SenderStore:
    def all(self, desk: Desk) -> list[Domain]:
        raw = every(SendingDomainItem, keys.sending_domain(desk, "0"))
        return [_domain(SendingDomainItem.from_raw_data(item)) for item in raw]

    def find(self, desk: Desk, domain: str) -> Domain | None:
        item = SendingDomainItem.find(keys.sending_domain(desk, domain), consistent=True)
        return _domain(item) if item else None

    def claim(self, name: str) -> Claim | None:
        """Who holds a name. Needs the front keys."""
        item = DomainClaimItem.find(keys.domain_claim(name), consistent=True)
        if item is None:
            return None
        free_at = from_wire(item.free_at) if item.free_at else None
        return Claim(item.merchant, item.domain, free_at)

    def creating(
        self, desk: Desk, domain: Domain, held: Claim | None, now: datetime
    ) -> list[writes.Operation]:
        """Fails by its label `claim` where somebody holds it, by `limit` where there is no room.

        Of `held`, what was free is taken over.
        """
        free_at = domain.free_at(domain.state, now)
        lying = {"merchant": desk.merchant, "domain": domain.id, "free_at": _moment(free_at)}
        place = keys.domain_claim(domain.name)
        claim: writes.Operation = writes.Put(DomainClaimItem.at(place, **lying), label="claim")
        if held is not None:
            still_free = DomainClaimItem.free_at <= to_wire(now)
            actions = writes.setting(DomainClaimItem, lying)
            claim = writes.Change(DomainClaimItem.at(place), actions, still_free, label="claim")
        item = SendingDomainItem.at(keys.sending_domain(desk, domain.id), **_lying(domain))
        count = DomainsHeldItem.held
        room = count.does_not_exist() | (count < MOST)
        return [claim, writes.Put(item, label="domain"), _counted(desk, 1, room)]

    def changing(
        self, desk: Desk, domain: Domain, version: int, now: datetime
    ) -> list[writes.Operation]:
        """As it is now; fails where its claim is not its own any more, or somebody changed it."""
        free_at = _moment(domain.free_at(domain.state, now))
        claim = DomainClaimItem.at(keys.domain_claim(domain.name))
        own = DomainClaimItem.domain == domain.id
        held = writes.setting(DomainClaimItem, {"free_at": free_at})
        return [
            writes.Change(claim, held, own, label="claim"),
            self.noting(desk, domain, version),
        ]

    def noting(self, desk: Desk, domain: Domain, version: int) -> writes.Operation:
        """Of one whose name somebody else holds by now."""
        place = keys.sending_domain(desk, domain.id)
        actions = writes.setting(SendingDomainItem, _lying(domain))
        unmoved = SendingDomainItem.version == version
        return writes.Change(SendingDomainItem.at(place), actions, unmoved, label="domain")

    def removing(self, desk: Desk, domain: Domain, *, owned: bool) -> list[writes.Operation]:
        claim = DomainClaimItem.at(keys.domain_claim(domain.name))
        item = SendingDomainItem.at(keys.sending_domain(desk, domain.id))
        gone = writes.Remove(item, label="domain")
        if not owned:
            return [gone, _counted(desk, -1)]
        own = DomainClaimItem.domain == domain.id
        return [writes.Remove(claim, own, label="claim"), gone, _counted(desk, -1)]


def _counted(desk: Desk, by: int, room: Condition | None = None) -> writes.Operation:
    item = DomainsHeldItem.at(keys.sending_domains_held(desk))
    return writes.Upsert(item, [DomainsHeldItem.held.add(by)], room, label="limit")


def _moment(at: datetime | None) -> str | None:
    return to_wire(at) if at else None


def _lying(domain: Domain) -> dict[str, str | int]:
    return {
        "name": domain.name,
        "state": str(domain.state),
        "since": to_wire(domain.since),
        "selector": domain.selector,
        "public_key": domain.public_key,
        "created_at": to_wire(domain.created_at),
        "version": domain.version,
    }


def _domain(item: SendingDomainItem) -> Domain:
    return Domain(
        id=keys.last_of(item.sk),
        name=item.name,
        state=State(item.state),
        since=from_wire(item.since),
        selector=item.selector,
        public_key=item.public_key,
        created_at=from_wire(item.created_at),
        version=int(item.version),
    )
