"""To whom an answer goes: where its customer wrote from last in that conversation, and to nobody else.

An address counts where it is one of theirs. Their last mail may name another one for answers; it is
believed where somebody vouches for that mail. What others say by the signed address redirects nothing.
The bot answers where such a mail came from, and nowhere else: no person looks at where it goes.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from chalicelib.channels.email.writable import is_writable
from chalicelib.conversations.model import AuthorKind, Head, Message, MessageKind
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.observe import logger
from chalicelib.core.values import replace
from chalicelib.customers.allowance import UNASKED, Allowance
from chalicelib.customers.identities import Identity, Kind, known_by
from chalicelib.customers.model import Customer
from chalicelib.customers.recognising import Recognising
from chalicelib.inboxes.model import MAILED, Channel, Inbox
from chalicelib.table.desk import Desk

LOOK_BACK = 50
_EVER = datetime(2020, 1, 1, tzinfo=UTC)


class Recipients:
    def __init__(
        self,
        *,
        conversations: ConversationsService,
        identities: Recognising,
        known: Callable[[Desk, str], Customer],
        allowance: Allowance,
        mail_domain: str,
    ) -> None:
        """`known`: a customer by id. `mail_domain`: where our own mail comes in."""
        self._conversations = conversations
        self._identities = identities
        self._known = known
        self._allowance = allowance
        self._mail_domain = mail_domain

    def to(self, desk: Desk, inbox: Inbox, head: Head, message: Message) -> tuple[str, str]:
        """Of a message that is to go out: the address, or none and why."""
        if message.author.kind is not AuthorKind.BOT or inbox.channel not in MAILED:
            return self.of(desk, inbox, head)
        to, why = _reached(self._proved(desk, head))
        first = message.delivery is None or not message.delivery.attempts
        if to and first and self._allowance.wait_for(to, *UNASKED):
            logger.warning("enough letters", inbox=inbox.id, conversation=head.id)
            return "", "enough_letters"
        return to, why

    def of(self, desk: Desk, inbox: Inbox, head: Head) -> tuple[str, str]:
        """To which a person's answer goes; or none, and why nothing reaches them any more."""
        return _reached(self.addresses(desk, inbox, head))

    def addresses(self, desk: Desk, inbox: Inbox, head: Head) -> list[Identity]:
        """All at which they may be reached by that inbox, the best first."""
        known = self._of_family(desk, head.customer)
        if inbox.channel is Channel.WEBHOOK:
            return [e for e in known if (e.kind, e.space) == (Kind.EXTERNAL, inbox.id)]
        theirs = _mailed(known)
        wrote = [e for e in self._wrote(desk, head) if _normalised(e) in theirs]
        found = [
            *self._named(desk, inbox, wrote[:1]),
            *(theirs[_normalised(each)] for each in wrote),
        ]
        found += sorted(theirs.values(), key=_newest_proved, reverse=True)
        return list({each.normalised: each for each in found}.values())

    def _proved(self, desk: Desk, head: Head) -> list[Identity]:
        """Where their mails came from that somebody vouches for, the latest first."""
        theirs = _mailed(self._of_family(desk, head.customer))
        mails = [e for e in self._wrote(desk, head) if not e.extra.source.get("unproved")]
        return [theirs[_normalised(each)] for each in mails if _normalised(each) in theirs]

    def _of_family(self, desk: Desk, customer: str) -> list[Identity]:
        """Theirs first, then those of the records that are one with it; and what these merely say."""
        record = self._known(desk, customer)
        whole = self._known(desk, record.merged_into) if record.merged_into else record
        family = dict.fromkeys((record.id, whole.id, *whole.merged))
        said = [known_by(Kind.EMAIL, each.email) for each in (record, whole)]
        listed = [e for each in family for e in self._identities.of(desk, customer_id=each)]
        return [*filter(None, said), *listed]

    def _wrote(self, desk: Desk, head: Head) -> list[Message]:
        """What came by mail under its customer's name, the latest first."""
        page = self._conversations.history(
            desk, conversation=head.id, before=head.seq + 1, limit=LOOK_BACK
        )
        return [each for each in reversed(page.messages) if _is_mail(each)]

    def _named(self, desk: Desk, inbox: Inbox, last: Sequence[Message]) -> Iterator[Identity]:
        """Where their last mail asks for answers, if it is known to be theirs."""
        own = str(inbox.settings.get("from_address", "")).lower()
        for message in last:
            source = message.extra.source
            for email in () if source.get("unproved") else source.get("reply_to", ())[:1]:
                named = Identity(Kind.EMAIL, "", email)
                if named.normalised == own or named.normalised.endswith(f"@{self._mail_domain}"):
                    continue  # an inbox of ours, whose mail would come back to us
                if not is_writable(email):
                    continue
                why = self._identities.reason_of(desk, identity=named)
                yield replace(named, undeliverable=why)


def _mailed(known: Sequence[Identity]) -> dict[str, Identity]:
    return {each.normalised: each for each in known if each.kind is Kind.EMAIL}


def _reached(found: Sequence[Identity]) -> tuple[str, str]:
    """The first that is reached; or none, and why."""
    reached = next((each.value for each in found if not each.undeliverable), "")
    return (reached, "") if reached or not found else ("", found[0].undeliverable)


def _is_mail(message: Message) -> bool:
    said = message.kind is MessageKind.MESSAGE and message.author.kind is AuthorKind.CUSTOMER
    return said and "@" in str(message.extra.source.get("from", ""))


def _normalised(message: Message) -> str:
    return Identity(Kind.EMAIL, "", str(message.extra.source["from"])).normalised


def _newest_proved(identity: Identity) -> tuple[bool, datetime]:
    return identity.verified, identity.at or _EVER
