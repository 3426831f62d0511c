"""A mail read whole: who wrote what, what it answers, what came with it, and what became of ours.

It takes any bytes, and ends soon: what each part of the reading is bounded by stands in docs/channels.md.
"""

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from email.message import Message
from enum import StrEnum

from chalicelib.channels.email import quotes
from chalicelib.channels.email.addresses import Address, addresses
from chalicelib.channels.email.automatic import Automatic, automatic
from chalicelib.channels.email.envelope import Envelope, Verdicts
from chalicelib.channels.email.headers import moment, value
from chalicelib.channels.email.html import Shown, shown
from chalicelib.channels.email.mime import Attached, Body, body_of
from chalicelib.channels.email.parsing import Problem, end_of_headers, parsed
from chalicelib.channels.email.reports import Report, report_of
from chalicelib.channels.email.senders import is_of_one, sender_of
from chalicelib.channels.email.words import words_of
from chalicelib.core.plain import one_line
from chalicelib.core.values import Value

MOST_SUBJECT, MOST_ID, MOST_REFERENCES = 300, 250, 8_192
_ID = re.compile(r"<[^<>\s]+>")
_SEALED = re.compile(r"^-----BEGIN PGP MESSAGE-----\s*$", re.MULTILINE)
_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\s*$", re.MULTILINE)


class Note(StrEnum):
    """What a reader should know before believing it."""

    CALENDAR = "calendar"
    SIGNED = "signed"  # nobody has checked by whom
    DISGUISED = "disguised"  # its sender's name is somebody else's address


class Letter(Value, frozen=True):
    """`text`: what it says anew; `whole`: with the mail that it answers. `id`: empty if it has none.

    `digest`: of what its sender wrote, whatever way it came. `is_of_one`: every reader finds the same
    sender in it. `references`: the names it follows, the nearest last. `date`: as its sender's
    clock has it. `files` in their order, those that the HTML shows among them.
    """

    sender: Address
    id: str
    digest: str
    subject: str
    text: str
    whole: str
    html: Shown
    envelope: Envelope
    to: Sequence[Address] = ()
    cc: Sequence[Address] = ()
    reply_to: Sequence[Address] = ()
    references: str = ""
    date: datetime | None = None
    files: Sequence[Attached] = ()
    automatic: Automatic | None = None
    report: Report | None = None
    notes: Sequence[Note] = ()
    problems: Sequence[Problem] = ()
    is_of_one: bool = False

    @property
    def verdicts(self) -> Verdicts:
        return self.envelope.verdicts


def read(
    raw: bytes,
    *,
    envelope: Envelope,
    domain: str,
    locale: str = "",
    ours: Collection[str] = (),
) -> Letter:
    """`domain`: in which we name our own messages. `locale`: of the merchant. `ours`: the addresses from
    which its inbox writes.
    """
    message, problems = parsed(raw)
    body = body_of(message, locale=locale)
    whole = _whole(body)
    sender = sender_of(message, envelope)
    return Letter(
        sender=sender,
        id=_id(message),
        digest=_digest(message, raw),
        subject=one_line(value(message, "subject"))[:MOST_SUBJECT],
        text=quotes.fresh(whole),
        whole=whole,
        html=shown("".join(body.html)),
        envelope=envelope,
        to=addresses(message, "to"),
        cc=addresses(message, "cc"),
        reply_to=addresses(message, "reply-to"),
        references=_references(message),
        date=moment(message),
        files=tuple(body.files),
        automatic=_automatic(message, sender, envelope, domain, ours),
        report=report_of(message),
        notes=_notes(message, body, sender, whole),
        problems=tuple(dict.fromkeys([*problems, *body.problems])),
        is_of_one=is_of_one(message, raw, sender),
    )


def _whole(body: Body) -> str:
    """The words as sent; of a mail that has them as HTML only, those of its HTML."""
    words = "\n".join(each.strip("\r\n") for each in body.words).replace("\r\n", "\n")
    if not words.strip():
        words = words_of("".join(body.html))
    if len(words) > quotes.MOST:
        body.say(Problem.WORDS_CUT)
    if _SEALED.search(words[: quotes.MOST]):
        body.say(Problem.ENCRYPTED)
    return words[: quotes.MOST].strip()


def _digest(message: Message, raw: bytes) -> str:
    """Without what servers write above it: on another way, or a second time, they write something else."""
    said = "\n".join(value(message, name) for name in ("from", "subject", "date"))
    digest = hashlib.sha256(said.encode(errors="surrogatepass"))
    digest.update(memoryview(raw)[end_of_headers(raw) :])
    return digest.hexdigest()


def _id(message: Message) -> str:
    found = _ID.search(value(message, "message-id"))
    return found[0] if found and len(found[0]) <= MOST_ID else ""


def _references(message: Message) -> str:
    """The nearest are kept of too many."""
    said = f"{value(message, 'references')} {value(message, 'in-reply-to')}"
    return " ".join(_ID.findall(said[-MOST_REFERENCES:]))


def _automatic(
    message: Message, sender: Address, envelope: Envelope, domain: str, ours: Collection[str]
) -> Automatic | None:
    """Ours is also its inbox's own letter, which a mailbox has sent back under the name SES gave it."""
    if sender.email in ours:
        return Automatic.OURS
    nobody = Automatic.BOUNCE if envelope.sender == "" or not sender.email else None
    return automatic(message, domain=domain) or nobody


def _notes(message: Message, body: Body, sender: Address, whole: str) -> Sequence[Note]:
    kinds = {message.get_content_type(), *(file.about for file in body.files)}
    signed = kinds & {
        "multipart/signed",
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }
    name = sender.name.lower()
    found = {
        Note.CALENDAR: "text/calendar" in kinds,
        Note.SIGNED: signed or _SIGNED.search(whole),
        Note.DISGUISED: "@" in name and not (sender.email and sender.email in name),
    }
    return tuple(note for note, told in found.items() if told)
