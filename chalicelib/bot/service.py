"""The bot's verbs: reply to a customer, hand over, keep what a handed-over customer was promised."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.bot.decide import decide
from chalicelib.bot.hearing import Heard, hear
from chalicelib.bot.model import Intent, Outcome, Retrieve, Settings, Triage
from chalicelib.bot.phrases import phrase
from chalicelib.bot.replies import Reply, reply
from chalicelib.bot.rules import left_alone, next_look, next_notice
from chalicelib.bot.setup import Setup
from chalicelib.bot.store import BotStore
from chalicelib.bot.text import language_of
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Event,
    HandoffReason,
    Head,
    Status,
)
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import system
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import MerchantId
from chalicelib.core.observe import logger, measured
from chalicelib.due.model import Entry, Kind
from chalicelib.due.service import DueService
from chalicelib.knowledge.reading import Reading
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk

# How much of the talk is read for a reply: what is new, and how the bot fared before.
LOOK_BACK = 20
BOT = "bot"


class BotService(Setup):
    def __init__(
        self,
        *,
        store: BotStore,
        merchants: MerchantsService,
        conversations: ConversationsService,
        knowledge: Reading,
        due: DueService,
        retrieve: Retrieve,
        triage: Triage,
        audit: Audit,
        clock: Clock,
    ) -> None:
        super().__init__(store=store, merchants=merchants, audit=audit)
        self._conversations = conversations
        self._knowledge = knowledge
        self._due = due
        self._retrieve = retrieve
        self._triage = triage
        self._clock = clock

    def rehearse(self, desk: Desk, *, text: str, locale: str) -> Reply:
        """What it would do with a customer's first words; nobody is answered."""
        heard = Heard(text, self._triage(text), language_of(text, locale))
        return self._consider(desk, self._store.settings(desk), heard)

    # --- replying --------------------------------------------------------------------------------------

    def serve(self, *, merchant: str, conversation: str, seq: int, receives: int) -> None:
        """One job of the queue: a reply, else a person.

        Who waits is handed over at once where replying fails: the queue's next try is minutes away.
        A job that comes again was cut off in the middle, or this failed as well: no third try.
        """
        desk = Desk(MerchantId(merchant), system("reply_bot"))
        with desk.open():
            if receives <= 1:
                try:
                    self.reply(desk, conversation=conversation)
                except Exception:  # noqa: BLE001 - whatever it was, the customer gets a person
                    logger.exception("bot failed", conversation=conversation)
                else:
                    return
            self._give_up(desk, conversation, seq, HandoffReason.BOT_FAILED)

    def reply(self, desk: Desk, *, conversation: str) -> Reply | None:
        """To everything said since the last answer. None where nothing waits for one."""
        head, heard = self._listen(desk, conversation)
        if heard is None:
            return None
        settings = self._store.settings(desk)
        if not self._merchants.merchant(desk).bot_on:
            self._hand_over(
                desk, head, settings, HandoffReason.OFF, text=phrase("off", heard.locale)
            )
            return None
        found = self._consider(desk, settings, heard)
        self._carry_out(desk, head, settings, found)
        return found

    def _listen(self, desk: Desk, conversation: str) -> tuple[Head, Heard | None]:
        """What waits for the bot's answer; nothing where it does not hold the conversation."""
        history = self._conversations.history(desk, conversation=conversation, limit=LOOK_BACK)
        head, messages = history.head, history.messages
        if head.status is not Status.BOT or head.erased:
            return head, None
        return head, hear(head, messages, now=self._clock(), triage=self._triage)

    def _consider(self, desk: Desk, settings: Settings, heard: Heard) -> Reply:
        index = self._knowledge.index(desk)
        decision = decide(
            heard,
            settings,
            entries=index.entries.keys(),
            find=lambda text, k: self._retrieve(index.model, text, heard.locale, k),
        )
        return reply(decision, entries=index.entries, locale=heard.locale)

    def _carry_out(self, desk: Desk, head: Head, settings: Settings, found: Reply) -> None:
        """`answered` moves to what was read: what comes meanwhile has a job of its own."""
        decision = found.decision
        if decision.outcome is Outcome.NOTHING:
            return
        if decision.outcome is Outcome.HAND_OVER:
            reason = decision.reason or HandoffReason.NO_ANSWER
            self._hand_over(desk, head, settings, reason, text=found.text, tried=found.tried)
            return
        self._conversations.bot_says(
            desk,
            conversation=head.id,
            up_to=head.seq,
            text=found.text,
            options=found.options,
            name=settings.name,
            tried=found.tried,
        )

    def _give_up(self, desk: Desk, conversation: str, seq: int, reason: HandoffReason) -> None:
        """With as little of the bot as can be: what failed once may fail again."""
        measured("bot gave up", BotFailed=1)
        head = self._find(desk, conversation)
        if head is None:
            return
        text = phrase(HandoffReason.BOT_FAILED, head.locale)
        self._conversations.hand_over(
            desk,
            conversation=conversation,
            reason=reason,
            up_to=seq,
            text=text,
            also=[self._promise(desk, head.id, Settings().handoff_deadline)],
        )

    # --- handing over ----------------------------------------------------------------------------------

    def ask_for_person(self, desk: Desk, *, conversation: str) -> dict[str, Any]:
        """The customer's button."""
        settings = self._store.settings(desk)
        head = self._conversations.ask_for_person(
            desk,
            conversation=conversation,
            also=lambda head: [self._promise(desk, head.id, settings.handoff_deadline)],
        )
        return head.wire_for_visitor(self._clock())

    def _hand_over(
        self,
        desk: Desk,
        head: Head,
        settings: Settings,
        reason: HandoffReason,
        *,
        text: str,
        tried: Mapping[str, Any] | None = None,
    ) -> None:
        self._conversations.hand_over(
            desk,
            conversation=head.id,
            reason=reason,
            up_to=head.seq,
            text=text,
            name=settings.name,
            tried=tried,
            also=[self._promise(desk, head.id, settings.handoff_deadline)],
        )

    def _promise(self, desk: Desk, conversation: str, after: timedelta) -> writes.Operation:
        """That somebody looks whether the customer still waits."""
        at = self._clock() + after
        return self._due.put(desk, kind=Kind.HANDOFF, subject=conversation, at=at)

    def look_after(self, desk: Desk, entry: Entry) -> None:
        """A deadline of handing over: who still waits is told so, and so are those who supervise."""
        head = self._find(desk, entry.subject)
        if head is not None and head.status is Status.BOT:
            self._look_at_own(desk, entry, head)
            return
        if head is None or head.handoff is None or head.status is not Status.QUEUED:
            writes.transact(self._due.done(desk, entry))
            return
        settings, now = self._store.settings(desk), self._clock()
        later = next_notice(head.handoff.at, now, settings.handoff_deadline)
        self._conversations.tell(
            desk,
            conversation=head.id,
            event=Event.WAITING,
            data={"waited_s": int((now - head.handoff.at).total_seconds())},
            by=Author(AuthorKind.BOT, BOT, settings.name),
            text=phrase(HandoffReason.DEADLINE, head.locale),
            also=[self._due.moved(desk, entry, at=later) if later else self._due.done(desk, entry)],
        )

    def _look_at_own(self, desk: Desk, entry: Entry, head: Head) -> None:
        """Whatever became of the job: a customer whom the bot leaves without a word gets a person."""
        now = self._clock()
        if left_alone(head, now):
            _, heard = self._listen(desk, head.id)
            if heard is None or heard.intent is not Intent.AUTOMATIC:  # to a machine it was silent
                self._give_up(desk, head.id, head.seq, HandoffReason.DEADLINE)
                return
        later, due = next_look(head, now), self._due
        writes.transact(due.moved(desk, entry, at=later) if later else due.done(desk, entry))

    def _find(self, desk: Desk, conversation: str) -> Head | None:
        try:
            return self._conversations.get(desk, conversation=conversation)
        except NotFound:
            return None
