"""The door of the channels: verify on raw bytes, read, keep the original, hand on, acknowledge.

What is handed on is named, not told: a job holds the place of the original and which of its events
are one sender's, in the order in which they came.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chalicelib.channels.adapter import Account, Adapter, Answer, Request
from chalicelib.channels.model import Inbound
from chalicelib.channels.store import digest
from chalicelib.core.clock import Clock, from_wire, to_wire
from chalicelib.core.errors import Busy, NotFound, TooLarge, Unauthenticated
from chalicelib.core.ids import new_id
from chalicelib.core.observe import logger
from chalicelib.inboxes.model import SIGNED, Channel, Inbox, State
from chalicelib.inboxes.service import InboxesService
from chalicelib.table import keys, windows
from chalicelib.table.desk import Desk
from chalicelib.table.jobs import JobQueue
from chalicelib.vault.objects import Objects

MOST_BYTES = 1024 * 1024  # of a request; mail comes another way
# Of one inbox in a minute: its system is asked to come again, and the other merchants' notice nothing.
MOST_A_MINUTE, MINUTE = 1_200, 60
Count = Callable[..., int]


class Ingesting:
    def __init__(
        self,
        *,
        inboxes: InboxesService,
        adapters: Mapping[Channel, Adapter],
        account: Callable[[Desk, Inbox], Account],
        objects: Objects,
        queue: JobQueue,
        clock: Clock,
        count: Count = windows.add,
    ) -> None:
        self._inboxes = inboxes
        self._adapters = adapters
        self._account = account
        self._objects = objects
        self._queue = queue
        self._clock = clock
        self._count = count

    def take(self, *, channel: str, key: str, request: Request) -> Answer:
        """One request at an inbox's address, needing the front keys; the provider's own yes is the answer."""
        desk, inbox = self._inboxes.by_key(key)
        asked_for = inbox.channel == channel and inbox.channel in SIGNED
        if not asked_for or inbox.state is not State.ON:
            raise NotFound("There is no such inbox.")
        if len(request.body) > MOST_BYTES:
            raise TooLarge(f"At most {MOST_BYTES} bytes.", rule="max_bytes")
        with desk.open():
            account = self._account(desk, inbox)
            adapter = self._adapters[inbox.channel]
            verdict = adapter.verify(request, account)
            if verdict.reason is not None:
                logger.info("refused", inbox=inbox.id, reason=str(verdict.reason))
                raise Unauthenticated("The signature does not stand.", rule="signature")
            self._ensure_room(inbox)
            greeting = adapter.handshake(request, account)
            if greeting is not None:
                return greeting
            events = [adapter.normalise(each, account) for each in adapter.parse(request)]
            if events:
                self.keep(desk, inbox, request, events)
            return adapter.accepted(request, account)

    def _ensure_room(self, inbox: Inbox) -> None:
        """Of what has proved to be its own: anybody else's requests must not use up its room."""
        window = windows.window_of(self._clock(), MINUTE)
        try:
            used = self._count("ingest", inbox.id, window=window, seconds=MINUTE)
        except windows.NotCounted:
            return
        if used > MOST_A_MINUTE:
            left = window + MINUTE - int(self._clock().timestamp())
            raise Busy("Too many requests of one inbox.", rule="ingest", retry_after=left + 1)

    def keep(self, desk: Desk, inbox: Inbox, request: Request, events: Iterable[Inbound]) -> None:
        """Durable before it returns: the original first, then a job for each sender."""
        self._keep(desk, inbox, request, by_sender(events))

    def keep_whole(self, desk: Desk, inbox: Inbox, request: Request, *, sender: str) -> None:
        """One event, which nobody has read yet. `sender`: whose others it waits for."""
        self._keep(desk, inbox, request, {sender: [0]})

    def _keep(
        self, desk: Desk, inbox: Inbox, request: Request, senders: Mapping[str, list[int]]
    ) -> None:
        arrival = new_id()
        data = written(request)
        place = keys.arrival(desk, inbox.id, arrival)
        self._objects.put(desk.merchant, place, data, passing=True)
        body = hashlib.sha256(request.body).hexdigest()
        for sender, places in senders.items():
            job = {"inbox": inbox.id, "arrival": arrival, "events": places}
            group = digest(inbox.id, sender)
            once = digest(group, body, ",".join(map(str, places)))
            self._queue.send(desk, job, group=group, once=once)


def by_sender(events: Iterable[Inbound]) -> dict[str, list[int]]:
    """The places of each sender's events: those of one follow each other, the others' wait for nobody."""
    found: dict[str, list[int]] = {}
    for place, event in enumerate(events):
        found.setdefault(event.sender.id, []).append(place)
    return found


def written(request: Request) -> bytes:
    """A line of what is known of it, then its body as it came."""
    known: dict[str, Any] = {"received": to_wire(request.received), **request.facts}
    return json.dumps(known, ensure_ascii=False).encode() + b"\n" + request.body


def read(data: bytes) -> Request:
    line, _, body = data.partition(b"\n")
    known = json.loads(line)
    received = from_wire(known.pop("received"))
    return Request("POST", {}, body, received, facts=known)
