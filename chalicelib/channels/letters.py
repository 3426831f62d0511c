"""What a letter says besides its words: whom it answers, what they wrote, the ticket, the files themselves."""

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.attachments.model import File
from chalicelib.channels.model import Outbound, Part
from chalicelib.conversations.model import AuthorKind, Head, Message, MessageKind
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.clock import to_wire
from chalicelib.core.values import replace
from chalicelib.table.desk import Desk

LOOK_BACK = 50
MOST_FOLLOWED = 20
MOST_BYTES = 7 * 1024 * 1024  # of all its files: what is beyond goes as links


class Letters:
    """`content`: of a file of the conversation."""

    def __init__(
        self, *, conversations: ConversationsService, content: Callable[[Desk, str], bytes]
    ) -> None:
        self._conversations = conversations
        self._content = content

    def of(self, desk: Desk, head: Head, message: Message, outbound: Outbound) -> Outbound:
        before = self._conversations.history(
            desk, conversation=head.id, before=message.seq, limit=LOOK_BACK
        ).messages
        theirs = [each for each in before if _is_theirs(each)]
        data: dict[str, Any] = {
            "id": message.id,
            "name": head.customer_name,
            "locale": head.locale,
            "ticket": head.ticket.number,
            "follows": _names(theirs),
            "purpose": "bot" if message.author.kind is AuthorKind.BOT else "answer",
        }
        if theirs:
            last = theirs[-1]
            who = last.author.name or head.customer_name
            data["quoted"] = [who, to_wire(last.at), last.text]
        files = {file.id: file for file in message.extra.files}
        return replace(outbound, data=data, parts=self._parts(desk, outbound.parts, files))

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


def _is_theirs(message: Message) -> bool:
    said = message.kind is MessageKind.MESSAGE
    return said and message.author.kind is AuthorKind.CUSTOMER


def _names(theirs: Sequence[Message]) -> list[str]:
    """Their own letters' names, the nearest last."""
    names = [str(each.extra.source.get("id", "")) for each in theirs]
    return [each for each in names if each.startswith("<")][-MOST_FOLLOWED:]
