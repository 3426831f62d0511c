"""Mail in by SMTP, an agent's answer out, and the customer's answer to that: one conversation."""

import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from infra.local.client import Caller, mails
from infra.local.seed import person, read
from tests.stack.fixtures import Stack
from tests.stack.hooks import awaited


@pytest.fixture
def owner(running: Stack) -> Caller:
    who = person(read("bamboo")["owner"])
    caller = Caller(running.place)
    caller.call("POST", "/v1/sessions", {"email": who.email, "password": who.password})
    return caller


def posted(running: Stack, sender: str, to: str, text: str, **headers: str) -> None:
    message = EmailMessage()
    known = {"From": f"张三 <{sender}>", "To": to, "Subject": "退款什么时候到"}
    for name, value in {**known, **{k.replace("_", "-"): v for k, v in headers.items()}}.items():
        message[name] = value
    message.set_content(text)
    with smtplib.SMTP("127.0.0.1", running.place.smtp_port, timeout=30) as server:
        server.send_message(message, from_addr=sender, to_addrs=[to])


def letter(running: Stack, to: str) -> EmailMessage:
    """What SES has sent to the customer, as a mail program reads it."""

    mail = awaited(lambda: mails(running.place, to))[0]
    name = str(mail["id"]).partition("@")[0]
    raw = (running.place.letters / f"{name}.eml").read_bytes()
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_is_answered_and_the_answer_to_that_threads(running: Stack, owner: Caller) -> None:
    made = owner.call("POST", "/v1/inboxes", {"channel": "email", "name": "Help"})
    sender = f"zhang{made['id'][-8:].lower()}@corp.example"
    posted(
        running, sender, made["address"], "我的退款呢？", Message_ID=f"<{made['id']}@corp.example>"
    )

    def found() -> list[dict[str, Any]]:
        rows = owner.call("GET", "/v1/conversations?view=all")["items"]
        return [row for row in rows if row["inbox"] == made["id"]]

    (conversation,) = awaited(found)
    assert (conversation["subject"], conversation["customer"]["name"]) == ("退款什么时候到", "张三")
    path = f"/v1/conversations/{conversation['id']}"
    owner.call("POST", f"{path}/take", {})
    session = owner.call("POST", "/v1/sending-sessions", {"conversation": conversation["id"]})
    parts = [{"type": "text", "text": "已经受理，三天内到账。"}]
    said = {"session": session["session"], "n": 1, "parts": parts}
    owner.call("POST", f"{path}/messages", said)

    sent = letter(running, sender)
    assert sent["in-reply-to"] == f"<{made['id']}@corp.example>"
    body = sent.get_body(("plain",))
    assert body is not None
    quoted = "".join(f"> {line}\n" for line in str(body.get_content()).splitlines())
    answer = f"谢谢！\n\n在 2026年11月23日 10:00，客服 写道：\n\n{quoted}"
    posted(running, sender, str(sent["reply-to"]), answer, In_Reply_To=str(sent["message-id"]))

    def texts() -> list[str]:
        items = owner.call("GET", f"{path}/messages")["items"]
        said = [part["text"] for m in items for part in m.get("parts", ()) if "text" in part]
        return said if len(said) > 2 else []

    assert awaited(texts) == ["我的退款呢？", "已经受理，三天内到账。", "谢谢！"]
