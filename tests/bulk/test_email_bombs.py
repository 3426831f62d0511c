"""What a mail may cost: the table of docs/channels.md, each row read whole in a process of its own."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MB = 1024 * 1024


def _nested() -> bytes:
    heads = (
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2_000)
    )
    return b"".join(heads) + b"\nwords\n"


def _parts(part: bytes, count: int) -> bytes:
    return (
        b'Content-Type: multipart/mixed; boundary="=b"\n\n'
        + (b"--=b\n%s\n" % part) * count
        + b"--=b--"
    )


def _senders() -> bytes:
    named = b", ".join(b"\xd6\xd0%d\xff\xfe <n%d@corp.example>" % (n, n) for n in range(333))
    return b"".join(b"%s: %s\n" % (name, named) for name in (b"From", b"To", b"Cc")) + b"\nwords"


def _paragraphs() -> bytes:
    fonts = b"".join(b"<font size=%d>" % n for n in range(400))
    return b"Content-Type: text/html\n\n<p>" + fonts + b"<p>x" * 120_000


BOMBS: dict[str, Callable[[], bytes]] = {
    "2,000 parts within each other": _nested,
    "50 mails within each other": lambda: b"Content-Type: message/rfc822\n\n" * 50 + b"words",
    "20,000 encoded words in a header": lambda: b"Subject: " + b"=?utf-8?q?x?=\n " * 20_000,
    "5,000 recipients": lambda: b"To: " + b"someone@corp.example,\n " * 5_000,
    "a header of 5 MB": lambda: b"Subject: " + b"x" * 5 * MB,
    "a part's header of 5 MB": lambda: _parts(
        b"Content-Type: text/plain" + b"; x" * MB + b"\n\nx", 1
    ),
    "1,000 senders in raw bytes of no charset": _senders,
    "10,000 tiny files": lambda: _parts(b"Content-Disposition: attachment\n\nx", 10_000),
    "20,000 parts": lambda: _parts(
        b"Content-Type: text/html" + b"; a=b" * 99 + b"\n\n<p>x", 19_990
    ),
    "5,000 blocks of a report": lambda: _parts(
        b"Content-Type: message/delivery-status\n\n" + b"A: b\n\n" * 5_000, 1
    ),
    "elements that every paragraph opens again": _paragraphs,
    "a megabyte of quotes": lambda: b"\n" + b"on 1.1 a@b.example wrote\n> x\n" * 38_000,
    "40 MB in lines of one letter": lambda: b"\n" + b"x\n" * (20 * MB - 1),
    "40 MB of raw bytes": lambda: b"\n" + bytes(range(128, 256)) * (40 * MB // 128 - 1),
    "40 MB and one byte": lambda: b"\n" + b"x" * 40 * MB,
}
_ROW = re.compile(r"^\| (.+) \| (?:`(\w+)`|nothing) \| (\d+) \| (\d+) \|$", re.MULTILINE)
TOLD = {
    name: (problem, float(seconds), float(megabytes))
    for name, problem, seconds, megabytes in _ROW.findall(
        (ROOT / "docs/channels.md").read_text(encoding="utf-8")
    )
}
READER = """
import resource, sys, time
from datetime import UTC, datetime
from chalicelib.channels.email.adapter import inbound
from chalicelib.channels.email.envelope import Envelope
from chalicelib.channels.email.reading import read

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

envelope = Envelope("e1", ["a@in.shop.example"], datetime(2026, 11, 23, tzinfo=UTC))
raw = sys.stdin.buffer.read()
before, begun = peak(), time.process_time()
letter = read(raw, envelope=envelope, domain="in.shop.example")
inbound(letter, domain="in.shop.example")
print(time.process_time() - begun, peak() - before, *letter.problems)
"""


def test_every_bomb_is_told_with_its_bounds() -> None:
    assert set(TOLD) == set(BOMBS)


@pytest.mark.attack("A21")
@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_costs_no_more_than_is_told(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READER],
        input=BOMBS[name](),
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    seconds, megabytes, *problems = done.stdout.decode().split()
    problem, most_seconds, most_megabytes = TOLD[name]
    assert float(seconds) < most_seconds
    assert float(megabytes) < most_megabytes
    assert problem in problems if problem else not problems
