"""Mail of ours: what others read in it, what nobody can put into it, and that our own reader knows its answers."""

import email
import email.policy
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any

import pytest

from chalicelib.channels.email.addresses import Address
from chalicelib.channels.email.automatic import Automatic
from chalicelib.channels.email.draft import (
    MOST_ATTACHED,
    Brand,
    Draft,
    File,
    Purpose,
    Quoted,
    divided,
)
from chalicelib.channels.email.envelope import Envelope
from chalicelib.channels.email.reading import Letter, read
from chalicelib.channels.email.threads import conversation_of, name_of, ours, reply_address
from chalicelib.channels.email.writable import Unaddressable
from chalicelib.channels.email.writing import MOST_REFERENCES, compose, subject
from chalicelib.core.ids import new_id

DOMAIN = "in.shop.example"
INBOX = f"0123456789abcdefghjkmnpqrs@{DOMAIN}"
CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 23, 10, 2, tzinfo=CHINA)
MESSAGE, CONVERSATION = new_id(), new_id()
NAME = name_of(MESSAGE, CONVERSATION, DOMAIN)
REPLY_TO = reply_address(INBOX, CONVERSATION, b"s" * 32)
ZH = "您好，\n\n退款已经受理，三天内到账。\n详情：https://shop.example/r?id=1&x=2。"
EN = "Hello,\n\nthe refund is on its way.\nSee https://shop.example/r?id=1&x=2."


def draft(**changes: Any) -> Draft:
    given: dict[str, Any] = {
        "name": NAME,
        "inbox": INBOX,
        "reply_to": REPLY_TO,
        "to": Address("zhang@corp.example", "张三"),
        "at": NOW,
        "brand": Brand("茶叶商店", "#0a7d33", "400-555-0100\nshop.example"),
        "text": ZH,
        "locale": "zh",
        "agent": "小美",
        "subject": "退款什么时候到",
        "ticket": 1042,
        "follows": ("<first@corp.example>", "<second@corp.example>"),
        "quoted": Quoted("张三", NOW - timedelta(hours=1), "我的退款呢？\n订单 1042"),
    }
    return Draft(**(given | changes))


def parsed(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def received(raw: bytes, **envelope: Any) -> Letter:
    return read(raw, envelope=Envelope("e1", [INBOX], NOW, **envelope), domain=DOMAIN, locale="zh")


def test_others_read_what_was_written() -> None:
    message = parsed(compose(draft()))
    (sender,) = message["from"].addresses
    assert (sender.display_name, sender.addr_spec) == ("小美 (茶叶商店)", INBOX)
    assert (str(message["to"]), str(message["reply-to"])) == ("张三 <zhang@corp.example>", REPLY_TO)
    assert str(message["subject"]) == "Re: [#1042] 退款什么时候到"
    assert message["date"].datetime == NOW
    assert (message["message-id"], message["in-reply-to"]) == (NAME, "<second@corp.example>")
    assert message["references"].split() == ["<first@corp.example>", "<second@corp.example>"]
    assert message.get_content_type() == "multipart/alternative"
    assert text_of(message).replace("\r\n", "\n") == (
        f"{ZH}\n\n-- \n小美\n茶叶商店\n400-555-0100\nshop.example\n\n"
        "在 2026年11月23日 09:02，张三 写道：\n\n> 我的退款呢？\n> 订单 1042\n"
    )


def test_its_html_says_the_same_in_the_merchants_colour() -> None:
    html = text_of(parsed(compose(draft())), "html")
    assert "border-top:3px solid #0a7d33" in html
    assert "<p>退款已经受理，三天内到账。<br>" in html
    assert '<a href="https://shop.example/r?id=1&amp;x=2">' in html
    assert "<blockquote" in html
    assert "<img" not in html


def test_the_same_draft_gives_the_same_bytes_of_ascii_in_short_lines() -> None:
    files = [File("发票.pdf", "application/pdf", 3, "https://x.example", b"pdf" * 999)]
    raw = compose(draft(files=files))
    assert raw == compose(draft(files=files))
    assert raw.isascii()
    assert all(line.endswith(b"\r") for line in raw.split(b"\n")[:-1])
    assert max(map(len, raw.split(b"\r\n"))) <= 200


@pytest.mark.parametrize(
    "name",
    [
        "发票 镕㐂𠮷.pdf",
        'a;b=c, "d" (e).pdf',
        "x" * 300,
        "../../x",
        "a\r\nBcc: x@y.example",
        "",
        "💥" * 100,
    ],
)
def test_a_file_comes_as_it_is_with_its_name(name: str) -> None:
    data = bytes(range(256)) * 50
    raw = compose(
        draft(files=[File(name, "application/pdf", len(data), "https://x.example", data)])
    )
    (file,) = parsed(raw).iter_attachments()
    assert file.get_payload(decode=True) == data
    assert file.get_filename() == (" ".join(name.split())[:120] or "file")
    (ours_too,) = received(raw).files
    assert (ours_too.name, ours_too.data, ours_too.about) == (
        file.get_filename(),
        data,
        "application/pdf",
    )
    assert "bcc" not in parsed(raw)


def test_files_beyond_the_room_are_links() -> None:
    mega = b"x" * (3 * 1024 * 1024)
    files = [
        File("one.pdf", "application/pdf", len(mega), "https://files.example/1", mega),
        File("two.mp4", "video/mp4", 50_000_000, "https://files.example/2"),
        File("three.pdf", "application/pdf", len(mega), "https://files.example/3", mega),
        File(
            "four & <b>.pdf", "application/pdf", len(mega), "https://files.example/4?a=1&b=2", mega
        ),
        File("five.txt", "text/plain", 2, "https://files.example/5", b"ab"),
    ]
    attached, linked = divided(files)
    assert [file.name for file in attached] == ["one.pdf", "three.pdf", "five.txt"]
    assert sum(len(file.data) for file in attached) <= MOST_ATTACHED
    raw = compose(draft(files=files))
    message = parsed(raw)
    assert len(raw) < 10 * 1024 * 1024
    assert [part.get_filename() for part in message.iter_attachments()] == [
        f.name for f in attached
    ]
    for file in linked:
        assert f"{file.name} (" in text_of(message)
        assert file.url in text_of(message)
    html = text_of(message, "html")
    assert '<a href="https://files.example/4?a=1&amp;b=2">four &amp; &lt;b&gt;.pdf</a>' in html


# --- headers


@pytest.mark.parametrize(
    ("said", "ticket", "answers", "becomes"),
    [
        ("退款", 1042, True, "Re: [#1042] 退款"),
        ("Re: [#1042] 退款", 1042, True, "Re: [#1042] 退款"),
        ("回复：Re: RE[2]: 答复: 退款", None, True, "Re: 退款"),
        ("", None, True, "Re: 茶叶商店"),
        ("", 7, False, "[#7]"),
        ("Refund", None, False, "Refund"),
        ("Regarding: tea", None, True, "Re: Regarding: tea"),
        ("x" * 999, None, True, f"Re: {'x' * 200}"),
        ("a\r\nBcc: x@y.example\u2028z\x00", None, True, "Re: a Bcc: x@y.example z"),
    ],
)
def test_a_subject_is_one_line_with_one_re(
    said: str, ticket: int | None, *, answers: bool, becomes: str
) -> None:
    given = draft(subject=said, ticket=ticket, follows=("<a@b.example>",) if answers else ())
    assert subject(given) == becomes
    assert str(parsed(compose(given))["subject"]) == becomes
    assert received(compose(given)).subject == becomes


EVIL = "x\r\nBcc: thief@else.example\r\n\r\n<script>alert(1)</script>\u2028\x00\ud83d"


@pytest.mark.parametrize(
    "changes",
    [
        {"agent": EVIL},
        {"brand": Brand(EVIL, EVIL, EVIL)},
        {"subject": EVIL},
        {"to": Address("zhang@corp.example", EVIL)},
        {"follows": (f"<a@b.example>{EVIL}", f"<{EVIL}@b.example>", "<ok@b.example>")},
        {"quoted": Quoted(EVIL, NOW, EVIL)},
        {"text": EVIL},
        {"files": [File(EVIL, EVIL, 1, "https://x.example", b"x")]},
        {"files": [File(EVIL, "text/html", 1, f'https://x.example/"{EVIL}')]},
        {"locale": EVIL},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_nobodys_words_become_a_header_or_an_element(changes: dict[str, Any]) -> None:
    message = parsed(compose(draft(**changes)))
    usual = {
        "content-type",
        "mime-version",
        "from",
        "to",
        "reply-to",
        "subject",
        "date",
        "message-id",
    }
    assert {name.lower() for name in message} <= usual | {"in-reply-to", "references"}
    assert "<script" not in text_of(message, "html")
    assert (message["to"].addresses[0].addr_spec, len(message["to"].addresses)) == (
        "zhang@corp.example",
        1,
    )


@pytest.mark.parametrize(
    "name",
    ["Li, Si", "O'Hara (x) <y@z.example>", 'Anna "Ann" \\', "李四" * 30, "🧑‍🚀 Müller; 张", ""],
)
def test_a_name_stays_a_name(name: str) -> None:
    raw = compose(draft(to=Address("zhang@corp.example", name)))
    (to,) = parsed(raw)["to"].addresses
    (read_too,) = received(raw).to
    assert (to.addr_spec, read_too.email) == ("zhang@corp.example", "zhang@corp.example")
    # The library reads a name that takes several words on the way with a space between them.
    assert to.display_name.replace(" ", "") == name.replace(" ", "")
    assert read_too.name == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "@b.example",
        "a@",
        "a b@c.example",
        "a@b.example\r\nBcc: x@y.example",
        "a,c@b.example",
        "a@b@c.example",
        "<a@b.example>",
        "张@b.example",
        f"a@{'b' * 300}.example",
    ],
)
def test_what_is_no_address_gets_no_mail(address: str) -> None:
    with pytest.raises(Unaddressable):
        compose(draft(to=Address(address)))


def test_a_domain_may_be_in_any_letters() -> None:
    message = parsed(compose(draft(to=Address("zhang@例子.example"))))
    assert str(message["to"]) == "zhang@xn--fsqu00a.example"


def test_the_chain_that_it_answers_is_bounded() -> None:
    follows = [f"<{n}@corp.example>" for n in range(500)]
    message = parsed(compose(draft(follows=follows)))
    named = message["references"].split()
    assert (len(named), named[0], named[-1]) == (MOST_REFERENCES, follows[0], follows[-1])


@pytest.mark.parametrize(
    ("purpose", "said", "precedence"),
    [
        (Purpose.ANSWER, None, None),
        (Purpose.BOT, "auto-replied", None),
        (Purpose.NOTICE, "auto-generated", "bulk"),
    ],
)
def test_what_a_machine_sends_says_so(
    purpose: Purpose, said: str | None, precedence: str | None
) -> None:
    message = parsed(compose(draft(purpose=purpose)))
    assert (message["auto-submitted"], message["precedence"]) == (said, precedence)
    assert message["x-auto-response-suppress"] == ("All" if said else None)
    assert message["list-unsubscribe"] is None


def test_no_machine_of_ours_answers_it() -> None:
    assert received(compose(draft())).automatic is Automatic.OURS


# --- there and back


def _gmail(answer: str, text: str, sender: str) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return f"{answer}\n\nOn Mon, Nov 23, 2026 at 10:30 AM {sender}\nwrote:\n\n{quoted}\n"


def _gmail_zh(answer: str, text: str, sender: str) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return f"{answer}\n\n{sender} 于2026年11月23日周一 10:30写道：\n\n{quoted}\n"


def _qq(answer: str, text: str, sender: str) -> str:
    return (
        f"{answer}\n\n\n------------------ 原始邮件 ------------------\n发件人: {sender};\n"
        f"发送时间: 2026年11月23日(星期一) 上午10:30\n收件人: 张三;\n主题: Re: 退款\n\n{text}"
    )


def _outlook(answer: str, text: str, sender: str) -> str:
    return (
        f"{answer}\n\n________________________________\nFrom: {sender}\nSent: Monday, November 23, 2026 10:30\n"
        f"To: Zhang\nSubject: Re: Refund\n\n{text}"
    )


def _apple(answer: str, text: str, sender: str) -> str:
    quoted = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    return (
        f"{answer}\n\n发自我的iPhone\n\n> 在 2026年11月23日，10:30，{sender} 写道：\n> \n{quoted}\n"
    )


PROGRAMS = [_gmail, _gmail_zh, _qq, _outlook, _apple]


def _answered(first: bytes, text: str, html: str = "") -> bytes:
    """As a customer's program sends it: to where ours asks for it."""
    sent = parsed(first)
    answer = EmailMessage()
    answer["From"], answer["To"] = str(sent["to"]), str(sent["reply-to"])
    answer["Subject"], answer["Message-ID"] = f"回复：{sent['subject']}", "<third@corp.example>"
    answer["In-Reply-To"] = sent["message-id"]
    answer["References"] = f"{' '.join(sent['references'].split())} {sent['message-id']}"
    if text:
        answer.set_content(text)
    if html:
        answer.set_content(html, subtype="html")
    return answer.as_bytes(policy=email.policy.SMTP)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
@pytest.mark.parametrize(
    ("locale", "said", "answer"),
    [
        ("zh", ZH, "好的，谢谢！\n\n还有一个问题：发票呢？"),
        ("en", EN, "Thanks!\n\nAnd the invoice?"),
    ],
    ids=["zh", "en"],
)
def test_an_answer_that_quotes_ours_is_read_without_it(
    program: Any, locale: str, said: str, answer: str
) -> None:
    first = compose(draft(text=said, locale=locale))
    sent = parsed(first)
    whole = program(answer, text_of(sent).replace("\r\n", "\n"), str(sent["from"]))
    letter = received(_answered(first, whole))
    assert letter.text == answer
    assert said.rsplit("\n", 1)[-1] in letter.whole
    assert ours(letter.references, DOMAIN)[0].message == MESSAGE
    assert conversation_of(letter.to[0].email, b"s" * 32) == CONVERSATION
    assert letter.automatic is None


@pytest.mark.parametrize(
    "around", ['<div class="gmail_quote">{}</div>', "<blockquote>{}</blockquote>"]
)
def test_an_answer_in_html_alone_is_read_without_ours(around: str) -> None:
    first = compose(draft())
    quoted = around.format(f"<div>客服 写道：</div>{text_of(parsed(first), 'html')}")
    letter = received(_answered(first, "", f"<div>好的，谢谢！</div><br>{quoted}"))
    assert letter.text == "好的，谢谢！"


@pytest.mark.parametrize(("locale", "said"), [("zh", ZH), ("en", EN)])
def test_of_our_own_mail_the_same_is_read_that_was_said(locale: str, said: str) -> None:
    assert received(compose(draft(text=said, locale=locale))).text == said


def test_the_time_of_what_is_quoted_is_that_of_the_merchants_place() -> None:
    quoted = Quoted("Zhang", datetime(2026, 11, 23, 2, tzinfo=UTC).astimezone(CHINA), "x")
    assert "On 2026-11-23 at 10:00, Zhang wrote:" in text_of(
        parsed(compose(draft(quoted=quoted, locale="en")))
    )
