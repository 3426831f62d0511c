from datetime import datetime, timedelta

from chalicelib.access.items import SessionItem, TicketItem
from chalicelib.access.model import IDLE, TICKET_SECONDS, Session
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.ids import MerchantId, PersonId
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk


class AccessStore:
    # --- sessions

    def begin_session(self, session: Session) -> None:
        item = SessionItem.at(
            keys.session(session.digest),
            person=session.person,
            merchant=session.merchant,
            epoch=session.epoch,
            seen_at=to_wire(session.seen_at),
            ends_at=to_wire(session.ends_at),
            expires=_expiry(session.seen_at, session.ends_at),
        )
        writes.create(item)

    def session(self, digest: str) -> Session | None:
        item = SessionItem.find(keys.session(digest), consistent=True)
        if item is None:
            return None
        return Session(
            digest=digest,
            person=PersonId(item.person),
            merchant=MerchantId(item.merchant),
            epoch=int(item.epoch),
            seen_at=from_wire(item.seen_at),
            ends_at=from_wire(item.ends_at),
        )

    def touch(self, session: Session, now: datetime) -> None:
        """Keep a session alive, unless it has gone in the meantime."""
        actions = [
            SessionItem.seen_at.set(to_wire(now)),
            SessionItem.expires.set(_expiry(now, session.ends_at)),
        ]
        try:
            writes.change(SessionItem.at(keys.session(session.digest)), actions)
        except writes.ConditionFailed:
            return

    def end_session(self, digest: str) -> None:
        SessionItem.at(keys.session(digest)).delete()

    # --- tickets

    def issue_ticket(self, desk: Desk, digest: str, now: datetime) -> None:
        until = now + timedelta(seconds=TICKET_SECONDS)
        item = TicketItem.at(
            keys.socket_ticket(digest),
            merchant=desk.merchant,
            caller_kind=desk.caller.kind,
            caller_id=desk.caller.id,
            session=desk.caller.session or None,
            valid_until=to_wire(until),
            expires=until + timedelta(minutes=1),
        )
        writes.create(item)

    def take_ticket(self, digest: str, now: datetime) -> Desk | None:
        """Take a ticket out of the table: of two who try, one gets it."""
        place = keys.socket_ticket(digest)
        connection = TicketItem._get_connection()  # noqa: SLF001 - Model.delete returns no old item
        answer = connection.delete_item(place.pk, range_key=place.sk, return_values="ALL_OLD")
        if "Attributes" not in answer:
            return None
        item = TicketItem.from_raw_data(answer["Attributes"])
        if now >= from_wire(item.valid_until):
            return None
        kind = CallerKind(item.caller_kind)
        caller = Caller(kind=kind, id=item.caller_id, session=item.session or "")
        return Desk(merchant=MerchantId(item.merchant), caller=caller)


def _expiry(seen_at: datetime, ends_at: datetime) -> datetime:
    return min(seen_at + IDLE, ends_at)
