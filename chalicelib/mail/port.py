"""Outbound mail: one port, two ends. SES sends (locally too: its emulation is the mailbox)."""

from collections.abc import Callable
from typing import Any, Protocol

from chalicelib.core.values import Value


class Mail(Value, frozen=True):
    """One letter, as plain text."""

    to: str
    subject: str
    text: str


class Mailer(Protocol):
    def send(self, mail: Mail) -> None: ...


class CapturedMailer:
    """Keeps what it is given: the mailer of the tests."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)


class SesMailer:
    """`client` makes an SES v2 client when the first mail goes out."""

    def __init__(self, *, client: Callable[[], Any], sender: str) -> None:
        self._client = client
        self._sender = sender

    def send(self, mail: Mail) -> None:
        content = {
            "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
            "Body": {"Text": {"Data": mail.text, "Charset": "UTF-8"}},
        }
        self._client().send_email(
            FromEmailAddress=self._sender,
            Destination={"ToAddresses": [mail.to]},
            Content={"Simple": content},
        )
