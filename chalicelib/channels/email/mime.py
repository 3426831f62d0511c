"""A mail's body in parts: its words, its HTML, its files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from chalicelib.channels.email.charsets import decoded
from chalicelib.channels.email.headers import MOST_CHARACTERS, raw_values, value
from chalicelib.channels.email.headers import text as header_text
from chalicelib.channels.email.parsing import Problem
from chalicelib.core.values import Value

MOST_PARTS = 500
MOST_FILES = 50
MOST_WORDS_BYTES = 2 * 1024 * 1024  # of one part that is words


class Attached(Value, frozen=True):
    """`about`: what the sender says it is. `cid`: by which its HTML names it, if it does."""

    name: str
    about: str
    data: bytes
    cid: str = ""


@dataclass(slots=True)
class Body:
    words: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def say(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def body_of(message: Message, *, locale: str = "") -> Body:
    body = Body()
    for count, part in enumerate(leaves(message)):
        if count == MOST_PARTS:
            body.say(Problem.TOO_MANY_PARTS)
            break
        _take(body, part, locale)
    return body


def leaves(message: Message) -> Iterator[Message]:
    """In their order; of alternatives all, a mail within the mail as one."""
    stack: list[Any] = [message]
    while stack:
        part = stack.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            stack.extend(reversed(part.get_payload()))
        else:
            yield part


def _take(body: Body, part: Message, locale: str) -> None:
    kind = part.get_content_type()
    if kind in {"application/pgp-encrypted", "application/x-pkcs7-mime", "application/pkcs7-mime"}:
        body.say(Problem.ENCRYPTED)
    if _is_said(part, kind):
        data = _data(part)
        if len(data) > MOST_WORDS_BYTES:
            body.say(Problem.WORDS_CUT)
        charset = part.get_param("charset") or ""
        words = decoded(data[:MOST_WORDS_BYTES], str(charset), locale=locale)
        (body.html if kind == "text/html" else body.words).append(words.replace("\0", ""))
        return
    if len(body.files) == MOST_FILES:
        body.say(Problem.TOO_MANY_FILES)
        return
    cid = value(part, "content-id").strip("<> ")
    body.files.append(Attached(name_of(part) or _unnamed(kind), kind, _data(part), cid))


def _is_said(part: Message, kind: str) -> bool:
    """Words of the mail itself, also of one that claims parts and has none; and no file."""
    if part.get_content_maintype() == "multipart":
        return True
    attached = value(part, "content-disposition").lower().startswith("attachment")
    return kind in {"text/plain", "text/html"} and not attached and not name_of(part)


def _data(part: Message) -> bytes:
    """A mail within the mail as it was sent; a part that claims parts and has none, as its text."""
    if part.is_multipart():
        below: Any = part.get_payload()
        return b"".join(each.as_bytes() for each in below if isinstance(each, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def name_of(part: Message) -> str:
    """RFC 2231 in whatever charset, encoded words where none may stand, or raw bytes."""
    for header, param in (("content-disposition", "filename"), ("content-type", "name")):
        raw = next(iter(raw_values(part, header)), "")[:MOST_CHARACTERS]
        if not raw.isascii():  # the library leaves none of these bytes
            found = re.search(rf"\b{param}\s*=\s*\"?([^\";\r\n]+)", raw, re.IGNORECASE)
            said: Any = found[1] if found else ""
        else:
            said = part.get_param(param, header=header)
        if isinstance(said, tuple):
            charset, _, coded = said
            return decoded(coded.encode("latin-1", "replace"), charset or "")
        if said:
            return header_text(said)
    return ""


_NAMES = {
    "message/rfc822": "mail.eml",
    "text/calendar": "invitation.ics",
    "application/pgp-signature": "signature.asc",
    "application/pkcs7-signature": "smime.p7s",
    "message/delivery-status": "delivery-status.txt",
}


def _unnamed(kind: str) -> str:
    main, _, sub = kind.partition("/")
    return _NAMES.get(kind) or f"{main}.{re.sub(r'[^a-z0-9]', '', sub)[:8] or 'bin'}"
