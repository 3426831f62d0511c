"""Somebody leaves the widget before the answer comes: it goes on by mail, five real minutes later.

    python -m tests.stack.left

Uses the stack that DESK_STATE names, else starts one of its own. The clock of a stack cannot be moved, so
this is a part of `make soak`.
"""

import smtplib
import sys
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from chalicelib.core.ids import new_id
from infra.local.client import Caller, mails
from tests.stack.clerks import Held, awaited, owner_of
from tests.stack.fixtures import Stack, started

PATIENCE = 480.0  # five minutes, the minute of the clock, and the letter's way
ASKED, ANSWERED, THANKS = "茶叶什么时候到？", "明天上午送到。", "好的，谢谢！"


@dataclass
class Visitor:
    """In the widget, by its slow way. Everything is asked as a browser on the shop's page asks it."""

    running: Stack
    address: str

    def __post_init__(self) -> None:
        self.caller = Caller(self.running.place)
        self.headers = {"origin": self.running.place.desk_url}
        key = self.running.demo["widget_key"]
        shop = {"origin": self.running.place.shop_url}
        grant = self.caller.call("GET", f"/v1/widgets/{key}", headers=shop)["grant"]
        who = {"key": key, "grant": grant, "email": self.address, "locale": "zh"}
        token = self.caller.call("POST", "/v1/visitors", who, self.headers)["token"]
        self.headers["authorization"] = f"Bearer {token}"

    def says(self, text: str) -> str:
        """The conversation that it began."""
        session = self._ask("/v1/sending-sessions", {})["session"]
        parts = [{"type": "text", "text": text}]
        said = {"conversation": None, "session": session, "n": 1, "parts": parts}
        return str(self._ask("/v1/visitor/messages", said)["conversation"])

    def _ask(self, path: str, body: dict[str, Any]) -> Any:
        return self.caller.call("POST", path, body, self.headers)


def letter_to(running: Stack, address: str) -> EmailMessage:
    mail = awaited(lambda: mails(running.place, address), seconds=PATIENCE)[0]
    name = str(mail["id"]).partition("@")[0]
    raw = (running.place.letters / f"{name}.eml").read_bytes()
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def answers(running: Stack, letter: EmailMessage, sender: str) -> None:
    mail, to = EmailMessage(), str(letter["reply-to"])
    mail["From"], mail["To"], mail["Subject"] = sender, to, f"Re: {letter['subject']}"
    mail["In-Reply-To"] = str(letter["message-id"])
    mail.set_content(THANKS)
    with smtplib.SMTP("127.0.0.1", running.place.smtp_port, timeout=30) as server:
        server.send_message(mail, sender, [to])


def left(running: Stack) -> tuple[float, list[str]]:
    """After how many seconds the letter came, and what the conversation holds in the end."""
    owner = owner_of(running, "bamboo")
    made = owner.call(
        "POST",
        "/v1/inboxes",
        {"channel": "email", "name": "Help", "settings": {"continues": True}},
    )
    address = f"left{new_id()[-8:].lower()}@corp.example"
    conversation = Visitor(running, address).says(ASKED)
    held = Held(owner, conversation)
    held.answers(ANSWERED)
    began = time.monotonic()
    letter = letter_to(running, address)
    took = time.monotonic() - began
    body = letter.get_body(("plain",))
    assert body is not None
    assert ANSWERED in str(body.get_content())
    assert ASKED not in str(body.get_content())
    answers(running, letter, address)
    awaited(lambda: THANKS in held.texts())
    texts = held.texts()
    held.ends()
    owner.call("DELETE", f"/v1/inboxes/{made['id']}")
    return took, texts


def main() -> None:
    took, texts = left(started())
    print(f"the letter came after {took:.0f} s; said in all: {texts}")  # noqa: T201
    sys.exit(0 if {ASKED, ANSWERED, THANKS} <= set(texts) else 1)


if __name__ == "__main__":
    main()
