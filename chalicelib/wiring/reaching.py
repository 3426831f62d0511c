"""The channels: inboxes, what goes out by them, and what is heard of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.core.observe import logger
from chalicelib.wiring.carriage import Carriage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from chalicelib.channels.bounces import Bounces
    from chalicelib.channels.letters import Letters
    from chalicelib.channels.model import Inbound
    from chalicelib.channels.recipients import Recipients
    from chalicelib.channels.sending import Sending
    from chalicelib.channels.service import ChannelsService
    from chalicelib.due.model import Entry
    from chalicelib.inboxes.model import Channel, Inbox
    from chalicelib.inboxes.service import InboxesService
    from chalicelib.table.desk import Desk
    from chalicelib.table.jobs import JobQueue
    from chalicelib.table.writes import Operation


class Reaching(Carriage):
    @cached_property
    def inboxes(self) -> InboxesService:
        from chalicelib.inboxes.service import InboxesService
        from chalicelib.inboxes.store import InboxStore

        return InboxesService(
            store=InboxStore(vault=self.vault),
            audit=self.audit,
            clock=self.clock,
            check=self._check_settings,
            teams=self._teams_there,
            telling=self.tell_of_inbox,
            desk_origin=self.config.desk_origin,
            mail_domain=self.config.mail_domain,
        )

    def _teams_there(self, desk: Desk) -> Collection[str]:
        """Asked for where an inbox is set up, and by no function that sends."""
        return self.teams.ids(desk)

    def tell_of_inbox(self, desk: Desk, inbox: Inbox, why: str) -> Sequence[Operation]:
        """People and mail are loaded when the first inbox is switched off."""
        raise NotImplementedError

    def _check_settings(
        self,
        desk: Desk,
        channel: Channel,
        settings: Mapping[str, Any],
        before: Mapping[str, Any],
    ) -> None:
        from chalicelib.contracts.compiled import check

        check("rest", f"inbox_{channel}", settings)
        if channel == "form":
            from chalicelib.channels.form.fields import ensure_whole

            ensure_whole(settings)
        sender = settings.get("from_address")
        if sender and sender != before.get("from_address"):  # one whose proof is lost may stay
            self.senders.ensure_sender(desk, sender)
        if settings.get("url"):
            self.transport.destination(settings["url"])

    @cached_property
    def _bounces(self) -> Bounces:
        from chalicelib.channels.bounces import Bounces

        return Bounces(
            channels=self.channels,
            conversations=self.conversations,
            identities=self.identities,
            addresses=self.recipients.addresses,
            store=self.channel_store,
        )

    def _receipt(self, desk: Desk, inbox: Inbox, inbound: Inbound) -> None:
        """What hears of receipts is built with the first that comes."""
        self._bounces.told(desk, inbox, inbound)

    @cached_property
    def channels(self) -> ChannelsService:
        from chalicelib.channels.service import ChannelsService

        return ChannelsService(
            inboxes=self.inboxes,
            conversations=self.conversations,
            adapters=self.adapters,
            account=self.account_out,
            carriers=self.carriers,
            store=self.channel_store,
            queue=self._queue("outbound"),
            due=self.due,
            who_tests=self._who_tests,
            address_of=self.recipients.of,
            objects=self.objects,
            clock=self.clock,
        )

    def _who_tests(self, desk: Desk) -> str:
        from chalicelib.core.caller import CallerKind

        if desk.caller.kind is not CallerKind.PERSON:
            return ""
        return self.people.person(desk.caller.id).email

    @cached_property
    def sending(self) -> Sending:
        from chalicelib.channels.health import Health
        from chalicelib.channels.sending import Sending

        return Sending(
            inboxes=self.inboxes,
            conversations=self.conversations,
            adapters=self.adapters,
            account=self.account_out,
            carriers=self.carriers,
            store=self.channel_store,
            address_of=self.recipients.to,
            link=lambda desk, file: str(self.attachments.link(desk, file)["url"]),
            letters=self.letters,
            put_off=self._send_later,
            health=Health(store=self.channel_store, disabled=self._disable, clock=self.clock),
            clock=self.clock,
        )

    @cached_property
    def letters(self) -> Letters:
        from chalicelib.channels.letters import Letters

        return Letters(conversations=self.conversations, content=self.attachments.content)

    @cached_property
    def recipients(self) -> Recipients:
        from chalicelib.channels.recipients import Recipients

        return Recipients(
            conversations=self.conversations,
            identities=self.identities,
            known=self._known,
            allowance=self.allowance,
            mail_domain=self.config.mail_domain,
        )

    def _send_later(self, desk: Desk, conversation: str, at: datetime) -> Operation:
        from chalicelib.due.model import Kind

        return self.due.put(desk, kind=Kind.SEND, subject=conversation, at=at)

    def _disable(self, desk: Desk, inbox: Inbox, why: str) -> None:
        from chalicelib.core.errors import Refused

        try:
            self.inboxes.disable(desk, inbox=inbox, why=why)
        except Refused as refused:  # somebody changed it just now: the next failure looks anew
            logger.info("not disabled", inbox=inbox.id, code=refused.code)

    def resume_sending(self, desk: Desk, entry: Entry) -> None:
        self.channels.resume(desk, entry)

    def _queue(self, name: str) -> JobQueue:
        from chalicelib.table.jobs import JobQueue

        url = str(getattr(self.config, f"{name}_queue_url"))
        return JobQueue(client=lambda: self.client("sqs"), url=url)
