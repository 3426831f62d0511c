"""A reply that its customer has not seen: one letter tells of it, and none of its words.

Where the merchant has an inbox from which talks go on by mail, the letter holds the words of all that
is missed, and the customer answers it. Such a letter says from which message to which it goes, and the
head forgets them in the same transaction: so no reply is in two letters, and one that is said later is
in the next.

The first unseen reply says in the head when its letter is due; later ones say nothing, until the
customer has come back: so one letter goes out, however many they miss. It names the moment at which
it was due, and goes out while the head does: who comes back while it lies in the outbox, and misses
another reply, has the letter of that one alone. Where that reply is recalled, the head turns to the
next one that stands, or to none, whether the letter is due, on its way or out. A moment in the index of
what is due stands for it. Where one of an earlier reply is still to come, it is put off when it comes:
a talk at its pace puts one every few minutes, and not with each reply.

The address was typed, and may be somebody else's: to one address so many letters go out, counted over all
merchants. One too many waits until there is room again, for a day at most, and then holds what was said
until then. It goes where it was counted, whatever the record says by then.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from chalicelib.conversations.model import Head, Message, Told
from chalicelib.conversations.rules import is_reply
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.caller import system
from chalicelib.core.clock import Clock, to_wire
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import MerchantId
from chalicelib.core.observe import logger
from chalicelib.core.values import Value, replace
from chalicelib.customers.allowance import UNASKED, Allowance
from chalicelib.customers.model import Customer
from chalicelib.customers.service import CustomersService
from chalicelib.due.model import Entry
from chalicelib.due.service import DueService
from chalicelib.links.model import Composed, Letter, Purpose
from chalicelib.links.service import LinksService
from chalicelib.merchants.service import MerchantsService
from chalicelib.table import writes
from chalicelib.table.desk import Desk

PAGE, MOST_PAGES = 50, 4  # of what was said meanwhile; who missed more is told that there is more
LONGEST_WAIT = timedelta(days=1)


class Missed(Value, frozen=True):
    """What a letter is to hold; there may be more than it does."""

    head: Head
    replies: list[Message]
    more: bool = False


class ByMail(Protocol):
    """The inbox from which a talk of the widget goes on, where its merchant has one."""

    def continues(self, desk: Desk) -> bool: ...

    def write(
        self, desk: Desk, missed: Missed, customer: Customer, page: str
    ) -> Composed | None: ...


class Reminding:
    def __init__(
        self,
        *,
        conversations: ConversationsService,
        customers: CustomersService,
        merchants: MerchantsService,
        links: LinksService,
        due: DueService,
        by_mail: Callable[[], ByMail],
        allowance: Allowance,
        clock: Clock,
    ) -> None:
        """`by_mail`: made when the first letter is due."""
        self._conversations = conversations
        self._customers = customers
        self._merchants = merchants
        self._links = links
        self._due = due
        self._by_mail = by_mail
        self._allowance = allowance
        self._clock = clock

    def look(self, desk: Desk, entry: Entry) -> None:
        """The moment has come: it ends in one transaction with the letter, where one is needed."""
        head = self._find(desk, entry.subject)
        told = head.told if head else None
        if told is not None and told.due > self._clock():
            writes.transact(self._due.moved(desk, entry, at=told.due))
            return
        unseen = head is not None and told is not None and _is_unseen(head)
        try:
            if head and told and unseen:
                self._write(desk, entry, head, told)
            else:
                writes.transact(self._due.done(desk, entry))
        except writes.ConditionFailed as failure:
            if "head" not in failure.labels:
                raise  # else somebody spoke just now, and in a minute it is looked at again

    def _write(self, desk: Desk, entry: Entry, head: Head, told: Told) -> None:
        to = self._customers.known(desk, customer_id=head.customer).email
        wait = timedelta(seconds=self._allowance.wait_for(to, *UNASKED) if to else 0)
        again = self._clock() + wait
        if not wait:
            writes.transact(*self._letter(desk, head, told, to), self._due.done(desk, entry))
        elif again - told.due <= LONGEST_WAIT:
            writes.transact(self._due.moved(desk, entry, at=again))
        else:
            logger.warning("enough letters", conversation=head.id)
            writes.transact(self._due.done(desk, entry))

    def _letter(self, desk: Desk, head: Head, told: Told, to: str) -> list[writes.Operation]:
        facts: dict[str, str] = {"conversation": head.id, "to": to}
        if not self._by_mail().continues(desk):
            facts["due"] = to_wire(told.due)
            return [self._links.posting(desk, Purpose.REPLY, facts)]
        facts |= {"first": str(told.seq), "last": str(head.seq)}
        letter = self._links.posting(desk, Purpose.REPLY, facts)
        return [letter, self._conversations.told_of(desk, head)]

    def compose(self, letter: Letter) -> Composed | None:
        """None where it was seen before the letter went out, or the letter would lead nowhere."""
        desk, facts = Desk(MerchantId(letter.owner), system("reply")), letter.facts
        head = self._find(desk, facts["conversation"])
        if head is None or head.erased:
            return None
        missed = self._missed(desk, head, facts) if "first" in facts else Missed(head, [])
        if not (missed.replies if "first" in facts else _is_of(head, facts)):
            return None
        customer = self._customers.known(desk, customer_id=head.customer)
        # A letter of the version before names no address.
        customer = replace(customer, email=facts.get("to", customer.email))
        if not customer.email:
            return None
        page = self._page_of(desk, customer)
        if missed.replies and self._by_mail().continues(desk):
            return self._by_mail().write(desk, missed, customer, page)
        return self._notice(desk, customer, page) if page else None

    def _missed(self, desk: Desk, head: Head, facts: Mapping[str, str]) -> Missed:
        """The replies that a letter is to hold, as they are now: those that stand and are unseen."""
        after = max(head.seen_customer, int(facts["first"]) - 1)
        last, found = int(facts["last"]), list[Message]()
        for _ in range(MOST_PAGES):
            page = self._conversations.history(
                desk, conversation=head.id, after=after, before=last + 1, limit=PAGE
            ).messages
            if not page:
                return Missed(head, found)
            found += [message for message in page if is_reply(message)]
            after = page[-1].seq
        return Missed(head, found, more=after < last)

    def _notice(self, desk: Desk, customer: Customer, page: str) -> Composed:
        return Composed(
            to=customer.email,
            locale=customer.locale,
            link=None,
            name=self._merchants.merchant(desk).name,
            page=page,
        )

    def _find(self, desk: Desk, conversation: str) -> Head | None:
        try:
            return self._conversations.get(desk, conversation=conversation)
        except NotFound:
            return None

    def _page_of(self, desk: Desk, customer: Customer) -> str:
        """The one they came by, where the widget still may stand: nothing else knows them again."""
        origins = self._merchants.widget(desk).allowed_origins
        return customer.origin if customer.origin in origins else next(iter(origins), "")


def _is_unseen(head: Head) -> bool:
    """Its customer has still to see the reply that the letter is about."""
    return not head.erased and head.told is not None and head.told.seq > head.seen_customer


def _is_of(head: Head, facts: Mapping[str, str]) -> bool:
    """It is this letter by which the head tells of what is unseen, and no later one."""
    due = to_wire(head.told.due) if head.told else ""
    return _is_unseen(head) and facts.get("due", due) == due  # the version before did not say when
