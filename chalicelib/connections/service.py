"""Open and closed sockets, presence, and who watches what."""

from datetime import datetime, timedelta

from chalicelib.connections.model import (
    GRACE_SECONDS,
    HANDSHAKE,
    LIFE,
    MARKED_EVERY,
    SILENT_AFTER,
    Colleague,
    Presence,
    Socket,
    colleagues,
)
from chalicelib.connections.store import MOST_AVAILABLE, ConnectionStore
from chalicelib.core.clock import Clock
from chalicelib.table.desk import Desk


class ConnectionsService:
    def __init__(self, *, clock: Clock, store: ConnectionStore) -> None:
        self._clock = clock
        self._store = store

    def opened(self, desk: Desk, *, connection: str, name: str) -> None:
        """Nothing is pushed to it any more once the session behind it has ended."""
        longest = self._clock() + LIFE
        ends_at = desk.caller.ends_at or longest
        self._store.put(desk, connection, name=name, expires=min(longest, ends_at))

    @staticmethod
    def own(desk: Desk, *, connection: str) -> Socket:
        """The caller's own socket, as the gateway itself names it."""
        who, merchant = desk.caller.id, desk.merchant
        if desk.caller.is_visitor:
            return Socket(connection, customer=who, merchant=merchant)
        return Socket(connection, person=who, merchant=merchant)

    def closed(self, desk: Desk, *, connection: str) -> None:
        socket = self.own(desk, connection=connection)
        self._store.delete(desk, socket)
        if socket.person:
            self._store.mark_gone(desk, socket.person, self._clock())

    def ended(self, desk: Desk, *, socket: Socket) -> None:
        """The desk has closed it."""
        self._store.delete(desk, socket)

    def dropped(self, desk: Desk, *, socket: Socket) -> bool:
        """A push found it gone; False for one that has only begun to open."""
        now = self._clock()
        gone = self._store.forget(desk, socket, opened_before=now - HANDSHAKE)
        if gone and socket.person:
            self._store.mark_gone(desk, socket.person, now)
        return gone

    def present(self, desk: Desk, *, connection: str, presence: Presence) -> bool:
        """False where the socket's row is gone."""
        return self._store.set_presence(desk, connection, presence)

    def seen(self, desk: Desk, *, connection: str) -> bool:
        """An agent's ping. True where the socket was already counted as gone, and is back."""
        row = self._store.seen_at(desk, connection)
        now = self._clock()
        if row is None or now - row < MARKED_EVERY:
            return False
        self._store.mark_seen(desk, connection, now)
        return now - row > SILENT_AFTER

    def watch(self, desk: Desk, *, connection: str, conversation: str) -> None:
        self._store.set(desk, connection, watching=conversation)

    def of_customer(self, desk: Desk, *, customer: str) -> list[Socket]:
        return self._store.of_customer(desk, customer)

    def agents(self, desk: Desk) -> list[Socket]:
        return self._store.agents(desk)

    def of_person(self, desk: Desk, *, person: str) -> list[Socket]:
        return self._store.agents(desk, person)

    def available(self, desk: Desk, *, most: int = MOST_AVAILABLE) -> frozenset[str]:
        """Who takes new work now: ids alone, no name is opened for it."""
        return self._store.available(desk, most=most)

    def colleagues(self, desk: Desk) -> list[Colleague]:
        return colleagues(self._store.agents(desk))

    def last_seen(self, desk: Desk, *, person: str) -> datetime | None:
        """When a socket of theirs last gave a sign, as it is now; None where none is open."""
        return self._store.last_seen(desk, person)

    def is_back_in_a_moment(self, desk: Desk, *, person: str) -> bool:
        """Whether their last socket ended so lately that they may only be loading the page again."""
        gone = self._store.gone_at(desk, person)
        return gone is not None and self._clock() - gone < timedelta(seconds=GRACE_SECONDS)

    def away_since(self, desk: Desk, *, person: str) -> datetime | None:
        """Of somebody who is away: since when; None where they have come so."""
        return self._store.away_since(desk, person)

    def presence_of(self, desk: Desk, *, person: str) -> Presence:
        """As it is now."""
        found = colleagues(self.of_person(desk, person=person))
        return found[0].presence if found else Presence.OFFLINE
