"""What comes in by the channels: through the public doors, as mail, and out of the queue."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from chalicelib.wiring.reaching import Reaching

if TYPE_CHECKING:
    from chalicelib.channels.door import ChannelDoor
    from chalicelib.channels.fetching import Fetching
    from chalicelib.channels.ingesting import Ingesting
    from chalicelib.channels.mailing import Mailing
    from chalicelib.channels.receiving import Receiving


class Arriving(Reaching):
    @cached_property
    def ingesting(self) -> Ingesting:
        from chalicelib.channels.ingesting import Ingesting

        return Ingesting(
            inboxes=self.inboxes,
            adapters=self.adapters,
            account=self.account,
            objects=self.objects,
            queue=self._queue("inbound"),
            clock=self.clock,
        )

    @cached_property
    def channel_door(self) -> ChannelDoor:
        from chalicelib.channels.door import ChannelDoor

        return ChannelDoor(partial(self._ingest, self.ingesting), clock=self.clock)

    def _ingest(self, ingesting: Ingesting, **given: Any) -> Any:
        from chalicelib.table import guard

        with guard.scope(front=True):
            return ingesting.take(**given)

    @cached_property
    def channel_receiving(self) -> Receiving:
        from chalicelib.channels.receiving import Receiving

        return Receiving(
            inboxes=self.inboxes,
            adapters=self.adapters,
            account=self.account,
            objects=self.objects,
            belonging=self._belonging,
            recognising=self.identities,
            attaching=self._attaching,
            conversations=self.conversations,
            store=self.channel_store,
            keep_files=self._fetching.keep,
            receipt=self._receipt,
            opened=self._opened,
        )

    @cached_property
    def _fetching(self) -> Fetching:
        from chalicelib.channels.fetching import Fetching

        return Fetching(attachments=self.attachments, transport=self.transport)

    @cached_property
    def mailing(self) -> Mailing:
        from chalicelib.channels.mailing import Mailing
        from chalicelib.vault.originals import Originals

        return Mailing(
            inboxes=self.inboxes,
            ingesting=self.ingesting,
            originals=Originals(client=lambda: self.client("s3"), bucket=self.config.mail_bucket),
            clock=self.clock,
        )
