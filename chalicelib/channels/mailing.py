"""The door of mail: SES has kept the original and tells of it; each inbox it was sent to gets its own copy."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.channels.adapter import Request
from chalicelib.channels.email.envelope import Envelope, envelope_of, facts_of
from chalicelib.channels.email.threads import inbox_of
from chalicelib.channels.ingesting import Ingesting
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFound
from chalicelib.core.observe import logger
from chalicelib.core.values import replace
from chalicelib.inboxes.model import MAILED, Inbox, State
from chalicelib.inboxes.service import InboxesService
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from chalicelib.vault.objects import Absent
from chalicelib.vault.originals import Originals

# Of one mail, each with a copy of its own. The others go without it, which the log tells.
MOST_INBOXES = 10


class Mailing:
    def __init__(
        self,
        *,
        inboxes: InboxesService,
        ingesting: Ingesting,
        originals: Originals,
        clock: Clock,
    ) -> None:
        self._inboxes = inboxes
        self._ingesting = ingesting
        self._originals = originals
        self._clock = clock

    def take(self, record: Mapping[str, Any]) -> None:
        """One record of SES. It may come again: while the original lies there, what is here already is known
        by its name; after that, nothing is left to do.
        """
        received = self._clock()
        envelope = envelope_of(record, received=received)
        found = self._addressed(envelope)
        if not found:
            logger.info("mail to nobody", recipients=len(envelope.recipients))
            self._originals.forget(envelope.id)
            return
        try:
            raw = self._originals.read(envelope.id)
        except Absent:
            logger.warning("mail is gone", mail=envelope.id)  # taken in before, or too long ago
            return
        if len(found) > MOST_INBOXES:
            most = len(envelope.recipients)
            logger.warning("mail to too many inboxes", inboxes=len(found), recipients=most)
        for (desk, inbox), recipients in found[:MOST_INBOXES]:
            own = replace(envelope, recipients=recipients)
            self._keep(desk, inbox, own, raw, received)
        self._originals.forget(envelope.id)

    def _addressed(self, envelope: Envelope) -> list[tuple[tuple[Desk, Inbox], list[str]]]:
        """The inboxes that it was sent to, each with its own addresses: of the others it learns nothing."""
        named: dict[str, list[str]] = {}
        for each in envelope.recipients:
            local, _, domain = inbox_of(each).rpartition("@")
            if domain == self._inboxes.mail_domain:
                named.setdefault(local, []).append(each)
        found = []
        for key, recipients in named.items():
            try:
                with guard.scope(front=True):
                    desk, inbox = self._inboxes.by_key(key)
            except NotFound:
                continue
            if inbox.channel in MAILED and inbox.state is not State.OFF:
                found.append(((desk, inbox), recipients))
        return found

    def _keep(
        self, desk: Desk, inbox: Inbox, envelope: Envelope, raw: bytes, received: datetime
    ) -> None:
        request = Request("MAIL", {}, raw, received, facts=facts_of(envelope))
        with desk.open():
            self._ingesting.keep_whole(desk, inbox, request, sender=envelope.sender or envelope.id)
