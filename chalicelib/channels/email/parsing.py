"""A mail parsed, as far as no limit is passed: what could make a reader work without end is counted first.

The standard library reads mail faithfully, and without a limit: two thousand nested parts end it by recursion.
"""

import email.parser
import email.policy
import itertools
import re
from email.message import Message
from enum import StrEnum
from typing import Any

MOST_BYTES = 40 * 1024 * 1024
MOST_HEADER_BYTES = 64 * 1024
MOST_NESTING = 100  # boundaries and mails within mails, anywhere in it
MOST_LINES = 1_000_000  # the library keeps each as a string of its own
MOST_DIVISIONS = 20_000  # lines that may begin a part
MOST_BLOCKS = 5_000  # of headers, in a report
MOST_PARAMETERS = 100  # of one header: they are parsed in quadratic time
_NESTS = re.compile(rb"\bboundary\s*\*?0?\*?=|\bmessage/", re.IGNORECASE)
_REPORTS = re.compile(rb"delivery-status", re.IGNORECASE)
_HEADER_ENDS = re.compile(rb"(?:\A|\r?\n)\r?\n|\r\r")


class Problem(StrEnum):
    """Why less of a mail is read than was sent; the original is kept beside it."""

    TOO_LARGE = "too_large"
    TOO_NESTED = "too_nested"
    TOO_MANY_LINES = "too_many_lines"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MANY_FILES = "too_many_files"
    HEADERS_CUT = "headers_cut"
    WORDS_CUT = "words_cut"
    ENCRYPTED = "encrypted"


class Mail(Message):
    """Whose parameters may contradict each other, which the library raises for, or have no end."""

    def get_param(
        self, param: str, failobj: Any = None, header: str = "content-type", unquote: bool = True
    ) -> Any:
        if str(self.get(header, "")).count(";") > MOST_PARAMETERS:
            return failobj
        try:
            return super().get_param(param, failobj, header, unquote)
        except (TypeError, ValueError):
            return failobj


def parsed(raw: bytes) -> tuple[Message, list[Problem]]:
    """The message; where a limit is passed, its headers alone."""
    parser = email.parser.BytesParser(Mail, policy=email.policy.compat32)
    end = end_of_headers(raw)
    if not end and len(raw) > MOST_HEADER_BYTES:
        whole = raw[:MOST_HEADER_BYTES].rpartition(b"\n")[0]
        return parser.parsebytes(whole, headersonly=True), [Problem.HEADERS_CUT]
    if (problem := _too_much(raw)) is None:
        return parser.parsebytes(raw), []
    return parser.parsebytes(raw[: end or len(raw)], headersonly=True), [problem]


def end_of_headers(raw: bytes) -> int:
    """Where the first empty line ends; 0 where there is none within reach."""
    found = _HEADER_ENDS.search(raw, 0, MOST_HEADER_BYTES)
    return found.end() if found else 0


def _too_much(raw: bytes) -> Problem | None:
    if len(raw) > MOST_BYTES:
        return Problem.TOO_LARGE
    if raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n") > MOST_LINES:
        return Problem.TOO_MANY_LINES
    if raw.count(b"\n--") + raw.count(b"\r--") > MOST_DIVISIONS:
        return Problem.TOO_MANY_PARTS
    blocks = raw.count(b"\n\n") + raw.count(b"\n\r\n") + raw.count(b"\r\r")
    if blocks > MOST_BLOCKS and _REPORTS.search(raw):
        return Problem.TOO_MANY_PARTS
    nesting = sum(1 for _ in itertools.islice(_NESTS.finditer(raw), MOST_NESTING + 1))
    return Problem.TOO_NESTED if nesting > MOST_NESTING else None
