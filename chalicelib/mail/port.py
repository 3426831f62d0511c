"""Outbound mail: one port, two ends. SES sends (locally too: its emulation is the mailbox)."""

from collections.abc import Callable
from typing import Any, Protocol

from botocore.exceptions import ClientError

from chalicelib.core.values import Value

# Of a letter under an address that is not proved any more; nothing of it has left.
UNPROVED = frozenset(
    {"MailFromDomainNotVerifiedException", "MessageRejected", "AccessDeniedException"}
)


class Mail(Value, frozen=True):
    """One letter, as plain text; or `raw`, as `sender` has written it, where there is one.

    `instead`: the same under an address of ours, where SES does not take it under `sender`. What becomes
    of the letter is told there either way.
    """

    to: str
    subject: str = ""
    text: str = ""
    sender: str = ""
    raw: bytes = b""
    instead: "Mail | None" = None


class Mailer(Protocol):
    def send(self, mail: Mail) -> str:
        """By that name reports tell of it."""


class CapturedMailer:
    """Keeps what it is given: the mailer of the tests."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> str:
        self.sent.append(mail)
        return f"captured{len(self.sent):08d}"


class SesMailer:
    """`client` makes an SES v2 client that asks once, when the first mail goes out.

    A letter whose answer never came may have left. Its queue brings it again, minutes later: whoever waits
    for a link has two of the same rather than none.
    """

    def __init__(self, *, client: Callable[[], Any], sender: str) -> None:
        self._client = client
        self._sender = sender

    def send(self, mail: Mail) -> str:
        told = {"FeedbackForwardingEmailAddress": mail.instead.sender} if mail.instead else {}
        try:
            answer = self._client().send_email(
                FromEmailAddress=mail.sender or self._sender,
                Destination={"ToAddresses": [mail.to]},
                Content={"Raw": {"Data": mail.raw}} if mail.raw else {"Simple": _plain(mail)},
                **told,
            )
        except ClientError as error:
            if mail.instead is None or error.response["Error"]["Code"] not in UNPROVED:
                raise
            return self.send(mail.instead)
        return str(answer["MessageId"])


def _plain(mail: Mail) -> dict[str, Any]:
    return {
        "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
        "Body": {"Text": {"Data": mail.text, "Charset": "UTF-8"}},
    }
