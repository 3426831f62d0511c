"""From the stream of the table `desk` to open sockets.

A batch asks once for the sockets of each merchant's agents and of each customer. Pushes may repeat
(the stream delivers at least once): every message carries its seq, every state its version.

Each kind of item has its reader, which says who is told what; a room that wants something pushed
adds one where the house is wired, and its kind to the filter in functions/fan_out/function.yaml.
"""

from collections.abc import Callable, Iterable, Sequence

from chalicelib.connections.model import Presence, Socket
from chalicelib.connections.service import ConnectionsService
from chalicelib.core.caller import system
from chalicelib.core.ids import MerchantId
from chalicelib.live.deliveries import Delivery, Reader, Record
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

    def batch(self, records: Sequence[Record]) -> "Batch":
        """One invocation's worth of records."""
        readers = [reader(records) for reader in self._readers]
        return Batch(readers, self._connections, self._push, self._missed)


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

    def deliver(self, record: Record) -> None:
        image = record["dynamodb"].get("NewImage")
        merchant = keys.merchant_of(record["dynamodb"]["Keys"]["pk"]["S"])
        reader = self._readers.get(image["kind"]["S"]) if image else None
        if merchant is None or reader is None:
            return
        desk = Desk(merchant=MerchantId(merchant), caller=system("fan_out"))
        with desk.open():
            for delivery in reader.read(desk, record):
                if delivery.holder:
                    self._look_for(desk, delivery.holder)
                for socket in self._audience(desk, delivery):
                    if frames := delivery.frames(socket):
                        self._push.send(desk, socket, frames)

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
