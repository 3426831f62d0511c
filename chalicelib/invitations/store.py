from datetime import datetime

from chalicelib.core.clock import from_wire, to_wire
from chalicelib.invitations.items import InvitationItem
from chalicelib.invitations.model import Invitation
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import query
from chalicelib.vault.seal import Place, Vault


class InvitationStore:
    def __init__(self, *, vault: Vault) -> None:
        self._vault = vault

    def creating(
        self,
        desk: Desk,
        invitation_id: str,
        *,
        email: str,
        role: str,
        at: datetime,
        until: datetime,
    ) -> writes.Operation:
        place = keys.invitation(desk, invitation_id)
        item = InvitationItem.at(
            place,
            email=self._vault.seal(Place(desk.merchant, place, "email"), email),
            role=role,
            invited_by=desk.caller.id,
            created_at=to_wire(at),
            valid_until=to_wire(until),
            expires=until,
        )
        return writes.Put(item, label="invitation")

    def find(self, desk: Desk, invitation_id: str) -> Invitation | None:
        item = InvitationItem.find(keys.invitation(desk, invitation_id), consistent=True)
        return self._invitation(desk, item) if item else None

    def page(
        self, desk: Desk, *, after: dict[str, str] | None, limit: int
    ) -> tuple[list[Invitation], dict[str, str] | None]:
        probe = keys.invitation(desk, "0")
        prefix = keys.prefix(probe)
        raw, last = query(InvitationItem, probe.pk, prefix=prefix, after=after, limit=limit)
        items = map(InvitationItem.from_raw_data, raw)
        return [self._invitation(desk, item) for item in items], last

    def removing(self, desk: Desk, invitation_id: str) -> writes.Operation:
        item = InvitationItem.at(keys.invitation(desk, invitation_id))
        return writes.Remove(item, label="invitation")

    def _invitation(self, desk: Desk, item: InvitationItem) -> Invitation:
        return Invitation(
            id=keys.last_of(item.sk),
            email=self._vault.open(Place(desk.merchant, item.key, "email"), item.email),
            role=item.role,
            created_at=from_wire(item.created_at),
            expires_at=from_wire(item.valid_until),
        )
