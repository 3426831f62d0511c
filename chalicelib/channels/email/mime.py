"""A mail's body in parts: its words, its HTML, its files. Bounded before it is parsed.

The standard library reads mail faithfully, and without a limit: two thousand nested parts end it by
recursion. So what could make it work without end is counted in the bytes first.
"""

import email.message
import email.parser
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from enum import StrEnum
from typing import Any

from chalicelib.channels.email.charsets import decoded
from chalicelib.channels.email.headers import raw_values, value
from chalicelib.channels.email.headers import text as header_text
from chalicelib.core.values import Value

MOST_BYTES = 40 * 1024 * 1024
MOST_HEADER_BYTES = 64 * 1024
MOST_PARTS = 500
MOST_NESTING = 100  # boundaries and mails within mails, anywhere in it
MOST_FILES = 50
MOST_WORDS_BYTES = 2 * 1024 * 1024  # of one part that is words
_NESTS = re.compile(rb"\bboundary\s*\*?0?\*?=|\bmessage/", re.IGNORECASE)
_HEADER_ENDS = re.compile(rb"(?:\A|\r?\n)\r?\n|\r\r")


class Problem(StrEnum):
    """Why less of a mail is read than was sent; the original is kept beside it."""

    TOO_LARGE = "too_large"
    TOO_NESTED = "too_nested"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_FILES = "too_many_files"
    HEADERS_CUT = "headers_cut"
    WORDS_CUT = "words_cut"
    ENCRYPTED = "encrypted"


class Mail(Message):
    """Whose parameters may contradict each other: the library's own reading of those raises."""

    def get_param(
        self, param: str, failobj: Any = None, header: str = "content-type", unquote: bool = True
    ) -> Any:
        try:
            return super().get_param(param, failobj, header, unquote)
        except (TypeError, ValueError):
            return failobj


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


def parsed(raw: bytes) -> tuple[Message, list[Problem]]:
    """The message; where a limit is passed, its headers alone."""
    parser = email.parser.BytesParser(Mail, policy=email.policy.compat32)
    end = _HEADER_ENDS.search(raw, 0, MOST_HEADER_BYTES)
    if end is None and len(raw) > MOST_HEADER_BYTES:
        whole = raw[:MOST_HEADER_BYTES].rpartition(b"\n")[0]
        return parser.parsebytes(whole, headersonly=True), [Problem.HEADERS_CUT]
    problem = None
    if len(raw) > MOST_BYTES:
        problem = Problem.TOO_LARGE
    elif sum(1 for _ in _NESTS.finditer(raw)) > MOST_NESTING:
        problem = Problem.TOO_NESTED
    if problem is None:
        return parser.parsebytes(raw), []
    return parser.parsebytes(raw[: end.end() if end else len(raw)], headersonly=True), [problem]


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
    said = value(part, "content-disposition").lower()
    if (
        kind in {"text/plain", "text/html"}
        and not said.startswith("attachment")
        and not name_of(part)
    ):
        data = _data(part)
        if len(data) > MOST_WORDS_BYTES:
            body.say(Problem.WORDS_CUT)
        charset = part.get_param("charset") or ""
        words = decoded(data[:MOST_WORDS_BYTES], str(charset), locale=locale)
        (body.words if kind == "text/plain" else body.html).append(words.replace("\0", ""))
        return
    if len(body.files) == MOST_FILES:
        body.say(Problem.TOO_MANY_FILES)
        return
    cid = value(part, "content-id").strip("<> ")
    body.files.append(Attached(name_of(part) or _unnamed(kind), kind, _data(part), cid))


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
        raw = next(iter(raw_values(part, header)), "")
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
