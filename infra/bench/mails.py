"""What reading one mail costs, beside the standard library's parsing of the same bytes and nothing else.

    [DATA=FOLDER] python -m infra.bench.mails

The mails are those of `tests/rooms/quoted.txt` (an answer with what it quotes, of each mail program) in four
forms, and what customers wrote at length, where the data of the bot's measurement is present.
"""

import email.parser
import email.policy
import math
import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from chalicelib.channels.email.adapter import inbound
from chalicelib.channels.email.envelope import Envelope
from chalicelib.channels.email.reading import read
from infra.bench import rows
from infra.bench.asked import read as read_rows
from infra.bench.rows import Row
from infra.parts import ROOT

DOMAIN = "in.shop.example"
ENVELOPE = Envelope("e1", [f"help@{DOMAIN}"], datetime(2026, 11, 23, tzinfo=UTC))
PDF = bytes(range(256)) * 800  # 200 KB
MOST_GIVEN = 300
MOST_MILLISECONDS = (
    50.0  # of one in a hundred: what reading may take of the seconds that a mail is on its way
)


def texts(data: Path) -> Iterator[str]:
    quoted = (ROOT / "tests/rooms/quoted.txt").read_text(encoding="utf-8")
    for each in quoted.split("=== ")[1:]:
        yield each.partition("\n")[2].partition("--- becomes\n")[0]
    given = data / "zh_medical.jsonl"
    if given.exists():
        yield from (str(row["ask"]) for row in read_rows(given)[:MOST_GIVEN])


def forms(text: str) -> Iterator[bytes]:
    """As text in two charsets, with HTML beside it, with a file."""
    page = "".join(f"<div>{line}</div>" for line in text.replace("<", "&lt;").split("\n"))
    for charset, html, file in (
        ("utf-8", "", b""),
        ("gb18030", "", b""),
        ("utf-8", page, b""),
        ("utf-8", page, PDF),
    ):
        message = EmailMessage()
        message["From"], message["To"] = "张三 <zhang@corp.example>", ENVELOPE.recipients[0]
        message["Subject"], message["Message-ID"] = "Re: 退款什么时候到", "<m1@corp.example>"
        message.set_content(text, charset=charset, cte="base64")
        if html:
            message.add_alternative(html, subtype="html")
        if file:
            message.add_attachment(file, maintype="application", subtype="pdf", filename="发票.pdf")
        yield message.as_bytes(policy=email.policy.SMTP)


def ours(raw: bytes) -> None:
    inbound(read(raw, envelope=ENVELOPE, domain=DOMAIN, locale="zh"), domain=DOMAIN)


def library(raw: bytes) -> None:
    email.parser.BytesParser(policy=email.policy.compat32).parsebytes(raw)


def spent(work: Callable[[bytes], None], mails: Sequence[bytes]) -> list[float]:
    """Milliseconds of each, the least of three."""
    found = []
    for raw in mails:
        times = []
        for _ in range(3):
            begun = time.process_time_ns()
            work(raw)
            times.append((time.process_time_ns() - begun) / 1_000_000)
        found.append(min(times))
    return sorted(found)


def bench(data: Path) -> Iterator[Row]:
    mails = [raw for text in texts(data) for raw in forms(text)]
    spent(ours, mails[:20])
    read_in, parsed_in = spent(ours, mails), spent(library, mails)
    last = math.ceil(len(mails) * 0.99) - 1
    yield Row(f"reading a mail, median of {len(mails)}", read_in[len(mails) // 2], "ms CPU")
    yield Row("reading a mail, 99 of 100 within", read_in[last], "ms CPU", MOST_MILLISECONDS)
    yield Row(
        "reading all of them over the library's parsing alone",
        sum(read_in) / sum(parsed_in),
        "times",
    )


def folder() -> Path:
    return Path(os.environ.get("DATA") or ROOT.parent / "shared" / "data")


def main() -> None:
    print(rows.table(bench(folder())))


if __name__ == "__main__":
    main()
