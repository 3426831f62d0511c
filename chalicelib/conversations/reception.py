"""Where a visitor arrives: who they are (customers) and what they were talking about, in one answer."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.attachments.service import AttachmentsService
from chalicelib.audit.log import Audit
from chalicelib.conversations.amendments import window_of
from chalicelib.conversations.model import Head
from chalicelib.conversations.service import ConversationsService, Words
from chalicelib.core.clock import Clock, to_ms
from chalicelib.core.errors import NotFound
from chalicelib.core.ids import new_sending_session
from chalicelib.customers.service import CustomersService
from chalicelib.table.desk import Desk


class Reception:
    def __init__(
        self,
        *,
        customers: CustomersService,
        conversations: ConversationsService,
        clock: Clock,
        bot_face: Callable[[Desk], dict[str, Any] | None],
        name_of: Callable[[Desk], str],
        audit: Audit,
        attachments: AttachmentsService,
    ) -> None:
        """`bot_face`: name and welcome of the bot, where it speaks first; `name_of`: who calls."""
        self.customers = customers
        self.conversations = conversations
        self._clock = clock
        self._bot_face = bot_face
        self._name_of = name_of
        self._audit = audit
        self._attachments = attachments

    def for_caller(self, desk: Desk, head: Head) -> dict[str, Any]:
        return self.for_visitor(head) if desk.caller.is_visitor else head.wire()

    def for_visitor(self, head: Head) -> dict[str, Any]:
        return head.wire_for_visitor(self._clock())

    def visit(self, *, widget_key: str, grant: str, **given: str) -> dict[str, Any]:
        visit = self.customers.visit(widget_key=widget_key, grant=grant, **given)
        with visit.desk.open():
            head = self.conversations.current(visit.desk)
            looks = self.customers.looks(visit.desk)
            bot = self._bot_face(visit.desk)
        current = self.for_visitor(head) if head else None
        return {**visit.wire(), "conversation": current, "bot": bot, **looks}

    def begin_sending(
        self, desk: Desk, *, conversation: str | None = None, session: str | None = None
    ) -> dict[str, Any]:
        """A sending session, and the conversation it may speak in: the one named, or a visitor's own.

        A fresh one, or one handed out before that shall speak in a further conversation.
        """
        session = session or new_sending_session(at_ms=to_ms(self._clock()))
        head = (
            self.conversations.register(desk, conversation=conversation, session=session)
            if conversation
            else self.conversations.current(desk)
            if desk.caller.is_visitor
            else None
        )
        return {
            "session": session,
            "conversation": self.for_caller(desk, head) if head else None,
            "amend_s": int(window_of(desk.caller).total_seconds()),
        }

    def say(
        self, desk: Desk, *, conversation: str | None, said: Mapping[str, Any]
    ) -> dict[str, Any]:
        words = Words.of(said, author_name=self._name_of(desk))
        return self.conversations.say(desk, conversation=conversation, words=words).said()

    def edit(self, desk: Desk, *, text: str, edits: int | None, **place: Any) -> dict[str, Any]:
        changed = self.conversations.edit(desk, text=text, edits=edits, **place)
        return {"message": changed.wire(desk.caller)}

    def recall(self, desk: Desk, *, conversation: str, seq: int) -> dict[str, Any]:
        changed = self.conversations.recall(desk, conversation=conversation, seq=seq)
        return {"message": changed.wire(desk.caller)}

    def file_link(self, desk: Desk, *, conversation: str, seq: int, file: str) -> dict[str, Any]:
        """To whoever may read the message that has it, while it has it."""
        message = self.conversations.message(desk, conversation=conversation, seq=seq)
        found = next((each for each in message.extra.files if each.id == file), None)
        if found is None:
            raise NotFound("There is no such file.")
        return self._attachments.link(desk, found)

    def versions(self, desk: Desk, *, conversation: str, seq: int) -> list[dict[str, Any]]:
        """What a message was; that somebody looked is written down before anything is shown."""
        found = self.conversations.versions(desk, conversation=conversation, seq=seq)
        detail = {"seq": str(seq)}
        self._audit.write(desk, action="message.versions_read", on=conversation, detail=detail)
        return [message.wire(desk.caller) for message in found]
