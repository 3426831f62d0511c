"""A conversation as text: what its customer was shown, line by line, in the reader's words and zone.

A line that begins at the margin is ours. What people wrote is indented, each line of it, so that no
words can stand as another's, and names come after what their bearer is.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from chalicelib.conversations.model import AuthorKind, Head, Message, MessageKind
from chalicelib.core.plain import lines, one_line
from chalicelib.core.values import Value

# So many of the latest numbers of a conversation at the most, and about so many bytes of words.
MOST_MESSAGES = 2_000
MOST_BYTES = 1_000_000
TIME = "%Y-%m-%d %H:%M:%S"

WORDS = {
    "en": {
        "title": "Conversation with {merchant}",
        "about": "Conversation {id}, begun {began} (times in {zone})",
        "people": "Taking part:",
        "cut": "What came before is left out: a transcript holds the latest {most} entries or 1 MB.",
        "customer": "Customer",
        "guest": "Taking part",
        "agent": "Agent",
        "bot": "Bot",
        "system": "Desk",
        "edited": "edited",
        "recalled": "recalled",
    },
    "zh": {
        "title": "与 {merchant} 的对话",
        "about": "对话 {id}，开始于 {began}（时区 {zone}）",
        "people": "参与者：",
        "cut": "更早的内容已省略：记录最多包含最近 {most} 条或 1 MB。",
        "customer": "客户",
        "guest": "参与者",
        "agent": "客服",
        "bot": "机器人",
        "system": "客服台",
        "edited": "已编辑",
        "recalled": "已撤回",
    },
}


class Reader(Value, frozen=True):
    locale: str
    zone: tzinfo
    zone_name: str

    def word(self, name: str, **values: str | int) -> str:
        return WORDS[self.locale][name].format(**values)

    def time(self, at: datetime) -> str:
        return at.astimezone(self.zone).strftime(TIME)


def render(
    head: Head, messages: Sequence[Message], *, merchant: str, cut: bool, reader: Reader
) -> str:
    """`messages` in the order of the conversation; `cut`: there were others before them."""
    shown = [message for message in messages if message.kind is MessageKind.MESSAGE]
    people = dict.fromkeys(_who(message, head, reader) for message in shown)
    top = [
        reader.word("title", merchant=one_line(merchant)),
        reader.word("about", id=head.id, began=reader.time(head.created_at), zone=reader.zone_name),
        reader.word("people"),
        *(f"  {who}" for who in people),
        *([reader.word("cut", most=MOST_MESSAGES)] if cut else ()),
    ]
    told = [line for message in shown for line in _told(message, head, reader)]
    return "\n".join([*top, *told]) + "\n"


def _told(message: Message, head: Head, reader: Reader) -> Iterator[str]:
    changed = message.amended
    marks = [reader.word("edited")] if changed and not changed.recalled else []
    who = " · ".join([_who(message, head, reader), *marks])
    yield ""
    yield f"[{reader.time(message.at)}] {who}"
    if changed and changed.recalled:
        yield f"  ({reader.word('recalled')})"
        return
    yield from (f"    {line}".rstrip() for line in lines(message.text))
    yield from (f"  + {one_line(file.name)} ({_size(file.size)})" for file in message.extra.files)
    yield from (f"  - {one_line(label)}" for _, label in message.extra.options)


def _who(message: Message, head: Head, reader: Reader) -> str:
    """What they are comes first: no name can say it of itself. A guest wrote beside the customer."""
    author, guest = message.author, message.extra.source.get("guest")
    if guest and author.kind is AuthorKind.CUSTOMER:
        return " · ".join((reader.word("guest"), one_line(author.name)))
    name = head.customer_name if author.kind is AuthorKind.CUSTOMER else author.name
    return " · ".join(part for part in (reader.word(author.kind), one_line(name)) if part)


def _size(size: int) -> str:
    for unit in ("B", "KB"):
        if size < 1_024:  # noqa: PLR2004 - of the unit above
            return f"{size} {unit}"
        size = -(-size // 1_024)
    return f"{size} MB"
