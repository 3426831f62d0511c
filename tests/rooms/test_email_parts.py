"""Mail as it comes: its headers, its parts, and what would make a reader work without end."""

import time
from base64 import b64encode
from datetime import UTC, datetime
from email.message import Message

import pytest

from chalicelib.channels.email.addresses import Address, addresses
from chalicelib.channels.email.headers import moment, value
from chalicelib.channels.email.mime import MOST_FILES, MOST_PARTS, Body, body_of
from chalicelib.channels.email.parsing import Problem, parsed


def mail(body: str | bytes = "", **headers: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {said}\r\n" for name, said in headers.items())
    return (
        lines.encode("utf-8", "surrogateescape")
        + b"\r\n"
        + (body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode())
    )


def message(*args: str | bytes, **headers: str) -> Message:
    return parsed(mail(*args, **headers))[0]


def read(raw: bytes) -> Body:
    found, problems = parsed(raw)
    body = body_of(found)
    body.problems[:0] = problems
    return body


def multipart(kind: str, *parts: str) -> str:
    joined = "".join(f"--=b\n{part}\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="=b"\n\n{joined}--=b--\n'


def whole(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def b64(text: str, charset: str) -> str:
    return b64encode(text.encode(charset)).decode()


# --- headers


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?gb2312?B?" + b64("镕基", "gbk") + "?=", "镕基"),
        ("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?= aus =?utf-8?q?K=C3=B6ln?=", "Grüße aus Köln"),
        ("=?utf-8*de?q?=C3=BC?=", "ü"),
        ("plain =?utf-8?b?!!!?= text", "plain !!! text"),
        ("=?utf-8?b?5L2g?=\r\n =?utf-8?b?5aW9?=", "你好"),
        ("=?utf-8?b?5L0=?= =?utf-8?b?oA==?=", "你"),
        ("a\tb\r\n  c", "a b c"),
        ("=?utf-8?q?a=0D=0ABcc:_x@y.example?=", "a Bcc: x@y.example"),
    ],
)
def test_a_subject_is_one_line_of_text(raw: str, text: str) -> None:
    assert value(message(Subject=raw), "subject") == text


def test_a_subject_of_raw_bytes_is_read() -> None:
    raw = "退款什么时候到".encode("gb18030").decode("utf-8", "surrogateescape")
    assert value(message(Subject=raw), "subject") == "退款什么时候到"


def test_encoded_words_without_end_take_no_time() -> None:
    raw = mail(Subject="\r\n ".join(["=?utf-8?q?x?="] * 20_000))
    begun = time.process_time()
    found, problems = parsed(raw)
    value(found, "subject")
    assert problems == [Problem.HEADERS_CUT]
    assert time.process_time() - begun < 0.5


def test_five_thousand_recipients_are_bounded() -> None:
    raw = mail(To=",\r\n ".join(f"n{n}@corp.example" for n in range(5_000)))
    begun = time.process_time()
    assert 0 < len(addresses(parsed(raw)[0], "to")) <= 200
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("=?utf-8?b?5byg5LiJ?= <Zhang@Corp.example>", [Address("zhang@corp.example", "张三")]),
        (
            '"Li, Si" <li@corp.example>, wang@corp.example',
            [Address("li@corp.example", "Li, Si"), Address("wang@corp.example")],
        ),
        ("nobody", []),
        ("<>", []),
        ("a@b", []),
        (
            "support@shop.example <thief@else.example>",
            [Address("thief@else.example", "support@shop.example")],
        ),
        ("x@corp.example, X <x@corp.example>", [Address("x@corp.example")]),
    ],
)
def test_addresses_are_told_from_names(raw: str, found: list[Address]) -> None:
    got = addresses(message(From=raw), "from")
    assert [each.email for each in got] == [each.email for each in found]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("Mon, 23 Nov 2026 10:02:33 +0800", datetime(2026, 11, 23, 2, 2, 33, tzinfo=UTC)),
        ("23 Nov 2026 10:02 -0000", datetime(2026, 11, 23, 10, 2, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 Nov 2026 10:02:33 +9999", None),
        ("", None),
    ],
)
def test_what_the_senders_clock_says_may_be_nothing(raw: str, said: datetime | None) -> None:
    assert moment(message(Date=raw)) == said


# --- parts


def test_words_and_html_are_alternatives() -> None:
    body = read(
        whole(
            multipart(
                "alternative",
                "Content-Type: text/plain; charset=utf-8\n\n你好",
                "Content-Type: text/html; charset=utf-8\n\n<p>你好</p>",
            )
        )
    )
    assert ("".join(body.words).strip(), "".join(body.html).strip()) == ("你好", "<p>你好</p>")
    assert (body.files, body.problems) == ([], [])


def test_a_file_keeps_its_name_in_whatever_charset() -> None:
    percent = "".join(f"%{byte:02X}" for byte in "发票镕.pdf".encode("gbk"))
    names = [
        f"filename*=gb2312''{percent}",
        'filename="=?gb2312?B?' + b64("发票镕.pdf", "gbk") + '?="',
        f"filename*0*=gb2312''{percent[:12]};\n filename*1*={percent[12:]}",
    ]
    for name in names:
        part = f"Content-Type: application/pdf\nContent-Disposition: attachment; {name}\n\nx"
        (file,) = read(whole(multipart("mixed", part))).files
        assert file.name == "发票镕.pdf"


def test_a_file_named_in_raw_bytes_keeps_its_name() -> None:
    part = (
        'Content-Type: application/pdf\nContent-Disposition: attachment; filename="发票镕.pdf"\n\nx'
    )
    (file,) = read(multipart("mixed", part).replace("\n", "\r\n").encode("gb18030")).files
    assert file.name == "发票镕.pdf"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Content-Type: message/rfc822", "mail.eml"),
        ("Content-Type: text/calendar; method=REQUEST", "invitation.ics"),
        ("Content-Type: application/pkcs7-signature", "smime.p7s"),
        ("Content-Type: application/ms-tnef; name=winmail.dat", "winmail.dat"),
        ("Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt", "a.txt"),
        ("Content-Type: image/png\nContent-ID: <a@b>", "image.png"),
    ],
)
def test_what_is_not_the_mails_own_words_is_a_file(head: str, name: str) -> None:
    part = f"{head}\n\nSubject: inner\n\ninner words"
    body = read(whole(multipart("mixed", "Content-Type: text/plain\n\nouter", part)))
    assert [file.name for file in body.files] == [name]
    assert "".join(body.words).strip() == "outer"


def test_an_encrypted_mail_says_so() -> None:
    part = "Content-Type: application/pkcs7-mime; name=smime.p7m\n\nMIIB"
    assert read(whole(multipart("mixed", part))).problems == [Problem.ENCRYPTED]


@pytest.mark.parametrize("cut", ["--=b--", "--=b--\n"])
def test_a_missing_last_boundary_loses_nothing(cut: str) -> None:
    text = multipart("mixed", "Content-Type: text/plain\n\nwords").replace(cut, "")
    assert "".join(read(whole(text)).words).strip() == "words"


def test_a_boundary_that_begins_another_one_divides_where_it_is_meant() -> None:
    inner = 'Content-Type: multipart/alternative; boundary="=b2"\n\n--=b2\n\nwords\n--=b2--\n'
    assert "".join(read(whole(multipart("mixed", inner))).words).strip() == "words"


# --- bombs


def nested(depth: int) -> bytes:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    return whole(head + "Content-Type: text/plain\n\nwords\n")


def mails_in_mails(depth: int) -> bytes:
    return whole("Subject: x\nContent-Type: message/rfc822\n\n" * depth + "words")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        pytest.param(nested(2_000), Problem.TOO_NESTED, id="nested parts"),
        pytest.param(mails_in_mails(2_000), Problem.TOO_NESTED, id="mails in mails"),
        pytest.param(b"Subject: " + b"x" * 5_000_000, Problem.HEADERS_CUT, id="a header of 5 MB"),
        pytest.param(
            whole(multipart("mixed", *["\nx"] * (MOST_PARTS + 1))),
            Problem.TOO_MANY_PARTS,
            id="many parts",
        ),
        pytest.param(
            whole(multipart("mixed", *["Content-Disposition: attachment\n\nx"] * 400)),
            Problem.TOO_MANY_FILES,
            id="many files",
        ),
        pytest.param(mail(b"x" * 3_000_000), Problem.WORDS_CUT, id="a text of 3 MB"),
        pytest.param(mail(b"x" * (40 * 1024 * 1024 + 1)), Problem.TOO_LARGE, id="40 MB"),
    ],
)
def test_a_mail_without_end_is_read_as_far_as_the_limit(raw: bytes, problem: Problem) -> None:
    begun = time.process_time()
    body = read(raw)
    assert problem in body.problems
    assert len(body.files) <= MOST_FILES
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("raw", [b"", b"\n", b"\r\n\r\n", b"\x00", b"no header at all", b":\n:\n"])
def test_what_is_hardly_a_mail_is_read_all_the_same(raw: bytes) -> None:
    read(raw)
