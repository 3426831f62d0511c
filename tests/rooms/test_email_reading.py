"""A mail read whole, and in the common shape: what it is, what it is not believed, what is kept."""

import random
import re
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels.email.adapter import Told, inbound
from chalicelib.channels.email.automatic import Automatic
from chalicelib.channels.email.envelope import Envelope, Verdict, Verdicts, envelope_of
from chalicelib.channels.email.parsing import Problem
from chalicelib.channels.email.reading import Letter, Note, read
from chalicelib.channels.email.threads import Named, conversation_of, name_of, reply_address
from chalicelib.channels.model import MOST_PARTS, Inbound, Kind, PartKind
from chalicelib.conversations.model import Reached
from chalicelib.core.ids import new_id

DOMAIN = "in.shop.example"
INBOX = f"0123456789abcdefghjkmnpqrs@{DOMAIN}"
NOW = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
MESSAGE, CONVERSATION = new_id(), new_id()
NAME = name_of(MESSAGE, CONVERSATION, DOMAIN)
HEAD = "From: =?gb2312?B?1cXI/Q==?= <Zhang@Corp.example>\nMessage-ID: <m1@corp.example>\nSubject: 退款\n"


def letter(text: str | bytes, **envelope: Any) -> Letter:
    raw = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
    given: dict[str, Any] = {"id": "e1", "recipients": [INBOX], "received": NOW, **envelope}
    return read(raw, envelope=Envelope(**given), domain=DOMAIN, locale="zh")


def event(text: str | bytes, **envelope: Any) -> Inbound:
    return inbound(letter(text, **envelope), domain=DOMAIN)


def multipart(kind: str, *parts: str, boundary: str = "=b") -> str:
    joined = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{joined}--{boundary}--\n'


def mixed(*parts: str) -> str:
    return HEAD + multipart("mixed", *parts)


TEXT = "Content-Type: text/plain; charset=utf-8\n\n你好"
HTML = "Content-Type: text/html; charset=utf-8\n\n<p>你好<img src='cid:logo'></p>"


def test_a_mail_becomes_a_message() -> None:
    head = (
        f"{HEAD}To: {INBOX}, Li <li@corp.example>\nCc: wang@corp.example\nReply-To: other@corp.example\n"
        f"Date: Mon, 23 Nov 2026 10:09:59 +0800\nReferences: <m0@corp.example> {NAME}\nIn-Reply-To: {NAME}\n"
    )
    parts = [
        multipart("alternative", TEXT, HTML, boundary="=a"),
        "Content-Type: image/png\nContent-ID: <logo>\nContent-Disposition: inline\n\nPNG",
        "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\n\nPDF",
    ]
    got = event(head + multipart("mixed", *parts))
    assert (got.kind, got.id, got.subject, got.text) == (
        Kind.MESSAGE,
        "<m1@corp.example>",
        "退款",
        "你好",
    )
    assert (got.sender.id, got.sender.name, got.sender.is_machine) == (
        "zhang@corp.example",
        "张三",
        False,
    )
    assert (got.follows, got.automatic) == ((NAME, NAME, "<m0@corp.example>"), "")
    assert got.occurred_at == datetime(2026, 11, 23, 2, 9, 59, tzinfo=UTC)
    assert [part.kind for part in got.parts] == [PartKind.TEXT, PartKind.FILE, PartKind.IMAGE]
    pdf, logo = (part.media for part in got.parts[1:])
    assert pdf is not None
    assert logo is not None
    assert (pdf.name, pdf.about, pdf.size, pdf.data) == ("a.pdf", "application/pdf", 3, b"PDF")
    assert (logo.id, logo.data) == ("logo", b"PNG")
    assert got.data[Told.REFERENCES] == [Named(MESSAGE, CONVERSATION)]
    assert got.data[Told.TO] == [INBOX, "li@corp.example"]
    assert (got.data[Told.CC], got.data[Told.REPLY_TO]) == (
        ["wang@corp.example"],
        ["other@corp.example"],
    )
    assert got.data[Told.HTML] == '<p>你好<img src="cid:logo"></p>'
    assert (got.data[Told.NOTES], got.data[Told.PROBLEMS]) == ([], [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + multipart("alternative", "\n  \n", HTML), "你好"),
        (HEAD + HTML, "你好"),
        (HEAD + "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n5L2g5aW9", "你好"),
        (HEAD + "Content-Transfer-Encoding: quoted-printable\n\n=E4=BD=A0=\n=E5=A5=BD", "你好"),
        (HEAD + "Content-Type: text/plain; charset=utf-7\n\n+ADw-script+AD4-", "+ADw-script+AD4-"),
        (HEAD + "\n\u202egpj.exe \u2067x\u2069 👩‍👩‍👧", "\u202egpj.exe \u2067x\u2069 👩‍👩‍👧"),
        (HEAD + "\na\x00b\x07c", "abc"),
        (HEAD, ""),
        (HEAD + "\n\u200b", "\u200b"),
    ],
)
def test_its_words_are_found(text: str, words: str) -> None:
    assert event(text).text == words


@pytest.mark.parametrize(
    ("words", "written"),
    [("退款镕㐂𠮷", "gb18030"), ("唔該喺邊度", "big5hkscs"), ("退款", "utf-8")],
)
def test_a_mail_of_raw_bytes_is_read_in_subject_and_body(words: str, written: str) -> None:
    charset = {"gb18030": "gb2312", "big5hkscs": "big5"}.get(written, written)
    raw = f"Content-Type: text/plain; charset={charset}\r\nSubject: {words * 3}\r\n\r\n{words}"
    got = event(b"From: a@b.example\r\n" + raw.encode(written))
    assert got.text == words
    assert got.subject == words * 3


def test_a_calendars_invitation_and_a_signature_are_kept_and_noted() -> None:
    got = event(
        HEAD
        + multipart(
            "signed",
            TEXT,
            "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR",
            "Content-Type: application/pgp-signature\n\nPGP",
        )
    )
    names = [part.media.name for part in got.parts if part.media]
    assert names == ["invitation.ics", "signature.asc"]
    assert got.data[Told.NOTES] == [Note.CALENDAR, Note.SIGNED]


@pytest.mark.parametrize(
    "text",
    [
        mixed("Content-Type: application/pkcs7-mime; name=smime.p7m\n\nMIIB"),
        mixed("Content-Type: application/pgp-encrypted\n\nVersion: 1"),
        HEAD + "\n-----BEGIN PGP MESSAGE-----\nx\n-----END PGP MESSAGE-----",
    ],
)
def test_what_nobody_here_can_open_is_told(text: str) -> None:
    assert event(text).data[Told.PROBLEMS] == [Problem.ENCRYPTED]


def test_files_of_the_same_name_and_of_any_name_are_all_kept() -> None:
    names = ["a.pdf", "a.pdf", "../../x", "x" * 4_096, "gpj\u202e.exe"]
    parts = [
        f'Content-Disposition: attachment; filename="{name}"\n\n{n}' for n, name in enumerate(names)
    ]
    kept = [part.media for part in event(mixed(TEXT, *parts)).parts if part.media]
    assert [media.data for media in kept] == [b"0", b"1", b"2", b"3", b"4"]
    assert [media.name for media in kept[:3]] == names[:3]


def test_of_too_many_files_the_pictures_within_the_page_are_left_out_first() -> None:
    picture = "Content-Type: image/png\nContent-ID: <logo>\n\nPNG"
    files = ["Content-Disposition: attachment; filename=a.pdf\n\nPDF"] * (MOST_PARTS - 1)
    got = event(mixed(picture, TEXT, HTML, *files))
    assert len(got.parts) == MOST_PARTS
    assert not any(part.kind is PartKind.IMAGE for part in got.parts)
    assert got.data[Told.PROBLEMS] == [Problem.TOO_MANY_FILES]


# --- who it is from, and what is believed


def test_nobody_becomes_another_by_a_name() -> None:
    got = letter('From: "care@shop.example" <thief@else.example>\n\nx')
    assert (got.sender.email, got.notes) == ("thief@else.example", (Note.DISGUISED,))
    assert letter("From: zhang@corp.example <zhang@corp.example>\n\nx").notes == ()
    assert letter("From: =?utf-8?q?care=40shop=2Eexample?=\n\nx").notes == (Note.DISGUISED,)


@pytest.mark.parametrize(
    ("head", "sender", "found"),
    [
        ("", "zhang@corp.example", "zhang@corp.example"),
        ("From: nobody\nSender: li@corp.example\n", None, "li@corp.example"),
        ("From: a@b.example, c@d.example\n", None, "a@b.example"),
        ("From: \n", None, ""),
    ],
)
def test_a_sender_is_found_or_is_nobody(head: str, sender: str | None, found: str) -> None:
    assert event(f"{head}\nx", sender=sender).sender.id == found


def test_the_receipts_recipients_count_and_not_those_of_the_header() -> None:
    address = reply_address(INBOX, CONVERSATION, b"s" * 32)
    record = {
        "ses": {
            "mail": {"messageId": "o3vr", "source": "Zhang@corp.example", "timestamp": "x"},
            "receipt": {
                "timestamp": "2026-11-23T02:10:03.112Z",
                "recipients": [address.upper()],
                "spfVerdict": {"status": "PASS"},
                "dkimVerdict": {"status": "GRAY"},
                "dmarcVerdict": {"status": "FAIL"},
                "spamVerdict": {"status": "PROCESSING_FAILED"},
                "virusVerdict": None,
            },
        }
    }
    envelope = envelope_of(record, received=NOW)
    got = inbound(
        read(f"To: {INBOX}\n\nx".encode(), envelope=envelope, domain=DOMAIN), domain=DOMAIN
    )
    assert conversation_of(got.data[Told.RECIPIENTS][0], b"s" * 32) == CONVERSATION
    assert (envelope.id, envelope.sender) == ("o3vr", "zhang@corp.example")
    assert envelope.received == datetime(2026, 11, 23, 2, 10, 3, 112_000, tzinfo=UTC)
    unknown = Verdict.UNKNOWN
    assert got.data[Told.VERDICTS] == Verdicts(
        Verdict.PASS, Verdict.GRAY, Verdict.FAIL, unknown, unknown
    )


def test_of_a_mail_with_a_virus_no_file_is_passed_on() -> None:
    verdicts = Verdicts(virus=Verdict.FAIL)
    got = event(mixed(TEXT, HTML, "Content-Type: application/zip\n\nPK"), verdicts=verdicts)
    assert [part.kind for part in got.parts] == [PartKind.TEXT, PartKind.UNSUPPORTED]
    assert (got.parts[1].data["files"], got.data[Told.HTML]) == (1, "")


def test_a_forged_chain_names_nothing_of_ours() -> None:
    forged = f"<{new_id()}.{CONVERSATION}@else.example> <{new_id()}@{DOMAIN}> <>"
    got = event(f"{HEAD}References: {forged}\nIn-Reply-To: x\n\nx")
    assert got.data[Told.REFERENCES] == []
    assert (got.conversation, got.number) == ("", 0)


def test_a_ticket_is_named_by_a_subject_and_a_conversation_proved_by_the_address() -> None:
    right, wrong = b"s" * 32, b"t" * 32
    address = reply_address(INBOX, CONVERSATION, right)
    got = letter("Subject: [#1042] x\n\nx", recipients=[INBOX, address])
    assert inbound(got, domain=DOMAIN).number == 1042
    assert inbound(got, domain=DOMAIN, secrets=[wrong, right]).conversation == CONVERSATION
    assert inbound(got, domain=DOMAIN, secrets=[wrong]).conversation == ""


@pytest.mark.parametrize("said", Verdict)
def test_only_what_dmarc_passes_is_vouched_for(said: Verdict) -> None:
    verdicts = Verdicts(spf=Verdict.PASS, dkim=Verdict.PASS, dmarc=said)
    assert event(f"{HEAD}\nx", verdicts=verdicts).vouched is (said is Verdict.PASS)


@pytest.mark.parametrize(
    "head", ["", "Message-ID:\n", "Message-ID: x\n", f"Message-ID: <{'x' * 999}>\n"]
)
def test_a_mail_without_a_name_is_known_again_by_its_bytes(head: str) -> None:
    first, same, other = (event(f"{head}From: a@b.example\n\n{text}") for text in ("x", "x", "y"))
    assert first.id.startswith("sha256:")
    assert (first.id == same.id, first.id == other.id) == (True, False)


def test_the_same_words_at_another_time_are_another_mail() -> None:
    """Of a program that gives its mails no names, or always the same one."""
    first, again = (
        event(f"From: a@b.example\nDate: {day} Nov 2026 10:00 +0800\n\nOK") for day in "12"
    )
    assert first.id != again.id


def test_what_servers_write_above_a_mail_makes_it_no_other() -> None:
    traced = f"Received: from mx.corp.example by us\nX-Spam: no\n{HEAD}"
    one, two = event(f"{HEAD}\nx"), event(f"{traced}\nx")
    assert one.data[Told.DIGEST] == two.data[Told.DIGEST]


def test_two_mails_of_one_name_are_told_apart_by_their_bytes() -> None:
    one, two = event(f"{HEAD}\nx"), event(f"{HEAD}\ny")
    assert one.id == two.id
    assert one.data[Told.DIGEST] != two.data[Told.DIGEST]


@pytest.mark.parametrize(
    "date", ["Tue, 23 Nov 2027 10:00 +0800", "Thu, 1 Jan 1970 00:00 +0000", "-"]
)
def test_a_senders_clock_that_cannot_be_right_orders_nothing(date: str) -> None:
    assert event(f"{HEAD}Date: {date}\n\nx").occurred_at is None


def test_an_empty_return_path_is_a_machines() -> None:
    got = event(f"{HEAD}\nx", sender="")
    assert (got.automatic, got.sender.is_machine) == (Automatic.BOUNCE, True)
    assert event(f"{HEAD}\nx", sender="zhang@corp.example").automatic == ""


# --- reports


def report(kind: str, told: str, returned: str = "", head: str = "") -> str:
    parts = [
        "Content-Type: text/plain\n\nIt could not be delivered.",
        f"Content-Type: message/{kind}\n\n{told}",
    ]
    if returned:
        parts.append(returned)
    return f"{head or HEAD}{multipart(f'report; report-type={kind}', *parts)}"


FAILED = (
    "Reporting-MTA: dns; mx.corp.example\n\nOriginal-Recipient: rfc822;zhang@corp.example\n"
    "Final-Recipient: rfc822; Zhang.San@corp.example\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 5.1.1 no such user; ask them\n"
)
RETURNED = f"Content-Type: text/rfc822-headers\n\nMessage-ID: {NAME}\nSubject: x"


@pytest.mark.parametrize(
    "returned",
    [
        RETURNED,
        f"Content-Type: message/rfc822\n\nMessage-ID: {NAME}\n\nour words",
        f"Content-Type: message/rfc822-headers\n\nMessage-ID: {NAME}\n",
    ],
)
def test_a_bounce_of_ours_is_a_receipt_about_it(returned: str) -> None:
    got = event(report("delivery-status", FAILED, returned), sender="")
    assert (got.kind, got.reached) == (Kind.RECEIPT, Reached.FAILED)
    assert (got.about, got.conversation, got.automatic) == (MESSAGE, CONVERSATION, Automatic.BOUNCE)
    assert got.data[Told.REPORT] == {
        "recipient": "zhang@corp.example",
        "status": "5.1.1",
        "detail": "550 5.1.1 no such user; ask them",
    }


@pytest.mark.parametrize(
    ("action", "reached"),
    [("delayed", Reached.PENDING), ("delivered", Reached.DELIVERED), ("relayed", Reached.SENT)],
)
def test_not_every_report_is_a_failure(action: str, reached: Reached) -> None:
    told = FAILED.replace("failed", action)
    assert event(report("delivery-status", told, RETURNED)).reached is reached


def test_of_several_recipients_the_failed_one_counts() -> None:
    delivered = "Final-Recipient: rfc822; li@corp.example\nAction: delivered\n"
    first, rest = FAILED.split("\n\n")
    got = event(report("delivery-status", f"{first}\n\n{delivered}\n{rest}", RETURNED))
    assert (got.reached, got.data[Told.REPORT]["recipient"]) == (
        Reached.FAILED,
        "zhang@corp.example",
    )


@pytest.mark.parametrize(
    ("disposition", "reached"),
    [
        ("manual-action/MDN-sent-manually; displayed", Reached.READ),
        ("automatic-action/MDN-sent-automatically; deleted", Reached.DELIVERED),
    ],
)
def test_a_note_that_it_was_opened_is_a_receipt_too(disposition: str, reached: Reached) -> None:
    told = (
        f"Final-Recipient: rfc822;zhang@corp.example\nOriginal-Message-ID: {NAME}\n"
        f"Disposition: {disposition}\n"
    )
    got = event(report("disposition-notification", told))
    assert (got.kind, got.reached, got.about) == (Kind.RECEIPT, reached, MESSAGE)
    assert got.automatic == Automatic.RECEIPT


COMPLAINT = (
    "Feedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\n"
    "Original-Mail-From: <desk@desk.example>\nOriginal-Rcpt-To: <Zhang@corp.example>\n"
)


def test_that_its_reader_took_it_for_spam_is_told_of_a_mail_that_arrived() -> None:
    got = event(report("feedback-report", COMPLAINT, RETURNED))
    assert (got.kind, got.reached, got.about) == (Kind.RECEIPT, Reached.DELIVERED, MESSAGE)
    assert got.data[Told.REPORT]["recipient"] == "zhang@corp.example"


def test_feedback_that_it_was_no_spam_is_no_complaint() -> None:
    told = COMPLAINT.replace("abuse", "not-spam")
    assert event(report("feedback-report", told, RETURNED)).kind is Kind.MESSAGE


@pytest.mark.parametrize(
    "text",
    [
        report("delivery-status", FAILED, RETURNED.replace(NAME, "<theirs@corp.example>")),
        report("delivery-status", FAILED),
        report("delivery-status", "nothing\n", RETURNED),
        HEAD.replace("退款", "系统退信") + f"\nMessage-ID: {NAME}",
    ],
)
def test_a_bounce_that_is_about_nothing_of_ours_is_kept_as_a_machines_message(text: str) -> None:
    got = event(text)
    assert (got.kind, got.automatic, got.about) == (Kind.MESSAGE, Automatic.BOUNCE, "")


# --- any bytes at all

FRAGMENTS = [
    *(
        b"\n--=b\n",
        b"\n--=b--\n",
        b"\n\n",
        b"\r\n",
        b"\n",
        b" ",
        b"\t",
        b":",
        b";",
        b"=",
        b"*",
        b"''",
    ),
    *(b"\xff\xfe", b"\xd6\xd0", b"\x00", b"<", b">", b"@", b'"', b"(", b")", b",", b"9" * 5_000),
    *(b"Content-Type: ", b"Content-Transfer-Encoding: ", b"Content-Disposition: attachment"),
    *(
        b"multipart/report; report-type=delivery-status; boundary==b",
        b"multipart/mixed; boundary==b",
    ),
    *(b"message/delivery-status", b"message/rfc822", b"message/disposition-notification"),
    *(b"message/partial; number=1", b"message/external-body", b"text/plain", b"text/html"),
    *(b"; boundary*=x'y'b", b'; boundary*0="b"', b"; charset=", b"; charset*0=utf;charset*1=8"),
    *(b"; filename*", b"; filename*1*=x", b"filename*0*=gb2312''%", b"; name*99999=x", b"utf-7"),
    *(b"base64", b"x-uuencode", b"quoted-printable", b"begin 644 x\nM", b"=?gb2312?B?", b"?="),
    *(b"Subject: ", b"From: ", b"a@b.example", b"Date: ", b"1 1 1 1 1", b"99 Nov 2026 10:02 +9999"),
    *(b"Action: failed\nFinal-Recipient: rfc822; a@b.example\n", b"References: <a@b> <c@d>\n"),
    *(b"<div>", b"</div>", b"&#x110000;", b"On 2026-1-1 a@b.example wrote:\n", b"> x\n"),
]


@pytest.mark.parametrize("seed", range(150))
def test_any_bytes_are_read(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same mails every time
    start = b"Content-Type: multipart/report; boundary==b\n\n--=b\nContent-Type: "[
        : 66 * (seed % 2)
    ]
    for _ in range(4):
        raw = start + b"".join(chance.choices(FRAGMENTS, k=chance.randrange(1, 60)))
        got = event(raw)
        assert re.fullmatch(r"<\S+>|sha256:[0-9a-f]{64}", got.id)
        assert len(got.parts) <= MOST_PARTS


@pytest.mark.parametrize("parameter", ["boundary", "charset", "name", "filename"])
def test_a_parameter_that_contradicts_itself_is_none(parameter: str) -> None:
    value = f"text/plain; {parameter}*0=b; {parameter}*=x'y'b; {parameter}*{'9' * 5_000}=c"
    assert (
        event(f"{HEAD}Content-Type: {value}\nContent-Disposition: inline; {value}\n\nwords").text
        == "words"
    )


@pytest.mark.parametrize("charset", ["*=x'y'gbk", "=utf\x008", "*=\x00'y'z", '=""', "=9" * 99])
def test_raw_bytes_of_a_charset_that_is_none_are_read(charset: str) -> None:
    head = f"{HEAD}Content-Type: text/plain; charset{charset}\r\nSubject: ".encode()
    assert event(head + "退\r\n\r\n退款".encode("gb18030")).text == "退款"


def test_a_whole_mail_in_base_64_within_a_mail_is_a_file() -> None:
    inner = b64encode(b"Subject: inner\r\n\r\nwords").decode()
    part = f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}"
    got = event(mixed(TEXT, part))
    assert [part.media.name for part in got.parts if part.media] == ["mail.eml"]
