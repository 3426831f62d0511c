"""A merchant's form in memory: somebody who fills it in, and the agent who reads it."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.conversations.model import Head, Message
from chalicelib.core.ids import MerchantId
from chalicelib.inboxes.model import Inbox
from chalicelib.mail.port import CapturedMailer, Mail
from chalicelib.table import guard
from tests.delivery.cloud import Cloud, Dying
from tests.delivery.mailing import Mailed
from tests.delivery.story import insisted
from tests.rooms.test_attachments import PNG

WORDS = {"name": "张三", "email": "Zhang@Corp.example", "message": "订单还没到 😡"}


@dataclass
class Formed:
    cloud: Cloud
    settings: dict[str, Any] = field(default_factory=dict)
    mailed: Mailed = field(init=False)
    merchant: MerchantId = field(init=False)
    inbox: Inbox = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.mailed = Mailed(self.cloud)
        self.merchant, self.agent = self.mailed.merchant, self.mailed.agent
        self.inbox = self.mailed.mail = self.made(self.settings)

    def made(self, settings: dict[str, Any]) -> Inbox:
        with self.agent.open(front=True):
            inbox, _ = self.cloud.house.inboxes.make(
                self.agent, channel="form", name="Contact", settings=settings
            )
        return inbox

    def shown(self, origin: str = "") -> dict[str, Any]:
        with guard.scope(front=True):
            return self.cloud.house.forms.show(key=self.inbox.key, origin=origin)

    def token(self, *, looks_for: float = 5, origin: str = "") -> str:
        """Of a form that somebody has before them for so many seconds."""
        token: str = self.shown(origin)["token"]
        self.cloud.clock.advance(looks_for)
        return token

    def send(self, *, token: str = "", submission: str = "", **more: Any) -> None:
        self.count += 1
        body = {
            "token": token or self.token(),
            "submission_id": submission or f"submission-{self.count:06d}",
            "fields": WORDS,
            **more,
        }
        with guard.scope(front=True):
            self.cloud.house.forms.take(key=self.inbox.key, body=body)

    def begun(self, token: str, size: int, **more: Any) -> dict[str, Any]:
        with guard.scope(front=True):
            return self.cloud.house.forms.begin_upload(
                key=self.inbox.key, body={"token": token, "size": size, **more}
            )

    def ended(self, token: str, upload: str, name: str = "cup.png", **more: Any) -> dict[str, Any]:
        with guard.scope(front=True):
            return self.cloud.house.forms.end_upload(
                key=self.inbox.key, upload=upload, body={"token": token, "name": name, **more}
            )

    def uploaded(self, token: str, body: bytes = PNG, name: str = "cup.png", **more: Any) -> str:
        """As a browser does it; what stands for the file then."""
        form = self.begun(token, len(body), **more)
        self.cloud.aws.s3.objects["uploads", form["fields"]["key"]] = body
        attachment: str = self.ended(token, form["id"], name, **more)["attachment"]
        return attachment

    def kept_files(self) -> set[str]:
        """The ids of all files that lie where messages have theirs."""
        names = [key for bucket, key in self.cloud.aws.s3.objects if bucket == "files"]
        return {key.rsplit("/", 1)[1] for key in names if "/attachment/" in key}

    def said_files(self) -> list[str]:
        """The ids of those that a message names."""
        every = [each for head in self.heads() for each in self.messages(head.id)]
        return [file.id for message in every for file in message.extra.files]

    def settle(self) -> None:
        self.mailed.settle()

    def heads(self) -> list[Head]:
        return self.mailed.heads()

    def messages(self, conversation: str) -> list[Message]:
        with self.agent.open():
            found = self.cloud.house.conversations.history(
                self.agent, conversation=conversation, after=0
            )
        return [message for message in found.messages if message.text]

    def texts(self) -> list[str]:
        return sorted(each.text for head in self.heads() for each in self.messages(head.id))

    def mails(self) -> list[Mail]:
        mailer = self.cloud.house.mailer
        assert isinstance(mailer, CapturedMailer)
        return mailer.sent


def submitted(formed: Formed, at: int) -> Dying:
    """From the browser's upload to the message, where a process dies at that crossing, and is insisted on."""
    dying, token = Dying(at), formed.token()
    words, name = {**WORDS, "message": f"words {at}"}, f"submission-{at:06d}"
    with formed.cloud.aws.crossed_by(dying):
        file = insisted(lambda: formed.uploaded(token))
        insisted(lambda: formed.send(token=token, fields=words, submission=name, files=[file]))
        insisted(formed.mailed.settle_through)
    formed.mailed.settle_through()
    return dying


def died_everywhere(formed: Formed) -> list[Message]:
    """At each crossing of the way once: a conversation of one message with its file, whatever died."""
    found: list[Message] = []
    for at in range(1, 200):
        dying, known = submitted(formed, at), {message.conversation for message in found}
        (head,) = [each for each in formed.heads() if each.id not in known]
        (message,) = formed.messages(head.id)
        assert len(message.extra.files) == 1
        assert bool(head.ticket.id) == formed.inbox.makes_tickets
        found.append(message)
        if dying.seen < at:
            return found
    raise AssertionError("the way has no end")
