from contextlib import suppress
from datetime import datetime

from pynamodb.exceptions import DeleteError

from chalicelib.connections.items import GoneItem, SocketItem
from chalicelib.connections.model import LIFE, SILENT_AFTER, Presence, Socket
from chalicelib.core.caller import Caller
from chalicelib.core.clock import Clock, from_ms, to_ms
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Key
from chalicelib.table.pages import query
from chalicelib.table.writes import ConditionFailed, change, setting
from chalicelib.vault.seal import Place, Vault

# More sockets than this of one merchant's agents, or of one customer, are not pushed to.
MOST = 1_000
MOST_AVAILABLE = 5_000


class ConnectionStore:
    def __init__(self, *, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    @staticmethod
    def _key(desk: Desk, caller: Caller, connection: str) -> Key:
        if caller.is_visitor:
            return keys.customer_socket(desk, caller.id, connection)
        return keys.person_socket(desk, caller.id, connection)

    @staticmethod
    def _key_of(desk: Desk, socket: Socket) -> Key:
        if socket.is_visitor:
            return keys.customer_socket(desk, socket.customer, socket.connection)
        return keys.person_socket(desk, socket.person, socket.connection)

    def put(self, desk: Desk, connection: str, *, name: str, expires: datetime) -> None:
        key = self._key(desk, desk.caller, connection)
        sealed = self._vault.seal(Place(desk.merchant, key, "name"), name) if name else None
        # Until hello says so, nobody is given anything.
        values = {"presence": str(Presence.AWAY), "seen": to_ms(self._clock())}
        SocketItem.at(key, name=sealed, expires=expires, **values).save()

    def seen_at(self, desk: Desk, connection: str) -> datetime | None:
        item = SocketItem.find(self._key(desk, desk.caller, connection))
        return _seen(item) if item else None

    def mark_seen(self, desk: Desk, connection: str, at: datetime) -> None:
        item = SocketItem.at(self._key(desk, desk.caller, connection))
        with suppress(ConditionFailed):
            change(item, [SocketItem.seen.set(to_ms(at))])

    def set_presence(self, desk: Desk, connection: str, presence: Presence) -> bool:
        """And since when, where it changes; False where the socket is gone."""
        item = SocketItem.at(self._key(desk, desk.caller, connection))
        said = SocketItem.presence.set(str(presence))
        now = SocketItem.presence_at.set(to_ms(self._clock()))
        with suppress(ConditionFailed):
            change(item, [said, now], SocketItem.presence != str(presence))
            return True
        return self.set(desk, connection, presence=str(presence))

    def set(self, desk: Desk, connection: str, **values: str) -> bool:
        """Change what a row says; False where the socket is gone."""
        item = SocketItem.at(self._key(desk, desk.caller, connection))
        try:
            change(item, setting(SocketItem, values))
        except ConditionFailed:
            return False
        return True

    def delete(self, desk: Desk, socket: Socket) -> None:
        SocketItem.at(self._key_of(desk, socket)).delete()

    def mark_gone(self, desk: Desk, person: str, at: datetime) -> None:
        item = GoneItem.at(keys.person_gone(desk, person), gone_at=to_ms(at), expires=at + LIFE)
        item.save()

    def gone_at(self, desk: Desk, person: str) -> datetime | None:
        """When a socket of the person's last ended."""
        item = GoneItem.find(keys.person_gone(desk, person), consistent=True)
        return from_ms(item.gone_at) if item else None

    def forget(self, desk: Desk, socket: Socket, *, opened_before: datetime) -> bool:
        """Delete the row unless the socket is too young; whether it went."""
        with suppress(DeleteError):
            key = self._key_of(desk, socket)
            SocketItem.at(key).delete(SocketItem.expires <= opened_before + LIFE)
            return True
        return False

    def of_customer(self, desk: Desk, customer: str) -> list[Socket]:
        probe = keys.customer_socket(desk, customer, "X")
        return [
            Socket(
                keys.last_of(item.sk),
                customer=customer,
                merchant=keys.merchant_of(item.pk) or "",
            )
            for item in self._live(probe.pk, keys.prefix(probe))
        ]

    def agents(self, desk: Desk, person: str = "") -> list[Socket]:
        """Sockets of all agents; or of one person, as they are now: none may be left open."""
        probe = keys.person_socket(desk, person or "X", "X")
        prefix = keys.prefix(probe) if person else keys.SOCKET_PREFIX
        return [self._agent(desk, item) for item in self._live(probe.pk, prefix, now=bool(person))]

    def available(self, desk: Desk, *, most: int) -> frozenset[str]:
        """Page by page, so that a merchant with thousands of agents has all of them."""
        pk, after = keys.person_socket(desk, "X", "X").pk, None
        found: frozenset[str] = frozenset()
        for _ in range(0, most, MOST):
            raw, after = query(
                SocketItem, pk, prefix=keys.SOCKET_PREFIX, limit=min(most, MOST), after=after
            )
            items = [SocketItem.from_raw_data(item) for item in raw]
            there = [each for each in items if self._presence(each) is Presence.AVAILABLE]
            found |= {keys.person_of_socket(item.sk) for item in there}
            if after is None:
                break
        return found

    def away_since(self, desk: Desk, person: str) -> datetime | None:
        """When the last of the person's sockets was said to be away; None where it began so."""
        probe = keys.person_socket(desk, person, "X")
        items = self._live(probe.pk, keys.prefix(probe), now=True)
        said = [item.presence_at for item in items if item.presence_at]
        return from_ms(max(said)) if said else None

    def last_seen(self, desk: Desk, person: str) -> datetime | None:
        probe = keys.person_socket(desk, person, "X")
        return max(map(_seen, self._live(probe.pk, keys.prefix(probe), now=True)), default=None)

    def _presence(self, item: SocketItem) -> Presence:
        now = self._clock()
        if item.expires <= now or now - _seen(item) > SILENT_AFTER:
            return Presence.OFFLINE
        return Presence(item.presence or Presence.AVAILABLE)

    def _live(self, pk: str, prefix: str, *, now: bool = False) -> list[SocketItem]:
        """Rows past their time count for nothing, whenever TTL gets to them."""
        raw, _ = query(SocketItem, pk, prefix=prefix, limit=MOST, consistent=now)
        items = map(SocketItem.from_raw_data, raw)
        return [item for item in items if item.expires > self._clock()]

    def _agent(self, desk: Desk, item: SocketItem) -> Socket:
        place = Place(desk.merchant, item.key, "name")
        return Socket(
            keys.last_of(item.sk),
            person=keys.person_of_socket(item.sk),
            name=self._vault.open(place, item.name) if item.name else "",
            presence=self._presence(item),
            watching=item.watching or "",
            merchant=keys.merchant_of(item.pk) or "",
        )


def _seen(item: SocketItem) -> datetime:
    """A row without a mark was written when its socket opened."""
    return from_ms(item.seen) if item.seen else item.expires - LIFE
