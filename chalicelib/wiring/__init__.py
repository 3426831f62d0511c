"""The top of the house: every service and store, built once per process and only when needed.

Doors and tests alone import this. Nothing here knows chalice.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import botocore.session  # noqa: F401 - here, not deep in a chain of imports, where Python maps its stack anew

from chalicelib.core.config import Config
from chalicelib.wiring.forming import Forming
from chalicelib.wiring.knowing import Knowing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.bot.service import BotService
    from chalicelib.due.model import Entry
    from chalicelib.live.backpressure import Backpressure
    from chalicelib.live.cases import Cases
    from chalicelib.live.clocks import Clocks
    from chalicelib.live.deliveries import Record
    from chalicelib.live.dispatch import Dispatch
    from chalicelib.live.fan_out import FanOut
    from chalicelib.live.gate import Gate
    from chalicelib.live.push import Push
    from chalicelib.live.relay import Relay
    from chalicelib.live.talk import Talk
    from chalicelib.table.desk import Desk


class House(Knowing, Forming):
    @cached_property
    def bot(self) -> BotService:
        from chalicelib.bot.bm25 import retrieve
        from chalicelib.bot.service import BotService
        from chalicelib.bot.store import BotStore
        from chalicelib.bot.triage import triage

        return BotService(
            store=BotStore(vault=self.vault),
            merchants=self.merchants,
            conversations=self.conversations,
            knowledge=self.published,
            due=self.due,
            retrieve=retrieve,
            triage=triage,
            audit=self.audit,
            clock=self.clock,
        )

    def bot_face(self, desk: Desk) -> dict[str, Any] | None:
        return self.bot.face(desk)

    def look_after(self, desk: Desk, entry: Entry) -> None:
        self.bot.look_after(desk, entry)

    @cached_property
    def push(self) -> Push:
        from chalicelib.live.push import Push

        return Push(
            client=self._management,
            connections=self.connections,
            left=self._left,
        )

    @cached_property
    def pressure(self) -> Backpressure:
        from chalicelib.live.backpressure import Backpressure

        return Backpressure(clock=self.clock)

    @cached_property
    def dispatch(self) -> Dispatch:
        from chalicelib.live.dispatch import Dispatch

        return Dispatch(
            clock=self.clock,
            conversations=self.conversations,
            connections=self.connections,
            attendance=self.attendance,
            push=self.push,
            ensure_stands=self._ensure_stands,
            pressure=self.pressure,
        )

    @cached_property
    def fan_out(self) -> FanOut:
        from chalicelib.live.fan_out import FanOut

        return FanOut(
            readers=(self._talk, self._cases, self._clocks),
            connections=self.connections,
            push=self.push,
            missed=self._left,
        )

    def _talk(self, records: Sequence[Record]) -> Talk:
        from chalicelib.conversations.changes import Changes
        from chalicelib.live.talk import Talk

        changes = Changes(records, shapes=self._shapes, store=self._conversation_store)
        return Talk(changes, clock=self.clock)

    def _cases(self, _: Sequence[Record]) -> Cases:
        from chalicelib.live.cases import Cases
        from chalicelib.tickets.changes import TicketChanges

        return Cases(TicketChanges(shapes=self.ticket_shapes))

    def _clocks(self, _: Sequence[Record]) -> Clocks:
        from chalicelib.live.clocks import Clocks

        return Clocks()

    @cached_property
    def relay(self) -> Relay:
        from chalicelib.live.relay import Relay

        return Relay(
            client=lambda: self.client("sqs"),
            urls=lambda queue: str(getattr(self.config, f"{queue}_queue_url")),
        )

    @cached_property
    def gate(self) -> Gate:
        from chalicelib.live.gate import Gate

        return Gate(access=self.access, customers=self.customers, origin=self.config.desk_origin)

    def _ensure_stands(self, desk: Desk) -> None:
        """Frames need no access room; $connect alone builds it."""
        self.access.ensure_stands(desk)

    def _left(self, desk: Desk, person: str) -> None:
        self.attendance.left(desk, person=person)

    def close_sockets(self, desk: Desk, person: str) -> None:
        self.push.close_person(desk, person)

    def close_customers_sockets(self, desk: Desk, customer: str) -> None:
        self.push.close_customer(desk, customer)

    def _management(self) -> Any:
        return self.client("apigatewaymanagementapi", endpoint_url=self.config.socket_callback_url)


@cache
def house() -> House:
    """The process's own house, from its environment."""
    return House(Config.read())
