"""What the bot has before it: what was said since its last answer, and how it has fared until now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chalicelib.bot.model import Intent, Outcome, Triage
from chalicelib.bot.text import fold, language_of
from chalicelib.conversations.model import AuthorKind, Head, Message, MessageKind
from chalicelib.core.values import Value
from chalicelib.inboxes.model import MAILED

LONGEST = 8_000
# No talk with the bot goes on for longer, and none faster: two machines would never end.
MOST_MESSAGES, MOST_A_MINUTE = 60, 6
MINUTE = timedelta(minutes=1)
# A machine that answers letters is slower, and may not say what it is.
MOST_AN_HOUR_BY_MAIL = 2
HOUR = timedelta(hours=1)


class Heard(Value, frozen=True):
    """`choice`: the option that was clicked last. `misses`: times in a row that it asked back."""

    text: str
    intent: Intent
    locale: str
    choice: str = ""
    misses: int = 0
    looping: bool = False


def hear(head: Head, messages: Sequence[Message], *, now: datetime, triage: Triage) -> Heard | None:
    """`messages`: the latest ones, in their order. None where nothing waits for an answer.

    What was recalled has neither words nor files left, and asks nothing.
    """
    said = [each for each in messages if each.kind is MessageKind.MESSAGE]
    new = [
        each
        for each in said
        if each.seq > head.answered and each.author.kind is AuthorKind.CUSTOMER
    ]
    worded = [each for each in new if each.text]
    if not worded and not any(each.extra.files for each in new):
        return None
    replies = [each for each in said if each.author.kind is AuthorKind.BOT]
    text = "\n".join(each.text for each in worded)[-LONGEST:]
    return Heard(
        text=text,
        intent=_intent(worded, replies, text, triage) if worded else Intent.FILE,
        locale=language_of(text, head.locale),
        choice=worded[-1].extra.choice if worded else "",
        misses=_misses(replies),
        looping=head.seq >= MOST_MESSAGES or _hurried(head, replies, now),
    )


def _hurried(head: Head, replies: Sequence[Message], now: datetime) -> bool:
    if sum(now - each.at < MINUTE for each in replies) >= MOST_A_MINUTE:
        return True
    by_mail = head.via is not None and head.via.channel in MAILED
    return by_mail and sum(now - each.at < HOUR for each in replies) >= MOST_AN_HOUR_BY_MAIL


def _intent(
    new: Sequence[Message], replies: Sequence[Message], text: str, triage: Triage
) -> Intent:
    """Whoever asked for a person in any of several messages asked; a machine that echoes us is one."""
    if replies and fold(new[-1].text) == fold(replies[-1].text):
        return Intent.AUTOMATIC
    if len(new) > 1 and Intent.PERSON in {triage(each.text) for each in new}:
        return Intent.PERSON
    return triage(text)


def _misses(replies: Sequence[Message]) -> int:
    count = 0
    for reply in reversed(replies):
        if reply.extra.tried.get("decision") != Outcome.ASK_BACK:
            break
        count += 1
    return count
