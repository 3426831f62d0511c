"""Conversations: the talk itself, where visitors arrive, and what is told of it elsewhere."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.attaching import Attaching
from chalicelib.wiring.custom import Custom

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.conversations.dealings import Dealings
    from chalicelib.conversations.mapping import Mapping as ConversationShapes
    from chalicelib.conversations.reception import Reception
    from chalicelib.conversations.reminding import ByMail, Reminding
    from chalicelib.conversations.service import ConversationsService
    from chalicelib.conversations.store import ConversationStore
    from chalicelib.links.model import Composed, Letter
    from chalicelib.table.desk import Desk
    from chalicelib.table.writes import Operation
    from chalicelib.transcripts.service import TranscriptsService


class Talking(Custom, Attaching):
    @cached_property
    def conversations(self) -> ConversationsService:
        from chalicelib.conversations.service import ConversationsService

        return ConversationsService(
            clock=self.clock,
            store=self._conversation_store,
            customers=self.customers,
            name_of=self._name_of,
            bot_on=self.merchants.bot_on,
            watch=self._watch_bot,
            remind=self._remind_of_reply,
            file_of=self.file_of,
            saying=self._saying,
        )

    def _name_of(self, desk: Desk) -> str:
        """The bot and the desk itself need no people room."""
        return self.people.name_of(desk)

    def _watch_bot(self, desk: Desk, conversation: str, at: datetime) -> Operation:
        from chalicelib.due.model import Kind

        return self.due.put(desk, kind=Kind.HANDOFF, subject=conversation, at=at)

    def _remind_of_reply(self, desk: Desk, conversation: str, at: datetime) -> Operation:
        from chalicelib.due.model import Kind

        return self.due.put(desk, kind=Kind.REPLY, subject=conversation, at=at)

    @cached_property
    def reception(self) -> Reception:
        from chalicelib.conversations.reception import Reception

        return Reception(
            customers=self.customers,
            conversations=self.conversations,
            clock=self.clock,
            bot_face=self.bot_face,
            name_of=self.access.name_of,
            audit=self.audit,
            attachments=self.attachments,
        )

    @cached_property
    def dealings(self) -> Dealings:
        from chalicelib.conversations.dealings import Dealings
        from chalicelib.conversations.marking import Marking

        return Dealings(
            profiles=self.profiles,
            blocking=self.blocking,
            marking=Marking(conversations=self.conversations, store=self._conversation_store),
            customers=self.customers,
            conversations=self.conversations,
            store=self._conversation_store,
            cursors=self.cursors,
        )

    @cached_property
    def _shapes(self) -> ConversationShapes:
        from chalicelib.conversations.mapping import Mapping as ConversationShapes

        return ConversationShapes(vault=self.vault)

    @cached_property
    def _conversation_store(self) -> ConversationStore:
        from chalicelib.conversations.store import ConversationStore

        return ConversationStore(mapping=self._shapes, cursors=self.cursors)

    @cached_property
    def transcripts(self) -> TranscriptsService:
        from chalicelib.transcripts.service import TranscriptsService

        return TranscriptsService(
            conversations=self.conversations,
            customers=self.customers,
            merchants=self.merchants,
            links=self.links,
            audit=self.audit,
            allowance=self.allowance,
        )

    @cached_property
    def reminding(self) -> Reminding:
        from chalicelib.conversations.reminding import Reminding

        return Reminding(
            conversations=self.conversations,
            customers=self.customers,
            merchants=self.merchants,
            links=self.links,
            due=self.due,
            by_mail=self.by_mail,
            allowance=self.allowance,
            clock=self.clock,
        )

    def by_mail(self) -> ByMail:
        """The inbox from which a talk goes on; the channels know."""
        raise NotImplementedError

    def compose_reply(self, letter: Letter) -> Composed | None:
        return self.reminding.compose(letter)

    def compose_transcript(self, letter: Letter) -> Composed | None:
        return self.transcripts.compose(letter)
