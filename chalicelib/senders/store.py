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
        return Claim(item.merchant, item.domain, _read(item.free_at), _read(item.spent))

    def creating(
        self, desk: Desk, domain: Domain, held: Claim | None, now: datetime
    ) -> list[writes.Operation]:
        """Fails by its label `claim` where somebody holds it, by `limit` where there is no room.

        Of `held`, what was free is taken over.
        """
        free_at = domain.free_at(domain.state, now)
        if held is not None:
            free_at = held.again(desk.merchant, free_at)
        lying = {"merchant": desk.merchant, "domain": domain.id, "free_at": _moment(free_at)}
        place = keys.domain_claim(domain.name)
        claim: writes.Operation = writes.Put(DomainClaimItem.at(place, **lying), label="claim")
        if held is not None:
            still_free = DomainClaimItem.free_at <= to_wire(now)
            actions = writes.setting(DomainClaimItem, {**lying, "spent": None})
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

    def removing(self, desk: Desk, domain: Domain) -> list[writes.Operation]:
        """Of one whose claim is somebody else's by now, or is given up beside it."""
        item = SendingDomainItem.at(keys.sending_domain(desk, domain.id))
        return [writes.Remove(item, label="domain"), _counted(desk, -1)]

    def giving_up(self, domain: Domain) -> writes.Operation:
        own = DomainClaimItem.domain == domain.id
        return writes.Remove(DomainClaimItem.at(keys.domain_claim(domain.name)), own, label="claim")

    def giving_back(self, domain: Domain, claim: Claim, now: datetime) -> writes.Operation:
        """Free for everybody; of one that was never proved it is remembered how long it was to be held."""
        if domain.was_proved:
            return self.giving_up(domain)
        lying = {"free_at": to_wire(now), "spent": _moment(claim.free_at)}
        item = DomainClaimItem.at(keys.domain_claim(domain.name))
        actions = writes.setting(DomainClaimItem, lying)
        return writes.Change(item, actions, DomainClaimItem.domain == domain.id, label="claim")


def _counted(desk: Desk, by: int, room: Condition | None = None) -> writes.Operation:
    item = DomainsHeldItem.at(keys.sending_domains_held(desk))
    return writes.Upsert(item, [DomainsHeldItem.held.add(by)], room, label="limit")


def _read(lying: str | None) -> datetime | None:
    return from_wire(lying) if lying else None


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
