"""What mail programs quote, as they quote it: `quoted.txt` beside this file holds a mail of each shape."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.channels.email.quotes import MOST, fresh

MAILS = Path(__file__).with_name("quoted.txt").read_text(encoding="utf-8")


def _mails() -> Iterator[object]:
    for each in MAILS.split("=== ")[1:]:
        name, _, rest = each.partition("\n")
        mail, _, wanted = rest.partition("--- becomes\n")
        yield pytest.param(mail, wanted.rstrip("\n"), id=name)


@pytest.mark.parametrize(("mail", "wanted"), list(_mails()))
def test_what_is_new_stays_and_what_is_quoted_goes(mail: str, wanted: str) -> None:
    assert fresh(mail) == wanted


@pytest.mark.parametrize(("mail", "wanted"), list(_mails()))
def test_line_ends_and_a_second_time_change_nothing(mail: str, wanted: str) -> None:
    assert fresh(mail.replace("\n", "\r\n")) == wanted
    assert fresh(wanted) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "> x\ny\n",
        "on 1.1 a@b.cd \n",
        "在 2026年 ",
        "From: a\n",
        "-----",
        "发件人: x\n时间: 1\n",
        "于2026 " * 50 + "\n",
        "\n",
    ],
)
def test_no_text_takes_long(line: str) -> None:
    text = (line * (MOST // len(line)))[:MOST]
    begun = time.process_time()
    fresh(text)
    assert time.process_time() - begun < 1
