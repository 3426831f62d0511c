"""Targets, clocks, and what looks at them when they are due."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.due.model import Kind
from chalicelib.wiring.assigning import Assigning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chalicelib.due.model import Entry, Report
    from chalicelib.due.service import Handler
    from chalicelib.sla.service import SlaService
    from chalicelib.sla.store import SlaStore
    from chalicelib.sla.watch import Watch
    from chalicelib.table.desk import Desk
    from chalicelib.tickets.model import Ticket


class Clockwork(Assigning):
    @cached_property
    def sla(self) -> SlaService:
        from chalicelib.sla.service import SlaService

        return SlaService(
            store=self._sla_store,
            tickets=self.tickets,
            calendars=self.calendars,
            audit=self.audit,
            clock=self.clock,
        )

    @cached_property
    def watch(self) -> Watch:
        from chalicelib.sla.watch import Watch

        return Watch(
            store=self._sla_store,
            tickets=self.tickets,
            conversations=self.conversations,
            calendars=self.calendars,
            due=self.due,
            clock=self.clock,
        )

    def follow_clocks(self, desk: Desk, ticket: Ticket, *, fresh: bool = False) -> None:
        self.watch.follow(desk, ticket, fresh=fresh)

    @cached_property
    def due_handlers(self) -> Mapping[str, Handler]:
        """Who looks at what is due, by its kind; what comes seldom is built when it first does."""
        return {
            Kind.SLA: self.watch.check,
            Kind.CLOSE: self._close,
            Kind.PRESENCE: self.attendance.look,
            Kind.HANDOFF: self.look_after,
            Kind.REPLY: self.reminding.look,
            Kind.FILE: self._forget_file,
            Kind.SEND: self.resume_sending,
            Kind.DOMAIN: self.look_at_domain,
        }

    def _forget_file(self, desk: Desk, entry: Entry) -> None:
        self.attachments.forget(desk, entry)

    def _close(self, desk: Desk, entry: Entry) -> None:
        self.following.close(desk, entry)

    def look_after(self, desk: Desk, entry: Entry) -> None:
        """Who was handed over and still waits; the bot knows, above this."""
        raise NotImplementedError

    def resume_sending(self, desk: Desk, entry: Entry) -> None:
        """What waits to go out by a channel; those stand above this."""
        raise NotImplementedError

    def look_at_domain(self, desk: Desk, entry: Entry) -> None:
        raise NotImplementedError

    def run_due(self, goes_on: Callable[[], bool]) -> Report:
        return self.due.run(self.due_handlers, goes_on=goes_on)

    @cached_property
    def _sla_store(self) -> SlaStore:
        from chalicelib.sla.store import SlaStore

        return SlaStore()
