"""A mail in the common shape of all channels.

Who stands in `From:` is a customer, whatever address that is: nobody becomes an agent by writing one. The
rest of what a mail knows stands in `data`, under the names of `Told`.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from chalicelib.channels.email.envelope import Verdict
from chalicelib.channels.email.mime import Attached
from chalicelib.channels.email.parsing import Problem
from chalicelib.channels.email.reading import Letter
from chalicelib.channels.email.reports import Fate, Report
from chalicelib.channels.email.threads import (
    MOST_REFERENCES,
    Named,
    conversation_of,
    number_of,
    ours,
)
from chalicelib.channels.model import (
    MOST_PARTS,
    Capabilities,
    Inbound,
    Kind,
    Media,
    Part,
    PartKind,
    Sender,
    plain,
    trusted,
)
from chalicelib.conversations.model import Reached

MOST_TEXT = 32_000
CAPABILITIES = Capabilities(
    most_text=200_000, files=True, edits=False, deletes=False, receipts=False, first_word=True
)
REACHED: Mapping[Fate, Reached] = {
    Fate.FAILED: Reached.FAILED,
    Fate.DELAYED: Reached.PENDING,
    Fate.RELAYED: Reached.SENT,
    Fate.DELIVERED: Reached.DELIVERED,
    Fate.READ: Reached.READ,
    Fate.COMPLAINED: Reached.DELIVERED,
}
_SHOWN = {"image": PartKind.IMAGE, "audio": PartKind.AUDIO, "video": PartKind.VIDEO}


class Told(StrEnum):
    """Names in an e-mail's `data`."""

    RECIPIENTS = "recipients"  # of the envelope: by these it is routed
    REFERENCES = "references"  # messages of ours that it follows, the nearest first
    REPLY_TO = "reply_to"
    TO = "to"
    CC = "cc"
    WHOLE = "whole"  # with the mail that it answers
    HTML = "html"
    HELD = "held"  # how many remote images wait
    VERDICTS = "verdicts"
    NOTES = "notes"
    PROBLEMS = "problems"
    DIGEST = "digest"
    REPORT = "report"


def inbound(letter: Letter, *, domain: str, secrets: Sequence[bytes] = ()) -> Inbound:
    """`domain`: in which we name our own messages. `secrets`: by which we sign where answers come to."""
    about = ours(letter.report.about, domain) if letter.report else []
    if letter.report and about:
        return _receipt(letter, letter.report, about[-1])
    safe = letter.verdicts.virus is not Verdict.FAIL
    return Inbound(
        kind=Kind.MESSAGE,
        id=_id(letter),
        sender=_sender(letter),
        parts=list(_parts(letter))[:MOST_PARTS] if safe else _without_files(letter),
        follows=tuple(reversed(letter.references.split()[-MOST_REFERENCES:])),
        conversation=_conversation(letter, secrets),
        number=number_of(letter.subject) or 0,
        vouched=letter.is_of_one and letter.verdicts.dmarc is Verdict.PASS,
        subject=letter.subject,
        occurred_at=trusted(letter.date, letter.envelope.received),
        automatic=letter.automatic or "",
        data=MappingProxyType(_data(letter, domain, safe=safe)),
    )


def _receipt(letter: Letter, report: Report, about: Named) -> Inbound:
    """What became of a message of ours; its recipient is told, so that it can be held to the one we wrote to."""
    told = {"recipient": report.recipient, "status": report.status, "detail": report.detail}
    return Inbound(
        kind=Kind.RECEIPT,
        id=_id(letter),
        sender=_sender(letter),
        conversation=about.conversation,
        vouched=False,
        about=about.message,
        reached=REACHED[report.fate],
        automatic=letter.automatic or "",
        data=MappingProxyType({Told.REPORT: told, Told.DIGEST: letter.digest}),
    )


def _conversation(letter: Letter, secrets: Sequence[bytes]) -> str:
    """By the signed address that it was sent to, as its envelope has it."""
    pairs = ((each, secret) for each in letter.envelope.recipients for secret in secrets)
    return next(filter(None, (conversation_of(*pair) for pair in pairs)), "")


def _id(letter: Letter) -> str:
    """One that has no name is known again by its words."""
    return letter.id or f"sha256:{letter.digest}"


def _sender(letter: Letter) -> Sender:
    email = letter.sender.email
    name = plain(letter.sender.name, most=120)
    return Sender(id=email, name=name, email=email, is_machine=letter.automatic is not None)


def _parts(letter: Letter) -> Iterator[Part]:
    """The words, then what was attached; pictures within the HTML last, where there are too many."""
    if text := plain(letter.text, most=MOST_TEXT):
        yield Part(PartKind.TEXT, text)
    yield from map(_file, sorted(letter.files, key=lambda file: _is_within(letter, file)))


def _is_within(letter: Letter, file: Attached) -> bool:
    return bool(file.cid) and file.cid in letter.html.cids


def _file(file: Attached) -> Part:
    kind = _SHOWN.get(file.about.partition("/")[0], PartKind.FILE)
    media = Media(
        id=file.cid, name=file.name, about=file.about, size=len(file.data), data=file.data
    )
    return Part(kind, media=media)


def _without_files(letter: Letter) -> list[Part]:
    """A virus was found in it, nobody says where."""
    return [
        Part(PartKind.TEXT, plain(letter.text, most=MOST_TEXT)),
        Part(PartKind.UNSUPPORTED, data={"type": "virus", "files": len(letter.files)}),
    ]


def _data(letter: Letter, domain: str, *, safe: bool) -> dict[str, Any]:
    problems = list(letter.problems)
    if len(letter.files) > MOST_PARTS - 1 and Problem.TOO_MANY_FILES not in problems:
        problems.append(Problem.TOO_MANY_FILES)
    if len(letter.text) > MOST_TEXT and Problem.WORDS_CUT not in problems:
        problems.append(Problem.WORDS_CUT)
    return {
        Told.RECIPIENTS: list(letter.envelope.recipients),
        Told.REFERENCES: ours(letter.references, domain),
        **{
            name: [each.email for each in found]
            for name, found in (
                (Told.REPLY_TO, letter.reply_to),
                (Told.TO, letter.to),
                (Told.CC, letter.cc),
            )
        },
        Told.WHOLE: letter.whole,
        Told.HTML: letter.html.html if safe else "",
        Told.HELD: letter.html.held,
        Told.VERDICTS: letter.verdicts,
        Told.NOTES: list(letter.notes),
        Told.PROBLEMS: problems,
        Told.DIGEST: letter.digest,
    }
