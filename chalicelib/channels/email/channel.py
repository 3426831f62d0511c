"""E-mail as a channel: it comes as a record of the mail server with the original beside it, and goes out raw."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.channels.adapter import Account, Answer, Call, Request
from chalicelib.channels.email.adapter import CAPABILITIES, REACHED, Told, inbound
from chalicelib.channels.email.addresses import Address
from chalicelib.channels.email.draft import Brand, Draft, File, Purpose, Quoted
from chalicelib.channels.email.envelope import Verdicts, told_envelope
from chalicelib.channels.email.reading import Letter, read
from chalicelib.channels.email.reports import Fate
from chalicelib.channels.email.threads import name_of, reply_address
from chalicelib.channels.email.writing import compose
from chalicelib.channels.model import Inbound, Kind, Outbound, Outcome, Part, Sent
from chalicelib.channels.signatures import Verdict as Signature
from chalicelib.conversations.model import Reached
from chalicelib.core.clock import from_wire
from chalicelib.core.values import replace
from chalicelib.inboxes.model import Channel

# What SES says of a mail it does not take. What is not here is for now: it is tried again.
REFUSALS: Mapping[str, Outcome] = {
    "MessageRejected": Outcome.REJECTED,
    "BadRequestException": Outcome.REJECTED,
    "MailFromDomainNotVerifiedException": Outcome.REJECTED,
    "NotFoundException": Outcome.REJECTED,
    "AccessDeniedException": Outcome.REJECTED,
}
SES_NAMES = ".amazonses.com"
MOST_SHOWN = 10  # addresses of one header


class EmailAdapter:
    """Nothing is signed: a mail is taken from our own mail server alone, and what it thinks is shown."""

    channel = Channel.EMAIL
    capabilities = replace(CAPABILITIES, letters=True)

    def verify(self, request: Request, account: Account) -> Signature:
        del request, account
        return Signature()

    def handshake(self, request: Request, account: Account) -> Answer | None:
        del request, account
        return None

    def parse(self, request: Request) -> Iterable[Mapping[str, Any]]:
        return [{"raw": request.body, "envelope": told_envelope(request.facts, request.received)}]

    def normalise(self, event: Mapping[str, Any], account: Account) -> Inbound:
        domain, locale = domain_of(account), account.merchant.get("locale", "")
        envelope = event["envelope"]
        ours = {account.address, str(account.settings.get("from_address", "")).lower()} - {""}
        letter = read(event["raw"], envelope=envelope, domain=domain, locale=locale, ours=ours)
        found = inbound(letter, domain=domain, secrets=account.secrets)
        about, reached = told_about(letter, domain)
        kind = Kind.RECEIPT if about else Kind.MESSAGE
        return replace(
            found,
            kind=kind,
            about=about,
            reached=reached,
            thread=found.id,
            parts=() if about else found.parts,
            follows=tuple(known_as(each) for each in found.follows),
            data=data_of(letter, found.data),
        )

    def reaches(self, account: Account) -> bool:
        return bool(account.address)

    def accepted(self, request: Request, account: Account) -> Answer:
        del request, account
        return Answer()

    def render(self, message: Outbound, account: Account) -> list[Call]:
        return [Call(f"mailto:{message.to}", compose(draft_of(message, account)), {}, message.key)]

    def names(self, message: Outbound, account: Account, sent: Sent) -> Sequence[str]:
        """The one we gave it, and that of SES, which puts its own in that place."""
        own = name_of(message.data["id"], message.conversation, domain_of(account))
        return [own, *([given(sent.id)] if sent.id else [])]

    def sign(self, call: Call, account: Account, now: float) -> Mapping[str, str]:
        del call, account, now
        return {}

    def classify(self, status: int, headers: Mapping[str, str], body: bytes) -> Sent:
        """`body`: the name of SES's error; there is none where it took the mail."""
        del headers
        code = body.decode(errors="replace")
        if not code:
            return Sent(Outcome.ACCEPTED, status=status)
        return Sent(REFUSALS.get(code, Outcome.RETRY), code="mail_refused", detail=code)


def told_about(letter: Letter, domain: str) -> tuple[str, Reached | None]:
    """The mail of ours that a server or a reader reports of, by a name that we know; nothing for others'."""
    if letter.report is None:
        return "", None
    names = [known_as(each) for each in letter.report.about.split()]
    known = [each for each in names if each.startswith("ses:") or each.endswith(f"@{domain}>")]
    return (known[-1], REACHED[letter.report.fate]) if known else ("", None)


def data_of(letter: Letter, told: Mapping[str, Any]) -> dict[str, Any]:
    """What agents see beside the words; and under `original`, what is kept apart for its size."""
    verdicts = told.get(Told.VERDICTS)
    shown = {
        "to": [each.email for each in letter.to[:MOST_SHOWN]],
        "cc": [each.email for each in letter.cc[:MOST_SHOWN]],
        "reply_to": [each.email for each in letter.reply_to[:1]],
        "verdicts": {name: str(getattr(verdicts, name)) for name in Verdicts.__struct_fields__}
        if verdicts
        else {},
        "notes": [str(each) for each in letter.notes],
        "problems": [str(each) for each in told.get(Told.PROBLEMS, ())],
    }
    found: dict[str, Any] = {name: value for name, value in shown.items() if value}
    if letter.report:
        found["recipient"] = letter.report.recipient
        found["for_now"] = letter.report.status.startswith("4")
        found["complaint"] = letter.report.fate is Fate.COMPLAINED
    original = {"html": told.get(Told.HTML, ""), "whole": told.get(Told.WHOLE, "")}
    return {**found, "original": original, "digest": letter.digest}


def given(name: str) -> str:
    """As SES has named a mail of ours in its answer."""
    return f"ses:{name.partition('@')[0]}"


def domain_of(account: Account) -> str:
    return account.address.rpartition("@")[2]


def known_as(name: str) -> str:
    """SES gives each mail a name of its own, in a domain of its region."""
    local, _, domain = name.strip("<> ").rpartition("@")
    return f"ses:{local}" if domain.endswith(SES_NAMES[1:]) else name


def draft_of(message: Outbound, account: Account) -> Draft:
    about, settings = message.data, account.settings
    brand = account.merchant
    agent = message.author if settings.get("agent_names", True) else ""
    quoted = about.get("quoted")
    return Draft(
        name=name_of(about["id"], message.conversation, domain_of(account)),
        inbox=account.sender or account.address,
        reply_to=account.address
        if about.get("unsigned")
        else reply_address(account.address, message.conversation, account.secrets[0]),
        to=Address(message.to, about.get("name", "")),
        at=message.at,
        brand=Brand(
            settings.get("sender_name") or brand.get("name", ""),
            brand.get("accent", "#2563eb"),
            settings.get("signature", ""),
        ),
        text="\n".join(part.text for part in message.parts if part.text),
        locale=about.get("locale", "en"),
        agent=agent,
        subject=message.subject,
        ticket=about.get("ticket") or None,
        follows=about.get("follows", ()),
        quoted=Quoted(quoted[0], _moment(quoted[1]), quoted[2]) if quoted else None,
        files=[_file(part) for part in message.parts if part.media],
        purpose=Purpose(about.get("purpose", Purpose.ANSWER)),
    )


def _moment(told: str) -> datetime:
    return from_wire(told)


def _file(part: Part) -> File:
    media = part.media
    if media is None:
        raise ValueError("a file without a file")
    return File(media.name, media.about, media.size, media.url, media.data)
