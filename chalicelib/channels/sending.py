"""What goes out of a conversation by its inbox: in order, once where that can be known, never in a loop.

One run sends what there is to send of one conversation. What has to wait makes all behind it wait, and a
moment in the index of what is due brings it again. A provider that knows a repeated message again is
asked again; of any other, a message that may have left is never sent a second time by itself.
"""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from chalicelib.attachments.model import File
from chalicelib.channels.adapter import Account, Adapter
from chalicelib.channels.carrying import Carrier
from chalicelib.channels.health import Health
from chalicelib.channels.letters import Letters
from chalicelib.channels.model import Kind, Outbound, Outcome, Sent
from chalicelib.channels.outcomes import attempt_of, settled
from chalicelib.channels.outward import outbound_of
from chalicelib.channels.store import Arrived, ChannelStore
from chalicelib.channels.windows import opening, window_of
from chalicelib.conversations.delivering import UNSETTLED
from chalicelib.conversations.model import Delivery, Head, Message, Reached
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import system
from chalicelib.core.clock import Clock, to_the_ms
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import MerchantId
from chalicelib.core.values import Value
from chalicelib.inboxes.model import Channel, Inbox, State
from chalicelib.inboxes.service import InboxesService
from chalicelib.table import writes
from chalicelib.table.desk import Desk

PAGE = 50
MOST_IN_A_RUN = 100


class Run(Value, frozen=True):
    """One conversation's turn."""

    desk: Desk
    head: Head
    inbox: Inbox
    adapter: Adapter
    account: Account


class Sending:
    def __init__(
        self,
        *,
        inboxes: InboxesService,
        conversations: ConversationsService,
        adapters: Mapping[Channel, Adapter],
        account: Callable[[Desk, Inbox], Account],
        carriers: Mapping[Channel, Carrier],
        store: ChannelStore,
        address_of: Callable[[Desk, Inbox, Head, Message], tuple[str, str]],
        link: Callable[[Desk, File], str],
        letters: Letters,
        put_off: Callable[[Desk, str, datetime], writes.Operation],
        health: Health,
        clock: Clock,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`address_of`: where a message's customer is reached by an inbox, or why nothing reaches them;
        `link`: to a file of theirs; `put_off`: when to look again.
        """
        self._inboxes = inboxes
        self._conversations = conversations
        self._adapters = adapters
        self._account = account
        self._carriers = carriers
        self._store = store
        self._address_of = address_of
        self._link = link
        self._letters = letters
        self._put_off = put_off
        self._health = health
        self._clock = clock
        self._chance = chance

    def send(self, *, merchant: str, conversation: str, since: int | None = None) -> None:
        """One job: whatever of the conversation has not gone out yet. `since`: looked at from there anew."""
        desk = Desk(MerchantId(merchant), system("send_channel"))
        with desk.open():
            head = self._conversations.get(desk, conversation=conversation)
            if head.via is None:
                return
            try:
                inbox = self._inboxes.get(desk, inbox=head.via.inbox, consistent=True)
            except NotFound:
                self._give_up(desk, head)
                return
            run = Run(desk, head, inbox, self._adapters[inbox.channel], self._account(desk, inbox))
            self._all(run, since)

    def _give_up(self, desk: Desk, head: Head) -> None:
        """Its inbox is no more: what would still go out says so."""
        after = self._store.sent_to(desk, head.id)
        while page := self._conversations.history(
            desk, conversation=head.id, after=after, limit=PAGE
        ).messages:
            for message in page:
                held = message.delivery or Delivery(Reached.PENDING, message.at)
                if message.marks.send and message.goes_out and held.state in UNSETTLED:
                    gone = Delivery(Reached.FAILED, self._now(), held.attempts, "inbox_removed")
                    self._conversations.deliver(desk, message=message, delivery=gone)
                after = message.seq
        self._store.sent(desk, head.id, after)

    def _all(self, run: Run, since: int | None) -> None:
        """Only here is it noted how far it has come: the jobs of a conversation are one after another."""
        settled, tries = self._store.sent_to(run.desk, run.head.id), 0
        done = settled if since is None else min(since, settled)
        while page := self._page(run, done):
            for message in page:
                if self._is_to_go(run, message):
                    tries += 1
                    again = self._attempt(run, message) if tries <= MOST_IN_A_RUN else self._now()
                    if again is not None:
                        writes.transact(self._put_off(run.desk, run.head.id, again))
                        self._note(run, settled, done)
                        return
                done = message.seq
        self._note(run, settled, done)

    def _note(self, run: Run, before: int, now: int) -> None:
        if now > before:
            self._store.sent(run.desk, run.head.id, now)
        elif now < before:
            self._store.sent_back(run.desk, run.head.id, now)

    def _page(self, run: Run, after: int) -> list[Message]:
        history = self._conversations.shown(
            run.desk, conversation=run.head.id, after=after, limit=PAGE
        )
        return history.messages

    def _is_to_go(self, run: Run, message: Message) -> bool:
        told = message.delivery is None or message.delivery.state in UNSETTLED
        return told and bool(message.marks.send) and message.goes_out and _carries(run, message)

    def _attempt(self, run: Run, message: Message) -> datetime | None:
        """None when it is settled, else when it is to be tried again."""
        held = message.delivery or Delivery(Reached.PENDING, message.at)
        now = self._now()
        knows_again = run.adapter.capabilities.knows_again
        if held.state is Reached.SENDING and not knows_again:
            return self._settle(run, message, held, Sent(Outcome.UNKNOWN, code="interrupted"))
        if held.attempts and held.state is Reached.PENDING and now < held.at:
            return held.at  # a later message's job is no reason to be quicker
        breaker = self._health.of(run.desk, run.inbox)
        if breaker.open_until is not None and not breaker.lets_through(now):
            return breaker.open_until + timedelta(seconds=self._chance())
        refusal, outbound = self._prepared(run, message)
        if outbound is None:
            return self._settle(run, message, held, Sent(Outcome.REJECTED, code=refusal))
        if not knows_again:
            sending = Delivery(Reached.SENDING, now, held.attempts + 1)
            message = self._conversations.deliver(run.desk, message=message, delivery=sending)
        sent = self._carriers[run.inbox.channel].carry(run.adapter, run.account, outbound)
        if sent.outcome is Outcome.ACCEPTED:
            self._name(run, message, outbound, sent)
        self._store.log(
            run.desk,
            run.inbox.id,
            attempt_of(message.conversation, message.seq, held.attempts + 1, sent),
        )
        self._health.learn(run.desk, run.inbox, breaker, sent.outcome)
        return self._settle(run, message, held, sent)

    def _name(self, run: Run, message: Message, outbound: Outbound, sent: Sent) -> None:
        """By these names the other side tells of it from now on."""
        here = Arrived(run.head.id, message.seq, "")
        for name in run.adapter.names(outbound, run.account, sent):
            try:
                writes.transact(self._store.arriving(run.desk, run.inbox.id, name, here))
            except writes.ConditionFailed:
                continue  # of an attempt before

    def _prepared(self, run: Run, message: Message) -> tuple[str, Outbound | None]:
        """What is sent, or why nothing can be."""
        inbox = self._inboxes.get(run.desk, inbox=run.inbox.id, consistent=True)
        if inbox.state is not State.ON:
            return f"inbox_{inbox.state}", None
        window = window_of(inbox, self._clock())
        if window is not None:
            last, gone = self._conversations.since_last_word(run.desk, head=run.head)
            if not opening(window, last, gone).is_open(self._clock()):
                return "window_closed", None
        to, why = self._address_of(run.desk, run.inbox, run.head, message)
        if not to or not run.adapter.reaches(run.account):
            return why or "no_address", None
        outbound = outbound_of(run.head, message, to, lambda file: self._link(run.desk, file))
        if run.adapter.capabilities.letters:
            outbound = self._letters.of(run.desk, run.head, message, outbound)
        return "", outbound

    def _settle(self, run: Run, message: Message, held: Delivery, sent: Sent) -> datetime | None:
        told = settled(held, sent, self._now(), self._chance())
        self._conversations.deliver(run.desk, message=message, delivery=told)
        return told.at if told.state is Reached.PENDING else None

    def _now(self) -> datetime:
        return to_the_ms(self._clock())


def _carries(run: Run, message: Message) -> bool:
    """What became of a message is told where the channel can take it back; else it stays as it went."""
    match outbound_of(run.head, message, "").kind:
        case Kind.EDIT:
            return run.adapter.capabilities.edits
        case Kind.DELETE:
            return run.adapter.capabilities.deletes
    return True
