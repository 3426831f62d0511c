"""From the stream of the table `desk` to open sockets.

A batch asks once for the sockets of each merchant's agents and of each customer, and is told to each
of them in one push: API Gateway counts pushes, and a few frames cost as much as one. Pushes may repeat
(the stream delivers at least once): every message carries its seq, every state its version.

Each kind of item has its reader, which says who is told what; a room that wants something pushed
adds one where the house is wired, and its kind to the filter in functions/fan_out/function.yaml.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from chalicelib.connections.model import Presence, Socket
from chalicelib.connections.service import ConnectionsService
from chalicelib.core.caller import system
from chalicelib.core.ids import MerchantId
from chalicelib.core.observe import failing
from chalicelib.live.deliveries import Delivery, Post, Reader, Record
from chalicelib.live.push import Push
from chalicelib.table import keys
from chalicelib.table.desk import Desk


class FanOut:
    """`readers` make one reader each of a batch of stream records."""

    def __init__(
        self,
        *,
        readers: Sequence[Callable[[Sequence[Record]], Reader]],
        connections: ConnectionsService,
        push: Push,
        missed: Callable[[Desk, str], None],
    ) -> None:
        """`missed` is told who is waited for, and is not there."""
        self._readers = readers
        self._connections = connections
        self._push = push
        self._missed = missed

    def deliver(self, records: Sequence[Record]) -> list[Record]:
        """One invocation's worth of records; what is to come again, unread or unsent, comes back."""
        readers = [reader(records) for reader in self._readers]
        batch = Batch(readers, self._connections, self._push, self._missed)
        failed: list[Record] = []
        for merchant, own in _by_merchant(records).items():
            desk = Desk(MerchantId(merchant), system("fan_out"))
            with desk.open():
                failed += failing(own, partial(batch.read, desk))
                unsent = failing(batch.taken(), partial(batch.send, desk))
            failed += [post.first for post in unsent]
        return failed


def _by_merchant(records: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        merchant = keys.merchant_of(record["dynamodb"]["Keys"]["pk"]["S"])
        if merchant is not None:
            found.setdefault(merchant, []).append(record)
    return found


class Batch:
    def __init__(
        self,
        readers: Iterable[Reader],
        connections: ConnectionsService,
        push: Push,
        missed: Callable[[Desk, str], None],
    ) -> None:
        self._readers = {kind: reader for reader in readers for kind in reader.kinds}
        self._connections = connections
        self._push = push
        self._missed = missed
        self._told: set[tuple[str, str]] = set()
        self._agents: dict[str, list[Socket]] = {}
        self._customers: dict[str, list[Socket]] = {}
        self._posts: dict[str, Post] = {}

    def taken(self) -> list[Post]:
        """What is to be sent of all that was read so far."""
        posts, self._posts = list(self._posts.values()), {}
        return posts

    def send(self, desk: Desk, post: Post) -> None:
        self._push.send(desk, post.socket, post.frames)

    def read(self, desk: Desk, record: Record) -> None:
        image = record["dynamodb"].get("NewImage")
        reader = self._readers.get(image["kind"]["S"]) if image else None
        if reader is None:
            return
        for delivery in reader.read(desk, record):
            if delivery.holder:
                self._look_for(desk, delivery.holder)
            for socket in self._audience(desk, delivery):
                if frames := delivery.frames(socket):
                    to = Post(socket, first=record)
                    self._posts.setdefault(socket.connection, to).frames.extend(frames)

    def _look_for(self, desk: Desk, holder: str) -> None:
        """A customer asks somebody who is not there: once in a batch is enough to say so."""
        who = (desk.merchant, holder)
        agents = self._all_agents(desk)
        there = any(s.person == holder and s.presence is Presence.AVAILABLE for s in agents)
        if not there and who not in self._told:
            self._told.add(who)
            self._missed(desk, holder)

    def _audience(self, desk: Desk, delivery: Delivery) -> list[Socket]:
        agents = [socket for socket in self._all_agents(desk) if delivery.agents(socket)]
        return [*self._customer(desk, delivery.customer), *agents]

    def _all_agents(self, desk: Desk) -> list[Socket]:
        if desk.merchant not in self._agents:
            self._agents[desk.merchant] = self._connections.agents(desk)
        return self._agents[desk.merchant]

    def _customer(self, desk: Desk, customer: str) -> list[Socket]:
        if not customer:
            return []
        if customer not in self._customers:
            found = self._connections.of_customer(desk, customer=customer)
            self._customers[customer] = found
        return self._customers[customer]
