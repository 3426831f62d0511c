"""A merchant's mail in memory: SES that keeps and tells, customers who write, and what was sent to them."""

import json
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.inboxes.model import Inbox
from tests.delivery.channels import Hooked, Talk
from tests.delivery.cloud import queue_url

INBOUND = queue_url("INBOUND")
DOMAIN, ASKED = "in.desk.example", "我的退款呢？"


@dataclass
class Ses:
    """In the place of SES's client. `trouble` is raised instead of an answer, once for each."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)

    def send_email(self, **asked: Any) -> dict[str, str]:
        if self.trouble:
            raise self.trouble.pop(0)
        self.sent.append(asked)
        return {"MessageId": f"0100018f{len(self.sent):08d}"}

    @property
    def letters(self) -> list[EmailMessage]:
        """As any mail client reads them."""
        raw = [each["Content"]["Raw"]["Data"] for each in self.sent]
        return [message_from_bytes(each, policy=policy.default) for each in raw]


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "SendEmail")


@dataclass
class Mailed(Hooked):
    """One merchant with an inbox for mail."""

    ses: Ses = field(default_factory=Ses)
    bot: bool = False
    mail: Inbox = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.cloud.house._clients["sesv2 once"] = self.ses
        with self.agent.open(front=True):
            self.mail, _ = self.cloud.house.inboxes.make(
                self.agent,
                channel="email",
                name="Help",
                settings={"signature": "Bamboo Lane", "bot": self.bot},
            )
            if self.bot:
                self.cloud.house.merchants.change(self.agent, version=1, values={"bot_on": True})
        self.inbox = self.mail

    def use_ses(self) -> None:
        """From now on what is sent is found here."""
        self.cloud.house._clients["sesv2 once"] = self.ses

    @property
    def address(self) -> str:
        return self.mail.address(DOMAIN)

    def letter(self, text: str, **headers: str) -> bytes:
        self.count += 1
        message = EmailMessage()
        known = {
            "From": "张三 <zhang@corp.example>",
            "To": self.address,
            "Subject": "退款",
            "Message-ID": f"<m{self.count}@corp.example>",
        }
        for name, value in {
            **known,
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }.items():
            if value:
                message[name] = value
        message.set_content(text)
        return message.as_bytes()

    def begun(self, text: str = ASKED, *, dmarc: str = "PASS", **headers: str) -> Talk:
        """A customer has written once."""
        self.arrives(self.letter(text, **headers), dmarc=dmarc)
        self.settle()
        return Talk(self, asks=False)

    def arrives(
        self,
        raw: bytes,
        *recipients: str,
        dmarc: str = "PASS",
        name: str = "",
        source: str = "zhang@corp.example",
    ) -> None:
        """As SES has it; the same name is the same delivery once more. `source`: of its envelope."""
        held = name or f"ses{self.count}{len(self.cloud.aws.s3.objects)}"
        self.cloud.aws.s3.objects["mail", f"PLATFORM/mail/{held}"] = raw
        now = self.cloud.clock().isoformat()
        checks = {f"{each}Verdict": {"status": "PASS"} for each in ("spam", "virus", "spf", "dkim")}
        mail = {"timestamp": now, "source": source, "messageId": held}
        receipt = {"recipients": list(recipients) or [self.address], **checks}
        ses = {"mail": mail, "receipt": {**receipt, "dmarcVerdict": {"status": dmarc}}}
        self.cloud.invoke("ingest_email", {"Records": [{"eventSource": "aws:ses", "ses": ses}]})

    def jobs(self) -> list[dict[str, Any]]:
        """What waits to be received, taken off its queue."""
        return [json.loads(each.body) for each in self.cloud.aws.sqs.queues.pop(INBOUND)]

    def proves(self, name: str) -> str:
        """A domain under which this merchant's mail may leave; its id."""
        with self.agent.open(front=True):
            senders = self.cloud.house.senders
            made = senders.add(self.agent, name=name)
            self.cloud.aws.ses.publish(made.wire()["records"][0])
            senders.check(self.agent, domain=made.id)
        return made.id

    def set_to(self, **settings: Any) -> None:
        with self.agent.open(front=True):
            held = self.cloud.house.inboxes.get(self.agent, inbox=self.mail.id)
            values = {"settings": {**held.settings, **settings}}
            self.cloud.house.inboxes.change(
                self.agent, inbox=held.id, version=held.version, values=values
            )
