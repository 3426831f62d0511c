"""Mail that no person wrote: it is kept, and never answered by a machine.

As RFC 3834 and its neighbours mark it, as servers do that never read them, and as Chinese mail systems
say it in the subject alone.
"""

import re
from email.message import Message
from enum import StrEnum

from chalicelib.channels.email.addresses import addresses
from chalicelib.channels.email.headers import value, values


class Automatic(StrEnum):
    BOUNCE = "bounce"
    RECEIPT = "receipt"  # that it was read, or called spam
    REPLY = "auto_reply"
    BULK = "bulk"
    OURS = "ours"  # what this desk has sent itself


# Told by a header: its name, what it says, and what the mail is then. The first one counts.
MARKS: tuple[tuple[str, str, Automatic], ...] = (
    ("x-failed-recipients", r".+", Automatic.BOUNCE),
    ("auto-submitted", r"auto-(?:replied|generated|notified).*|yes.*|vacation.*", Automatic.REPLY),
    ("x-auto-response-suppress", r".*\b(?:all|autoreply|oof)\b.*", Automatic.REPLY),
    ("x-autoreply", r"(?!no$).+", Automatic.REPLY),
    ("x-autorespond", r"(?!no$).*", Automatic.REPLY),
    ("x-autoreply-from", r".*", Automatic.REPLY),
    ("x-ms-exchange-inbox-rules-loop", r".*", Automatic.REPLY),
    ("precedence", r"auto_reply", Automatic.REPLY),
    ("x-loop", r".*", Automatic.BULK),
    ("precedence", r"bulk|list|junk", Automatic.BULK),
    ("list-id", r".*", Automatic.BULK),
    ("list-unsubscribe", r".*", Automatic.BULK),
    ("feedback-id", r".*", Automatic.BULK),
)
_NOBODY = re.compile(
    r"(?:mailer-daemon|postmaster|(?:do[-_.]?)?no[-_.]?t?[-_.]?reply\d*|bounces?|auto[-_.]?reply)(?:[+\-=].*)?"
)
_DAEMON = re.compile(r"mailer-daemon|postmaster")
_SUBJECT = re.compile(
    r"(?:自动回复|自動回覆|自动答复|自動答覆|自動回應|自动应答)(?:\W.*)?"
    r"|(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office)\b.*",
    re.IGNORECASE,
)
_BOUNCED = re.compile(
    r"(?:系统退信|退信通知)(?:\W.*)?"
    r"|(?:undeliver(?:able|ed)|delivery status notification|mail delivery failed)\b.*",
    re.IGNORECASE,
)
_READ = re.compile(r"(?:已读|已讀|read)\s*[:：].*", re.IGNORECASE)


def automatic(message: Message, *, domain: str) -> Automatic | None:
    """`domain`: in which the desk itself names its messages."""
    if value(message, "message-id").lower().endswith(f"@{domain}>"):
        return Automatic.OURS
    return _report(message) or _marked(message) or _sender(message) or _subject(message)


def _report(message: Message) -> Automatic | None:
    """What RFC 6522 calls a report, and what servers before it sent."""
    if message.get_content_type() != "multipart/report":
        return None
    kind = str(message.get_param("report-type") or "").lower()
    told = {"disposition-notification", "feedback-report"}
    return Automatic.RECEIPT if kind in told else Automatic.BOUNCE


def _marked(message: Message) -> Automatic | None:
    for name, says, kind in MARKS:
        if any(re.fullmatch(says, said, re.IGNORECASE) for said in values(message, name)):
            return kind
    return None


def _sender(message: Message) -> Automatic | None:
    """Nobody's address; an empty return path is that of a report."""
    paths = values(message, "return-path")
    if paths and paths[0] in {"<>", ""}:
        return Automatic.BOUNCE
    for each in addresses(message, "from"):
        local = each.email.rpartition("@")[0]
        if _DAEMON.fullmatch(local):
            return Automatic.BOUNCE
        if _NOBODY.fullmatch(local):
            return Automatic.BULK
    return None


def _subject(message: Message) -> Automatic | None:
    subject = value(message, "subject")
    for pattern, kind in ((_SUBJECT, Automatic.REPLY), (_BOUNCED, Automatic.BOUNCE)):
        if pattern.fullmatch(subject):
            return kind
    return Automatic.RECEIPT if _READ.fullmatch(subject) else None
