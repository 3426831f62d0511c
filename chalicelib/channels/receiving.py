"""From the queue into conversations: each of a sender's events once, in the order in which they came."""

import json
from collections.abc import Callable, Mapping, Sequence

from chalicelib.attachments.model import File
from chalicelib.channels.adapter import Account, Adapter
from chalicelib.channels.belonging import Belonging, Event, Place, as_customer
from chalicelib.channels.ingesting import read
from chalicelib.channels.model import Inbound, Kind, Part
from chalicelib.channels.shapes import arrival_of, identity_of
from chalicelib.channels.store import Arrived, ChannelStore, digest
from chalicelib.conversations.model import Arrival
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import system
from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.ids import MerchantId
from chalicelib.core.observe import logger
from chalicelib.core.values import replace
from chalicelib.customers.recognising import Recognising
from chalicelib.inboxes.model import Channel, Inbox
from chalicelib.inboxes.service import InboxesService
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import Ticket
from chalicelib.vault.objects import Objects

ATTEMPTS = 4
NO_SENDER = "<>"  # as mail servers write it
# What somebody else may have written meanwhile: it is looked at anew.
MOVED = frozenset({"identity", "ticket", "arrived"})


class Receiving:
    def __init__(
        self,
        *,
        inboxes: InboxesService,
        adapters: Mapping[Channel, Adapter],
        account: Callable[[Desk, Inbox], Account],
        objects: Objects,
        belonging: Belonging,
        recognising: Recognising,
        attaching: Callable[[Desk, Ticket, str], Sequence[writes.Operation]],
        conversations: ConversationsService,
        store: ChannelStore,
        keep_files: Callable[[Desk, Sequence[Part]], tuple[tuple[File, ...], Sequence[Part]]],
        receipt: Callable[[Desk, Inbox, Inbound], None],
        opened: Callable[[Desk, Inbox, str, int], None],
    ) -> None:
        """`attaching`: a ticket to the conversation that is begun for it; `keep_files`: the parts that are
        files, kept, and the rest; `receipt`: one of ours has arrived, or not; `opened`: what an inbox wants
        done, once, with a message that came by it.
        """
        self._inboxes = inboxes
        self._adapters = adapters
        self._account = account
        self._objects = objects
        self._belonging = belonging
        self._recognising = recognising
        self._attaching = attaching
        self._conversations = conversations
        self._store = store
        self._keep_files = keep_files
        self._receipt = receipt
        self._opened = opened

    def take(self, *, merchant: str, inbox: str, arrival: str, events: Sequence[int]) -> None:
        """One job. It may come twice: what is here already is not taken again."""
        desk = Desk(MerchantId(merchant), system("receive_channel"))
        with desk.open():
            try:
                held = self._inboxes.get(desk, inbox=inbox)
            except NotFound:
                logger.warning("inbox removed", inbox=inbox)
                return
            place = keys.arrival(desk, held.id, arrival)
            request = read(self._objects.get(desk.merchant, place))
            adapter, account = self._adapters[held.channel], self._account(desk, held)
            told = list(adapter.parse(request))
            for each in events:
                inbound = adapter.normalise(told[each], account)
                self.receive(Event(desk, held, inbound, f"{arrival}.{each}"))

    def receive(self, event: Event) -> None:
        match event.inbound.kind:
            case Kind.RECEIPT:
                self._receipt(event.desk, event.inbox, event.inbound)
            case Kind.EDIT:
                self._edit(event)
            case Kind.DELETE:
                self._delete(event)
            case _:
                self._say(self._guarded(event))

    def _guarded(self, event: Event) -> Event:
        """A letter's name is its sender's to choose: with other words it is another letter."""
        name, words = event.inbound.id, event.inbound.data.get("digest", "")
        if not words:
            return replace(event, guards=(name,))
        return replace(event, guards=(f"{name}#{words}",), name=name)

    def _say(self, event: Event) -> None:
        arrival = None
        for _ in range(ATTEMPTS):
            if here := self._found(event):
                return self._here(event, here)
            arrival = arrival or self._with_files(event)
            try:
                return self._once(event, arrival)
            except writes.ConditionFailed as failure:
                if not MOVED & set(failure.labels):
                    raise
        raise RuntimeError("what it is about is being written by others again and again")

    def _found(self, event: Event) -> Arrived | None:
        known = (self._arrived(event, each) for each in event.guards)
        return next((each for each in known if each), None)

    def _arrived(self, event: Event, name: str) -> Arrived | None:
        return self._store.arrived(event.desk, event.inbox.id, name)

    def _with_files(self, event: Event) -> Arrival:
        inbound = event.inbound
        files, rest = self._keep_files(event.desk, inbound.parts)
        arrival = arrival_of(event.inbox, replace(inbound, parts=rest))
        return replace(arrival, files=(*inbound.files, *files))

    def _here(self, event: Event, here: Arrived) -> None:
        """It is a message already; whoever stored it may have died before the inbox's wish was done."""
        if here.conversation:
            self._opened(event.desk, event.inbox, here.conversation, here.seq)

    def _with_original(self, event: Event, arrival: Arrival, customer: str) -> Arrival:
        """What a mail looks like, kept apart: too large for a message, and seldom looked at."""
        if "original" not in event.inbound.data:
            return arrival
        desk, name = event.desk, f"{event.arrival}.shown"
        place = keys.arrival(desk, event.inbox.id, name)
        data = json.dumps(event.inbound.data["original"]).encode()
        self._objects.put(desk.merchant, place, data, customer=customer)
        return replace(arrival, source={**arrival.source, "original": name})

    def _once(self, event: Event, arrival: Arrival) -> None:
        desk, inbox = event.desk, event.inbox
        place = self._belonging.of(event)
        customer, ticket = place.customer, place.ticket
        if place.is_blocked:
            logger.info("blocked", inbox=inbox.id)
            return
        is_free = event.name and not self._arrived(event, event.name)
        names = (*event.guards, event.name) if is_free else event.guards

        def guarding(conversation: str, seq: int) -> list[writes.Operation]:
            here = Arrived(conversation, seq, digest(event.inbound.text))
            marks = [self._store.arriving(desk, inbox.id, each, here) for each in names]
            begun = self._attaching(desk, ticket, conversation) if ticket and seq == 1 else ()
            return [*place.making, *marks, *begun]

        message = self._conversations.receive(
            as_customer(desk, customer.id),
            customer=customer,
            arrival=self._with_original(event, placed(arrival, place, event), customer.id),
            guarding=guarding,
            conversation=place.conversation,
        )
        self._opened(desk, inbox, message.conversation, message.seq)
        self._reached_again(event)

    def _reached_again(self, event: Event) -> None:
        """Who writes from an address reads there, whatever was reported of it before."""
        desk, inbound = event.desk, event.inbound
        identity = identity_of(event.inbox, inbound)
        by_a_person = inbound.vouched and not inbound.automatic
        if by_a_person and self._recognising.reason_of(desk, identity=identity):
            self._recognising.undeliverable(desk, identity=identity, reason="")

    def _edit(self, event: Event) -> None:
        """Of one that has not come, its words are said: the original is not let in behind them."""
        about, text = event.inbound.about, event.inbound.text
        found = self._arrived(event, about)
        if found is None:
            self._say(replace(event, guards=(event.inbound.id, about)))
        elif found.conversation:
            self._amend(
                event,
                found,
                lambda own: self._conversations.edit(
                    own, conversation=found.conversation, seq=found.seq, text=text
                ),
            )

    def _delete(self, event: Event) -> None:
        desk, inbox, about = event.desk, event.inbox.id, event.inbound.about
        found = self._store.arrived(desk, inbox, about)
        if found is None:
            writes.transact(self._store.arriving(desk, inbox, about, Arrived("", 0, "")))
        elif found.conversation:
            self._amend(
                event,
                found,
                lambda own: self._conversations.recall(
                    own, conversation=found.conversation, seq=found.seq
                ),
            )

    def _amend(self, event: Event, found: Arrived, change: Callable[[Desk], object]) -> None:
        """By the customer whose words they are; what may not be changed any more stays, and is logged."""
        head = self._conversations.get(event.desk, conversation=found.conversation)
        try:
            change(as_customer(event.desk, head.customer))
        except Refused as refused:
            logger.info("not amended", rule=refused.extra.get("rule", refused.code))


def placed(arrival: Arrival, place: Place, event: Event) -> Arrival:
    """Who is none of the conversation's own customers is shown as who they are."""
    told = replace(arrival, ticket=place.ref)
    if not place.guest:
        return told
    name = arrival.author_name or event.inbound.sender.id or NO_SENDER
    return replace(told, author_name=name, source={**arrival.source, "guest": True})
