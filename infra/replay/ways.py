"""Ways by which a customer talks from outside: a merchant's own system by signed webhook, a mailbox by SMTP.

Each hands in what is said, some of it twice as providers do, and keeps what came back as it came.
"""

import asyncio
import email
import email.policy
import json
import random
import smtplib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol

from aiohttp import ClientSession, web
from standardwebhooks import Webhook

from infra.local.place import Place
from infra.replay.client import Broken

TWICE = 0.3  # so much of what is said comes a second time
QUOTED = "\n-- \n"


@dataclass(frozen=True)
class Heard:
    """`name`: what tells the same message again; `place`: conversation and seq, or the message's id."""

    name: str
    place: tuple[str, str]
    text: str


class Way(Protocol):
    channel: str
    glance: float  # seconds from one look at what has come to the next

    async def say(self, sender: str, name: str, text: str) -> None: ...

    async def heard(self, sender: str) -> list[Heard]:
        """What has come for that customer by now, in the order in which it came."""


@dataclass
class ByWebhook:
    """`inbox`: as the desk told it when it was made, its secret with it."""

    http: ClientSession
    inbox: dict[str, Any]
    channel: str = "webhook"
    glance: float = 0.05
    came: defaultdict[str, list[Heard]] = field(default_factory=lambda: defaultdict(list))

    async def say(self, sender: str, name: str, text: str) -> None:
        parts = [{"type": "text", "text": text}]
        event = {"type": "message", "id": name, "sender": {"id": sender, "name": sender}}
        told = {"schema": "manydesk.message/1", "events": [{**event, "parts": parts}]}
        body = json.dumps(told, ensure_ascii=False).encode()
        for _ in range(1 + (random.random() < TWICE)):  # noqa: S311 - chance, no secret
            await self._post(name, body)

    async def _post(self, name: str, body: bytes) -> None:
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": Webhook(self.inbox["secret"]).sign(name, now, body.decode()),
        }
        async with self.http.post(self.inbox["url"], data=body, headers=headers) as answer:
            if answer.status != web.HTTPAccepted.status_code:
                raise Broken(f"the webhook was answered {answer.status}: {await answer.text()}")

    async def heard(self, sender: str) -> list[Heard]:
        return list(self.came[sender])

    async def take(self, request: web.Request) -> web.Response:
        """The receiver: what it knows by its name it has already."""
        (event,) = json.loads(await request.read())["events"]
        conversation, _, seq = event["id"].partition(".")
        text = "".join(part.get("text", "") for part in event["parts"])
        told = Heard(event["id"], (conversation, seq), text)
        if told not in self.came[event["to"]]:
            self.came[event["to"]].append(told)
        return web.Response(status=204)


@dataclass
class ByMail:
    http: ClientSession
    inbox: dict[str, Any]
    place: Place
    channel: str = "email"
    glance: float = 0.5
    answers: dict[str, EmailMessage] = field(default_factory=dict)

    async def say(self, sender: str, name: str, text: str) -> None:
        letter = EmailMessage()
        last = self.answers.get(sender)
        to = str(last["reply-to"]) if last else str(self.inbox["address"])
        letter["From"], letter["To"] = f"{sender.partition('@')[0]} <{sender}>", to
        letter["Message-ID"], letter["Subject"] = f"<{name}@replay.example>", "Replay"
        if last:
            letter["In-Reply-To"] = str(last["message-id"])
        letter.set_content(text, cte="base64")
        for _ in range(1 + (random.random() < TWICE)):  # noqa: S311 - chance, no secret
            await asyncio.to_thread(self._post, sender, to, letter)

    def _post(self, sender: str, to: str, letter: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.place.smtp_port, timeout=30) as server:
            server.send_message(letter, from_addr=sender, to_addrs=[to])

    async def heard(self, sender: str) -> list[Heard]:
        async with self.http.get(f"{self.place.desk_url}/mailbox.json") as answer:
            mails = (await answer.json())["mails"]
        found = []
        for mail in sorted((m for m in mails if sender in m["to"]), key=lambda m: m["at"]):
            letter = opened(self.place.letters / f"{mail['id'].partition('@')[0]}.eml")
            self.answers[sender] = letter
            message, _, conversation = str(letter["message-id"]).strip("<>").partition(".")
            place = (conversation.partition("@")[0].upper(), message.upper())
            found.append(Heard(str(letter["message-id"]), place, said_in(letter)))
        return found


def opened(path: Path) -> EmailMessage:
    found = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not isinstance(found, EmailMessage):
        raise Broken(f"{path.name} is no mail")
    return found


def said_in(letter: EmailMessage) -> str:
    """Above the signature."""
    body = letter.get_body(("plain",))
    text = str(body.get_content()).replace("\r\n", "\n") if body else ""
    return text.partition(QUOTED)[0].strip()
