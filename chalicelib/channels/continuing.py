"""A talk of the widget that goes on by mail: what its customer has missed, as a letter from an inbox.

The letter is answered to the signed address of the conversation, and so comes back into it. It goes to
the address in the customer's own record, and to none that a message names. It was merely typed there,
and may be somebody else's: so the letter holds no word of its customer's.
"""

from collections.abc import Callable, Mapping

from chalicelib.channels.adapter import Account, Adapter
from chalicelib.channels.email.channel import given
from chalicelib.channels.email.writable import Unaddressable
from chalicelib.channels.letters import Letters
from chalicelib.channels.model import Outbound, Outcome, Part, PartKind, Sent
from chalicelib.channels.outward import key_of, outbound_of
from chalicelib.channels.store import Arrived, ChannelStore
from chalicelib.conversations.model import Head, Message
from chalicelib.conversations.reminding import Missed
from chalicelib.core.values import replace
from chalicelib.customers.identities import Identity, Kind
from chalicelib.customers.model import Customer
from chalicelib.inboxes.model import Channel, Inbox, State
from chalicelib.inboxes.service import InboxesService
from chalicelib.links.model import Composed, Origin
from chalicelib.mail.texts import render
from chalicelib.table import writes
from chalicelib.table.desk import Desk

# Of the words of one letter: room for the longest message, and far from what SES takes of a mail (10 MB).
MOST_BYTES = 100_000
_BETWEEN = "\n\n"


class Continuing:
    def __init__(
        self,
        *,
        inboxes: InboxesService,
        adapters: Mapping[Channel, Adapter],
        account: Callable[[Desk, Inbox], Account],
        letters: Letters,
        reason_of: Callable[..., str],
        store: ChannelStore,
    ) -> None:
        """`reason_of`: why nothing reaches an identity; empty where nothing is known against it."""
        self._inboxes = inboxes
        self._adapters = adapters
        self._account = account
        self._letters = letters
        self._reason_of = reason_of
        self._store = store

    def continues(self, desk: Desk) -> bool:
        return self._inbox(desk) is not None

    def write(self, desk: Desk, missed: Missed, customer: Customer, page: str) -> Composed | None:
        """None where nothing can reach the address: nothing would be gained by another sender."""
        inbox = self._inbox(desk)
        if inbox is None or self._reason_of(
            desk, identity=Identity(Kind.EMAIL, "", customer.email)
        ):
            return None
        account, adapter = self._account(desk, inbox), self._adapters[inbox.channel]
        outbound = self._outbound(missed, customer, account, page)
        letter = self._letters.continued(desk, missed.head, missed.replies, outbound)
        found = written(adapter, letter, account, locale=customer.locale)
        (name,) = adapter.names(letter, account, Sent(Outcome.ACCEPTED))
        origin = Origin(inbox.id, missed.head.id, missed.replies[0].seq, name)
        return replace(found, origin=origin) if found else None

    def left(self, desk: Desk, origin: Origin, name: str) -> None:
        """By these names the other side tells of the letter: a report marks the address, and no message."""
        here = Arrived(origin.conversation, origin.seq, "")
        for each in (origin.name, given(name)):
            try:
                writes.transact(self._store.arriving(desk, origin.inbox, each, here))
            except writes.ConditionFailed:
                continue  # of a time before

    def _outbound(
        self, missed: Missed, customer: Customer, account: Account, page: str
    ) -> Outbound:
        head, replies = missed.head, missed.replies
        said = render(
            "continued_page" if page else "continued",
            to=customer.email,
            locale=head.locale,
            link=page,
            name=account.settings.get("sender_name") or account.merchant["name"],
            words=_within(missed),
        )
        return Outbound(
            key=key_of(head.id, replies[0].seq),
            conversation=head.id,
            to=customer.email,
            parts=[Part(PartKind.TEXT, said.text)],
            at=replies[-1].at,
            author=replies[-1].author.name,
            subject=head.subject or said.subject,
        )

    def _inbox(self, desk: Desk) -> Inbox | None:
        """The first that was made of those that are set to it."""
        if not self._inboxes.mail_domain:
            return None
        return next((each for each in self._inboxes.all(desk) if _takes_over(each)), None)


def _takes_over(inbox: Inbox) -> bool:
    standing = inbox.channel is Channel.EMAIL and inbox.state is State.ON
    return standing and bool(inbox.settings.get("continues"))


def written(
    adapter: Adapter, letter: Outbound, account: Account, *, locale: str
) -> Composed | None:
    """The whole mail of an inbox for the outbox; none where none can be written to that address."""
    try:
        (call,) = adapter.render(letter, account)
        home = adapter.render(letter, replace(account, sender="")) if account.sender else []
    except Unaddressable:
        return None
    return Composed(
        to=letter.to,
        locale=locale,
        link=None,
        sender=account.sender or account.address,
        raw=call.body,
        home=account.address,
        spare=home[0].body if home else b"",
    )


def _within(missed: Missed) -> str:
    """As many of the replies as a letter holds, and a word of those that it does not."""
    told, left, more = list[str](), MOST_BYTES, missed.more
    for each in missed.replies:
        words = words_of(missed.head, each)
        left -= len(words.encode()) + len(_BETWEEN)
        if left < 0:
            more = True
            break
        told.append(words)
    if more:
        told.append(render("continued_more", to="", locale=missed.head.locale).text)
    return _BETWEEN.join(told)


def words_of(head: Head, message: Message) -> str:
    """Files are named: they are read on the page."""
    parts = outbound_of(head, message, "").parts
    told = (f"[{part.media.name}]" if part.media else part.text for part in parts)
    return "\n".join(told)
