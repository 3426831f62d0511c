"""A merchant's form in memory: somebody who fills it in, and the agent who reads it."""

from dataclasses import dataclass, field
from typing import Any

from chalicelib.conversations.model import Head, Message
from chalicelib.core.ids import MerchantId
from chalicelib.inboxes.model import Inbox
from chalicelib.mail.port import CapturedMailer, Mail
from chalicelib.table import guard
from tests.delivery.cloud import Cloud
from tests.delivery.mailing import Mailed

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
