"""For whom a mail server's word can stand: for the one sender whom every reader finds in a mail."""

from datetime import UTC, datetime

import pytest

from chalicelib.channels.email.adapter import inbound
from chalicelib.channels.email.envelope import Envelope, Verdict, Verdicts
from chalicelib.channels.email.reading import read
from chalicelib.channels.model import Inbound

DOMAIN = "in.shop.example"
ENVELOPE = Envelope(
    id="e1",
    recipients=[f"help@{DOMAIN}"],
    received=datetime(2026, 11, 23, 2, 10, tzinfo=UTC),
    verdicts=Verdicts(dmarc=Verdict.PASS),
)
REST = b"Subject: hi\r\n\r\nhello\r\n\r\nFrom: what they quote\r\n"


def event(head: bytes) -> Inbound:
    return inbound(read(head + REST, envelope=ENVELOPE, domain=DOMAIN), domain=DOMAIN)


@pytest.mark.parametrize(
    "head",
    [
        b"From: victim@good.example, eve@evil.example\r\n",
        b"From: victim@good.example\r\nFrom: eve@evil.example\r\n",
        b"From : eve@evil.example\r\nFrom: victim@good.example\r\n",
        b"From: victim@good.example\r\nno header\r\nFrom: eve@evil.example\r\n",
        b"From: nobody\r\n",
        b"From: undisclosed:;\r\nSender: victim@good.example\r\n",
        b"From: eve@evil.example <victim@good.example>\r\n",
        b"From: <eve@evil.example> <victim@good.example>\r\n",
        b"From: (a (b) eve@evil.example) victim@good.example\r\n",
        b"From: " + b"x" * 2_000 + b" <victim@good.example>\r\n",
    ],
)
def test_nobody_vouches_for_a_mail_that_names_not_exactly_one_sender(head: bytes) -> None:
    """Of which of them the mail server has spoken, nobody knows."""
    assert not event(head).vouched


@pytest.mark.parametrize(
    "head",
    [
        b"From: zhang@corp.example\r\n",
        b"From: Zhang@Corp.example <zhang@corp.example>\r\n",
        b'From: "eve@evil.example" <zhang@corp.example>\r\n',
        b"From: =?utf-8?q?eve=40evil=2Eexample?= (at work)\r\n <zhang@corp.example>\r\n",
        "From: 张三 <zhang@corp.example>\r\nX-From: eve@evil.example\r\n".encode(),
        "From: 张三 <zhang@corp.example>\r\n".encode("gb18030"),
    ],
)
def test_one_sender_is_vouched_for_whatever_they_call_themselves(head: bytes) -> None:
    got = event(head)
    assert (got.sender.email, got.vouched) == ("zhang@corp.example", True)


@pytest.mark.parametrize("sender", ["张@邮箱.中国", "a\u0301@b.example"])
def test_a_sender_in_any_letters_is_one(sender: str) -> None:
    assert event(f"From: {sender}\r\n".encode()).vouched
