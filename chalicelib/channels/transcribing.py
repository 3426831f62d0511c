"""A transcript by mail in its merchant's looks: from the conversation's own inbox, else from their first.

It may go to somebody whom its customer names for this once. So it is answered to the inbox, and not to
the signed address: who is sent the talk has not been let into it.
"""

from collections.abc import Callable, Mapping

from chalicelib.channels.adapter import Account, Adapter
from chalicelib.channels.continuing import written
from chalicelib.channels.model import Media, Outbound, Part, PartKind
from chalicelib.conversations.model import Head
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.clock import Clock
from chalicelib.core.ids import new_id
from chalicelib.inboxes.model import MAILED, Channel, Inbox, State
from chalicelib.inboxes.service import InboxesService
from chalicelib.links.model import Composed
from chalicelib.mail.texts import render
from chalicelib.table.desk import Desk


class Transcribing:
    def __init__(
        self,
        *,
        inboxes: InboxesService,
        conversations: ConversationsService,
        adapters: Mapping[Channel, Adapter],
        account: Callable[[Desk, Inbox], Account],
        clock: Clock,
    ) -> None:
        self._inboxes = inboxes
        self._conversations = conversations
        self._adapters = adapters
        self._account = account
        self._clock = clock

    def branded(self, desk: Desk, conversation: str, plain: Composed) -> Composed:
        """As it is, where the merchant has no inbox that writes, or none can write to that address."""
        head = self._conversations.get(desk, conversation=conversation)
        inbox = self._inbox(desk, head)
        if inbox is None:
            return plain
        outbound = self._outbound(head, plain)
        account = self._account(desk, inbox)
        found = written(self._adapters[inbox.channel], outbound, account, locale=plain.locale)
        return found or plain

    def _outbound(self, head: Head, plain: Composed) -> Outbound:
        """The very file that may be taken away: in the letter its indents, and with them whose words are
        whose, would be lost.
        """
        said = render("transcript_file", to=plain.to, locale=plain.locale, name=plain.name)
        data = plain.words.encode("utf-8-sig")  # which every reader of text files knows
        name = f"conversation-{head.id}.txt"
        file = Media(name=name, about="text/plain", size=len(data), data=data)
        letter = new_id()
        told = {"id": letter, "locale": plain.locale, "purpose": "notice", "unsigned": True}
        return Outbound(
            key=f"transcript.{letter}",
            conversation=head.id,
            to=plain.to,
            parts=[Part(PartKind.TEXT, said.text), Part(PartKind.FILE, media=file)],
            at=self._clock(),
            subject=said.subject,
            data=told,
        )

    def _inbox(self, desk: Desk, head: Head) -> Inbox | None:
        if not self._inboxes.mail_domain:
            return None
        standing = [e for e in self._inboxes.all(desk) if e.channel in MAILED and _is_on(e)]
        own = [each for each in standing if head.via and each.id == head.via.inbox]
        others = [each for each in standing if each.channel is Channel.EMAIL]
        return next(iter([*own, *others]), None)


def _is_on(inbox: Inbox) -> bool:
    return inbox.state is State.ON
