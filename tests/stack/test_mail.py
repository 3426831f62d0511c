"""Mail by SMTP into the local stack: answered, come back, answered by machines; one conversation each."""

import smtplib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from infra.local.client import Caller, mails
from infra.local.place import Place
from tests.stack.clerks import Held, awaited, begun, owner_of
from tests.stack.fixtures import Stack

SUBJECT, ASKED = "退款什么时候到", "退款多久到账？"  # the second is known to the shop's bot
TIMES = 5
MARKS: Mapping[str, str] = {}
# As their own mail server has found it: the bot answers nobody else.
PROVED = {"Authentication-Results": "mx.corp.example; dmarc=pass header.from=corp.example"}
MOST_ANSWERED = 5  # letters to a machine before a person looks at it


@dataclass
class Correspondent:
    """Somebody with a mailbox, who writes to one inbox. `made`: as the desk told of it."""

    place: Place
    owner: Caller
    made: dict[str, Any]
    address: str = field(init=False)
    written: int = 0
    held: list[Held] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = f"zhang{self.made['id'][-8:].lower()}@corp.example"

    def writes(
        self, text: str, *, to: str = "", headers: Mapping[str, str] = MARKS, times: int = 1
    ) -> None:
        """`times`: delivered so often, as servers do."""
        self.written += 1
        name = f"<{self.made['id']}.{self.written}@corp.example>"
        message = EmailMessage()
        message["From"], message["Subject"] = f"张三 <{self.address}>", SUBJECT
        message["To"], message["Message-ID"] = to or self.made["address"], name
        for header, value in headers.items():
            message[header] = value
        message.set_content(text)
        for _ in range(times):
            self.post(message.as_bytes(), to=str(message["to"]), sender=self.address)

    def answers(self, text: str, letter: EmailMessage, headers: Mapping[str, str] = MARKS) -> None:
        """As mail programs do it: to where answers go, what is answered below."""
        quoted = "".join(f"> {line}\n" for line in words_of(letter).splitlines())
        whole = f"{text}\n\n在 2026年11月23日 10:00，客服 写道：\n\n{quoted}"
        named = {"In-Reply-To": str(letter["message-id"]), **headers}
        self.writes(whole, to=str(letter["reply-to"]), headers=named)

    def post(self, raw: bytes, *, to: str, sender: str) -> None:
        with smtplib.SMTP("127.0.0.1", self.place.smtp_port, timeout=30) as server:
            server.sendmail(sender, [to], b"\r\n".join(raw.splitlines()))

    def letters(self, least: int = 1) -> list[EmailMessage]:
        """What SES has sent to them, as a mail program reads it, the oldest first."""
        found = awaited(lambda: held if len(held := self._came()) >= least else [])
        names = [str(mail["id"]).partition("@")[0] for mail in found]
        return [opened((self.place.letters / f"{name}.eml").read_bytes()) for name in names]

    def _came(self) -> list[dict[str, Any]]:
        return mails(self.place, self.address)[::-1]

    def begins(self, *, times: int = 1) -> Held:
        """They have written, and somebody has taken them."""
        self.writes("我的退款呢？", times=times)
        self.held.append(Held(self.owner, begun(self.owner, self.made["id"])["id"]))
        return self.held[0]


def opened(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def words_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def zhang(running: Stack) -> Iterator[Correspondent]:
    owner = owner_of(running, "bamboo")
    made = owner.call("POST", "/v1/inboxes", {"channel": "email", "name": "Help"})
    found = Correspondent(running.place, owner, made)
    yield found
    for held in found.held:
        held.ends()
    owner.call("DELETE", f"/v1/inboxes/{made['id']}")


def test_a_mail_is_answered_and_the_answer_to_that_threads(zhang: Correspondent) -> None:
    """R17: the first one is delivered five times."""
    held = zhang.begins(times=TIMES)
    conversation = zhang.owner.call("GET", held.path)
    assert (conversation["subject"], conversation["customer"]["name"]) == (SUBJECT, "张三")
    held.answers("已经受理，三天内到账。")

    (sent,) = zhang.letters()
    assert sent["in-reply-to"] == f"<{zhang.made['id']}.1@corp.example>"
    zhang.answers("谢谢！", sent)

    awaited(lambda: len(held.texts()) > 2)
    assert held.texts() == ["我的退款呢？", "已经受理，三天内到账。", "谢谢！"]


def bounce(of: EmailMessage, recipient: str) -> bytes:
    """RFC 3464, as SES sends it on to where the mail came from."""
    told = (
        f"From: MAILER-DAEMON@amazonses.com\nTo: {of['from']}\n"
        f"Subject: Delivery Status Notification (Failure)\nMessage-ID: <dsn.{of['message-id'][1:]}\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="part"\n\n'
        "--part\nContent-Type: text/plain\n\nAn error occurred.\n"
        "--part\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; a8-1.smtp-out.amazonses.com\n\n"
        f"Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n"
        "--part\nContent-Type: message/rfc822\n\n"
    )
    return told.encode() + of.as_bytes() + b"\n--part--\n"


def test_a_letter_that_comes_back_has_failed_and_the_next_one_says_why(
    zhang: Correspondent,
) -> None:
    held = zhang.begins()
    held.answers("已经受理。")
    (sent,) = zhang.letters()

    raw = bounce(sent, zhang.address)
    for _ in range(2):  # reports are delivered twice as well
        zhang.post(raw, to=zhang.made["address"], sender="")
    awaited(lambda: held.states() == ["failed"])
    held.answers("还在吗？")
    awaited(lambda: held.states() == ["failed", "failed"])

    assert [each["code"] for each in held.told()] == ["receipt", "bounced"]
    assert (len(zhang.letters()), held.texts()) == (1, ["我的退款呢？", "已经受理。", "还在吗？"])
    customer = zhang.owner.call("GET", held.path)["customer"]["id"]
    (identity,) = zhang.owner.call("GET", f"/v1/customers/{customer}")["identities"]
    assert (identity["value"], identity["undeliverable"]) == (zhang.address, "bounced")


def test_a_machine_that_says_so_is_not_answered_and_the_loop_of_one_that_does_not_ends(
    zhang: Correspondent,
) -> None:
    """The shop's bot knows an answer to what this one says, each time anew."""
    settings = {"settings": {"bot": True}}
    zhang.owner.change(f"/v1/inboxes/{zhang.made['id']}", settings)
    zhang.writes(ASKED, headers=PROVED)
    (first,) = zhang.letters()
    zhang.answers("我在休假。", first, {**PROVED, "Auto-Submitted": "auto-replied"})

    zhang.answers(ASKED, first, PROVED)
    head: dict[str, Any] = begun(zhang.owner, zhang.made["id"])
    answered = 1
    while head["status"] == "bot":
        answered += 1
        assert answered < MOST_ANSWERED
        last = zhang.letters(answered)[-1]
        head = zhang.owner.call("GET", f"/v1/conversations/{head['id']}")
        if head["status"] == "bot":
            zhang.answers(ASKED, last, PROVED)

    assert head["status"] == "queued"
    said = zhang.owner.call("GET", f"/v1/conversations/{head['id']}/messages")["items"]
    names = [(each.get("event") or {}).get("name") or each["author"]["kind"] for each in said]
    at = names.index("automatic")
    assert names[at - 1 : at + 3] == ["bot", "automatic", "customer", "bot"]
