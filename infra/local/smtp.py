"""Takes mail by SMTP on this machine and does with it what SES does: keeps it, then tells the function.

The checks of a sender are SES's own; here nobody makes any. What a server before this one has found
(Authentication-Results, RFC 8601) is handed on, else the record says that nobody knows.
"""

import asyncio
import json
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from functools import partial
from typing import Any

import boto3
from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local.place import REGION, Place

MOST_BYTES = 40 * 1024**2
UNCHECKED = "GRAY"
FOUND = re.compile(r"\b(spf|dkim|dmarc)=(pass|fail)\b", re.IGNORECASE)
CHECKS = ("spam", "virus", "spf", "dkim", "dmarc")


class Mailroom:
    def __init__(self, place: Place, outputs: dict[str, str]) -> None:
        ours = partial(boto3.client, endpoint_url=place.aws_url, region_name=REGION)
        self.s3, self.functions = ours("s3"), ours("lambda")
        self.bucket, self.function = outputs["MailBucket"], outputs["IngestEmail"]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        await asyncio.to_thread(self.take, envelope)
        return "250 OK"

    def take(self, envelope: Envelope) -> None:
        name = uuid.uuid4().hex
        raw = envelope.original_content or b""
        self.s3.put_object(Bucket=self.bucket, Key=f"PLATFORM/mail/{name}", Body=raw)
        told = record(name, envelope.mail_from or "", list(envelope.rcpt_tos), checked(raw))
        self.functions.invoke(
            FunctionName=self.function,
            InvocationType="Event",
            Payload=json.dumps({"Records": [told]}).encode(),
        )


def checked(raw: bytes) -> dict[str, str]:
    """By the topmost of its headers, which is the nearest server's."""
    told = message_from_bytes(raw).get_all("Authentication-Results", [""])[0]
    return {check.lower(): found.upper() for check, found in FOUND.findall(str(told))}


def record(name: str, sender: str, recipients: list[str], found: dict[str, str]) -> dict[str, Any]:
    """As the Lambda action of SES has it."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    mail = {"timestamp": now, "source": sender, "messageId": name, "destination": recipients}
    receipt: dict[str, Any] = {"timestamp": now, "recipients": recipients}
    receipt |= {f"{check}Verdict": {"status": found.get(check, UNCHECKED)} for check in CHECKS}
    ses = {"mail": mail, "receipt": receipt}
    return {"eventSource": "aws:ses", "eventVersion": "1.0", "ses": ses}


@asynccontextmanager
async def open_to_mail(place: Place, outputs: dict[str, str]) -> AsyncIterator[None]:
    room = Mailroom(place, outputs)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(room, data_size_limit=MOST_BYTES, enable_SMTPUTF8=True),
        "127.0.0.1",
        place.smtp_port,
    )
    try:
        yield
    finally:
        server.close()
