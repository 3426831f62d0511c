"""Captured mail is shown as it was written, and never runs."""

import json
import re
import urllib.request
from typing import Any

from infra.local.mailbox import linked, moment
from tests.stack.fixtures import Stack

SUBJECT = "确认 <script>alert(1)</script>"
TEXT = "您好 & welcome\nhttp://localhost:8800/console/#/confirm?token=a_b-C&x=1\n<img src=x>"


def test_addresses_become_links_and_markup_does_not() -> None:
    shown = linked(TEXT)
    assert '<a href="http://localhost:8800/console/#/confirm?token=a_b-C&amp;x=1">' in shown
    assert "您好 &amp; welcome" in shown
    assert "<img" not in shown


def test_when_a_mail_came_is_told_as_a_date() -> None:
    assert re.fullmatch(r"2026-11-2[34] \d\d:\d\d:06", moment(1795442946.06))


def test_a_captured_mail_stands_first_and_escaped(running: Stack) -> None:
    running.client("sesv2").send_email(
        FromEmailAddress="desk@manydesk.local",
        Destination={"ToAddresses": ["someone@shop.example"]},
        Content={
            "Simple": {"Subject": {"Data": SUBJECT}, "Body": {"Text": {"Data": TEXT}}},
        },
    )
    first = json.loads(read(running, "/mailbox.json"))["mails"][0]
    assert (first["to"], first["subject"]) == (["someone@shop.example"], SUBJECT)
    assert first["text"] == TEXT
    page = read(running, "/mailbox")
    assert "<script" not in page
    assert "确认 &lt;script&gt;alert(1)&lt;/script&gt;" in page


def read(stack: Stack, path: str) -> Any:
    with urllib.request.urlopen(stack.place.desk_url + path, timeout=30) as answer:  # noqa: S310
        return answer.read().decode()
