"""A mail of ours in bytes: the same draft gives the same bytes, and no word of anybody's ends a header.

Everything is ASCII on the way: bodies in base 64, headers in encoded words, names of files by RFC 2231.
"""

import hashlib
import re
from collections.abc import Sequence
from email import encoders, policy
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, quote

from chalicelib.channels.email.addresses import Address
from chalicelib.channels.email.draft import Draft, File, Purpose, divided
from chalicelib.channels.email.pages import as_html, as_text
from chalicelib.channels.email.writable import writable
from chalicelib.core.plain import one_line

MOST_SUBJECT, MOST_NAME, MOST_FILE_NAME = 200, 80, 120
MOST_REFERENCES = 20
_POLICY = policy.compat32.clone(linesep="\r\n", max_line_length=None, mangle_from_=False)
_ID = re.compile(r"<[\x21-\x3b=\x3f-\x7e]{3,248}>")
_KIND = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,80}")
_ANSWERS = re.compile(
    r"(?:(?:re|aw|sv|回复|回覆|答复|答覆)\s*(?:\[\d{1,3}\])?\s*[:：]\s*)+", re.IGNORECASE
)
_SUPPRESSED = {"X-Auto-Response-Suppress": "All"}
MARKS: dict[Purpose, dict[str, str]] = {
    Purpose.ANSWER: {},
    Purpose.BOT: {"Auto-Submitted": "auto-replied", **_SUPPRESSED},
    Purpose.NOTICE: {"Auto-Submitted": "auto-generated", **_SUPPRESSED, "Precedence": "bulk"},
}


def compose(draft: Draft) -> bytes:
    attached, linked = divided(draft.files)
    mark = hashlib.sha256(draft.name.encode()).hexdigest()[:24]
    words = MIMEMultipart("alternative", boundary=f"=_{mark}_words")
    words.attach(MIMEText(as_text(draft, linked), "plain", "utf-8"))
    words.attach(MIMEText(as_html(draft, linked), "html", "utf-8"))
    whole = words
    if attached:
        whole = MIMEMultipart("mixed", boundary=f"=_{mark}_files")
        whole.attach(words)
        for file in attached:
            whole.attach(_attached(file))
    for name, value in _headers(draft).items():
        whole[name] = value
    return whole.as_bytes(policy=_POLICY)


def _headers(draft: Draft) -> dict[str, str]:
    by = one_line(draft.agent)[:MOST_NAME]
    shop = one_line(draft.brand.name)[:MOST_NAME]
    return {
        "From": _mailbox(Address(draft.inbox, f"{by} ({shop})" if by else shop)),
        "To": _mailbox(draft.to),
        "Reply-To": writable(draft.reply_to),
        "Subject": _encoded(subject(draft), "Subject"),
        "Date": format_datetime(draft.at),
        "Message-ID": _named([draft.name])[0],
        **_follows(_named(draft.follows)),
        **MARKS[draft.purpose],
    }


def subject(draft: Draft) -> str:
    """One `Re:`, one number of the ticket, and what it was about."""
    said = one_line(draft.subject)
    bare = _ANSWERS.sub("", said, count=1) if _ANSWERS.match(said) else said
    number = f"[#{draft.ticket}]" if draft.ticket else ""
    about = " ".join(filter(None, [number, bare.replace(number, "").strip() if number else bare]))
    about = about[:MOST_SUBJECT] or one_line(draft.brand.name)[:MOST_NAME]
    return f"Re: {about}" if draft.follows else about


def _follows(names: Sequence[str]) -> dict[str, str]:
    """The first that began it, and the nearest."""
    if not names:
        return {}
    kept = (
        list(names) if len(names) <= MOST_REFERENCES else [names[0], *names[1 - MOST_REFERENCES :]]
    )
    return {"In-Reply-To": names[-1], "References": "\r\n ".join(kept)}


def _named(names: Sequence[str]) -> list[str]:
    return [name for name in names if _ID.fullmatch(name)]


def _mailbox(address: Address) -> str:
    name = one_line(address.name)[: 2 * MOST_NAME + 3]
    email = writable(address.email)
    if not name:
        return email
    said = f'"{quote(name)}"' if name.isascii() else _encoded(name, "From")
    return f"{said} <{email}>"


def _encoded(text: str, header: str) -> str:
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    return Header(text, charset, header_name=header).encode(linesep="\r\n")


def _attached(file: File) -> Message:
    kind = file.kind if _KIND.fullmatch(file.kind) else "application/octet-stream"
    part = MIMEBase(*kind.split("/"))
    part.set_payload(file.data)
    encoders.encode_base64(part)
    name = one_line(file.name)[:MOST_FILE_NAME] or "file"
    said = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "attachment", filename=said)
    return part
