"""What a letter says besides its words: whom it answers, what they wrote, the ticket, the files themselves."""

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.attachments.model import File
from chalicelib.channels.model import Outbound, Part
from chalicelib.channels.telling import told, unquoted
from chalicelib.conversations.model import AuthorKind, Head, Message
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.values import replace
from chalicelib.table.desk import Desk

LOOK_BACK = 50
MOST_BYTES = 7 * 1024 * 1024  # of all its files: what is beyond goes as links


class Letters:
    """`content`: of a file of the conversation."""

    def __init__(
        self, *, conversations: ConversationsService, content: Callable[[Desk, str], bytes]
    ) -> None:
        self._conversations = conversations
        self._content = content

    def of(self, desk: Desk, head: Head, message: Message, outbound: Outbound) -> Outbound:
        """Their own words are quoted to them by people alone: what goes out by itself says none."""
        data = self._told(desk, head, message)
        if message.author.kind is AuthorKind.BOT:
            data = {**unquoted(data), "purpose": "bot"}
        files = {file.id: file for file in message.extra.files}
        return replace(outbound, data=data, parts=self._parts(desk, outbound.parts, files))

    def continued(
        self, desk: Desk, head: Head, replies: Sequence[Message], outbound: Outbound
    ) -> Outbound:
        """Several messages in one letter, to an address that was only typed."""
        data = unquoted(self._told(desk, head, replies[0]))
        by_bot = all(each.author.kind is AuthorKind.BOT for each in replies)
        return replace(outbound, data={**data, "purpose": "bot" if by_bot else "answer"})

    def _told(self, desk: Desk, head: Head, message: Message) -> dict[str, Any]:
        before = self._conversations.history(
            desk, conversation=head.id, before=message.seq, limit=LOOK_BACK
        )
        return told(head, message, before.messages)

    def _parts(self, desk: Desk, parts: Sequence[Part], files: dict[str, File]) -> list[Part]:
        left, found = MOST_BYTES, []
        for part in parts:
            file = files.get(part.media.id) if part.media else None
            if file is None or part.media is None or file.size > left:
                found.append(part)
                continue
            left -= file.size
            media = replace(part.media, data=self._content(desk, file.id))
            found.append(replace(part, media=media))
        return found
