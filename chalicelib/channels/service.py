"""What people do with what goes out: see how an inbox fares, and have a message sent again."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.channels.adapter import Account, Adapter
from chalicelib.channels.carrying import Carrier
from chalicelib.channels.model import Attempt, Inbound
from chalicelib.channels.outward import place_of, trial
from chalicelib.channels.store import ChannelStore
from chalicelib.channels.windows import opening, window_of
from chalicelib.conversations.delivering import RETRIABLE
from chalicelib.conversations.model import Delivery, Head, Reached
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.clock import Clock, to_the_ms, to_wire
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.ids import new_id
from chalicelib.due.model import Entry
from chalicelib.due.service import DueService
from chalicelib.inboxes.model import MAILED, Channel, Inbox
from chalicelib.inboxes.service import InboxesService
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.jobs import JobQueue
from chalicelib.table.pages import Page
from chalicelib.vault.customer_keys import Erased
from chalicelib.vault.objects import Absent, Objects

# Of a mail's headers, what its reader is shown.
SHOWN = ("from", "to", "cc", "reply_to", "subject", "verdicts", "notes", "problems")


class ChannelsService:
    def __init__(
        self,
        *,
        inboxes: InboxesService,
        conversations: ConversationsService,
        adapters: Mapping[Channel, Adapter],
        account: Callable[[Desk, Inbox], Account],
        carriers: Mapping[Channel, Carrier],
        store: ChannelStore,
        queue: JobQueue,
        due: DueService,
        who_tests: Callable[[Desk], str],
        address_of: Callable[[Desk, Inbox, Head], tuple[str, str]],
        objects: Objects,
        clock: Clock,
    ) -> None:
        """`who_tests`: the mail address of the person who calls; empty for a program. `address_of`: where
        a conversation's customer is reached by an inbox.
        """
        self._inboxes = inboxes
        self._conversations = conversations
        self._adapters = adapters
        self._account = account
        self._carriers = carriers
        self._store = store
        self._queue = queue
        self._due = due
        self._who_tests = who_tests
        self._address_of = address_of
        self._objects = objects
        self._clock = clock

    def retry(self, desk: Desk, *, conversation: str, seq: int) -> dict[str, Any]:
        """What failed, or may not have come, is sent once more: by a person's word alone."""
        message = self._conversations.message(desk, conversation=conversation, seq=seq)
        state = message.delivery.state if message.delivery else Reached.PENDING
        if not message.marks.send or state not in RETRIABLE | {Reached.PENDING}:
            raise Conflict("Only what has failed is sent again.", rule="state")
        if state in RETRIABLE:
            again = Delivery(Reached.PENDING, to_the_ms(self._clock()))
            message = self._conversations.deliver(desk, message=message, delivery=again)
        self._wake(
            desk, conversation, new_id(), since=seq - 1
        )  # also for one that nobody has woken
        return {"message": message.wire(desk.caller)}

    def original(self, desk: Desk, *, conversation: str, seq: int) -> dict[str, Any]:
        """A mail as it looked: its cleaned HTML, and all its words with those that it quotes."""
        message = self._conversations.message(desk, conversation=conversation, seq=seq)
        name, head = (
            message.extra.source.get("original"),
            self._conversations.get(desk, conversation=conversation),
        )
        if not name or head.via is None:
            raise NotFound("There is no original of it.")
        place = keys.arrival(desk, head.via.inbox, str(name))
        try:
            found = json.loads(self._objects.get(desk.merchant, place))
        except (Absent, Erased) as error:
            raise NotFound("There is no original of it any more.") from error
        source = {
            each: message.extra.source[each] for each in SHOWN if each in message.extra.source
        }
        return {"html": found["html"] or None, "text": found["whole"], "headers": source}

    def receipt(self, desk: Desk, inbox: Inbox, inbound: Inbound) -> None:
        """Of a message of ours that went out there, by a name it had; of any other there is nothing to note."""
        found = self._store.arrived(desk, inbox.id, inbound.about)
        place = (found.conversation, found.seq) if found else place_of(inbound.about)
        if place is None or not place[0] or inbound.reached is None:
            return
        conversation, seq = place
        code = "receipt" if inbound.reached is Reached.FAILED else ""
        try:
            self._conversations.receipt(
                desk,
                conversation=conversation,
                seq=seq,
                inbox=inbox.id,
                reached=inbound.reached,
                code=code,
            )
        except NotFound:
            return

    def resume(self, desk: Desk, entry: Entry) -> None:
        """The moment has come: a job again, and twice does no harm."""
        self._wake(desk, entry.subject, entry.position)
        writes.transact(self._due.done(desk, entry))

    def test(self, desk: Desk, *, inbox: str) -> dict[str, Any]:
        """What a message of ours would meet just now; an inbox's health is not judged by it."""
        held = self._inboxes.get(desk, inbox=inbox, consistent=True)
        if held.channel not in self._adapters:
            raise Conflict("Nothing goes out by an inbox of this channel.", rule="channel")
        adapter, account = self._adapters[held.channel], self._account(desk, held)
        if not adapter.reaches(account):
            return Attempt("", 0, 1, "rejected", "no_address").wire()
        to = self._who_tests(desk) if adapter.capabilities.letters else ""
        if adapter.capabilities.letters and not to:
            raise Conflict("A test mail goes to a person: sign in for it.", rule="person")
        outbound = trial(new_id(), to_the_ms(self._clock()), to)
        sent = self._carriers[held.channel].carry(adapter, account, outbound)
        attempt = Attempt(
            "", 0, 1, str(sent.outcome), sent.code, sent.status, sent.took, sent.detail
        )
        self._store.log(desk, held.id, attempt)
        return attempt.wire()

    def log(
        self, desk: Desk, *, inbox: str, cursor: str | None, limit: int
    ) -> Page[tuple[datetime, Attempt]]:
        held = self._inboxes.get(desk, inbox=inbox)
        return self._store.logged(desk, held.id, cursor=cursor, limit=limit)

    def health(self, desk: Desk, *, inbox: str) -> dict[str, Any]:
        held = self._inboxes.get(desk, inbox=inbox)
        breaker = self._store.breaker(desk, held.id)
        return {
            "failures": breaker.failures,
            "resting_until": to_wire(breaker.open_until) if breaker.open_until else None,
            "failing_since": to_wire(breaker.failing_since) if breaker.failing_since else None,
        }

    def means(self, desk: Desk, *, conversation: str) -> dict[str, Any]:
        """What can be sent in a conversation just now, and until when."""
        head = self._conversations.get(desk, conversation=conversation)
        if head.via is None:
            return {"channel": "widget", "window": None}
        try:
            inbox = self._inboxes.get(desk, inbox=head.via.inbox)
        except NotFound:
            return {"channel": head.via.channel, "inbox": None, "window": None}
        able = self._adapters[inbox.channel].capabilities
        return {
            "channel": str(inbox.channel),
            "inbox": {"id": inbox.id, "name": inbox.name, "state": str(inbox.state)},
            "most_text": able.most_text,
            "files": able.files,
            "edits": able.edits,
            "receipts": able.receipts,
            "window": self._window(desk, head, inbox),
            **self._reached(desk, head, inbox),
        }

    def _reached(self, desk: Desk, head: Head, inbox: Inbox) -> dict[str, Any]:
        """To which address an answer goes, where that is mail: to whom it may be new."""
        if inbox.channel not in MAILED or head.erased:
            return {}
        return {"to": self._address_of(desk, inbox, head)[0] or None}

    def _window(self, desk: Desk, head: Head, inbox: Inbox) -> dict[str, Any] | None:
        window = window_of(inbox, self._clock())
        if window is None:
            return None
        last, answered = self._conversations.since_last_word(desk, head=head, waiting=True)
        return opening(window, last, answered).wire()

    def _wake(self, desk: Desk, conversation: str, once: str, **more: int) -> None:
        name = f"{conversation}.{once}".replace(":", "-")
        job = {"conversation": conversation, **more}
        self._queue.send(desk, job, group=conversation, once=name)
