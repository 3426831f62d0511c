"""The signed webhook: any system's messages by Standard Webhooks, in our own published shape.

`contracts/channels.json` is that shape. A type that we do not know is kept as unsupported; one that we
know and that breaks its contract is refused whole, with the place and the rule, so that its sender mends it.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from chalicelib.channels.adapter import Account, Answer, Call, Request
from chalicelib.channels.model import (
    Capabilities,
    Inbound,
    Kind,
    Media,
    Outbound,
    Outcome,
    Part,
    PartKind,
    Sender,
    Sent,
    plain,
)
from chalicelib.channels.signatures import (
    Verdict,
    standard_webhook,
    standard_webhook_headers,
)
from chalicelib.conversations.model import Reached
from chalicelib.inboxes.model import Channel

SCHEMA = "manydesk.message/1"
MOST_BYTES = 256 * 1024
# What a receiver's status says; the rest of 4xx is for ever, the rest of all others for now.
OUTCOMES: Mapping[int, Outcome] = {
    408: Outcome.RETRY,
    410: Outcome.GONE,
    425: Outcome.RETRY,
    429: Outcome.RETRY,
}
LONGEST_WAIT = 3_600.0
Check = Callable[[str, Any], None]


class WebhookAdapter:
    channel = Channel.WEBHOOK
    capabilities = Capabilities(
        most_text=32_000,
        files=True,
        edits=True,
        deletes=True,
        receipts=True,
        first_word=True,
        knows_again=True,
    )

    def __init__(self, *, parse: Callable[[bytes], dict[str, Any]], check: Check) -> None:
        """`parse`: bounded JSON; `check`: raises where a value breaks the named contract."""
        self._parse = parse
        self._check = check

    def verify(self, request: Request, account: Account) -> Verdict:
        now = request.received.timestamp()
        return standard_webhook(request.headers, request.body, account.secrets, now)

    def handshake(self, request: Request, account: Account) -> Answer | None:
        del request, account
        return None

    def parse(self, request: Request) -> Iterable[Mapping[str, Any]]:
        delivery = self._parse(request.body)
        self._check("delivery", delivery)
        return delivery["events"]  # type: ignore[no-any-return]

    def normalise(self, event: Mapping[str, Any], account: Account) -> Inbound:
        del account
        kind = Kind(event["type"]) if event["type"] in _KINDS else Kind.UNSUPPORTED
        parts = [_part(each) for each in event.get("parts", ())]
        if kind is Kind.UNSUPPORTED and not parts:
            parts = [Part(PartKind.UNSUPPORTED, data={"type": event["type"]})]
        status = event.get("status")
        return Inbound(
            kind=kind,
            id=event["id"],
            sender=_sender(event.get("sender") or {"id": ""}),
            parts=parts,
            thread=event.get("thread", ""),
            follows=(event["reply_to"],) if "reply_to" in event else (),
            about=(event.get("about") or {}).get("id", ""),
            subject=plain(event.get("subject", "")),
            occurred_at=_moment(event.get("occurred_at_ms")),
            reached=Reached(status) if status else None,
            data=MappingProxyType(event.get("call") or {}),
        )

    def accepted(self, request: Request, account: Account) -> Answer:
        del request, account
        return Answer(202, b'{"accepted":true}', "application/json")

    def reaches(self, account: Account) -> bool:
        return bool(account.settings.get("url"))

    def render(self, message: Outbound, account: Account) -> list[Call]:
        event = {
            "type": str(message.kind),
            "id": message.key,
            "occurred_at_ms": int(message.at.timestamp() * 1_000),
            "conversation": message.conversation,
            "to": message.to,
            **({"author": message.author} if message.author else {}),
            **({"reply_to": message.follows} if message.follows else {}),
            **({"about": {"id": message.about}} if message.about else {}),
            "parts": [_said(part) for part in message.parts],
        }
        body = json.dumps({"schema": SCHEMA, "events": [event]}, ensure_ascii=False).encode()
        headers = {"content-type": "application/json"}
        return [Call(str(account.settings["url"]), body, headers, key=message.key)]

    def sign(self, call: Call, account: Account, now: float) -> Mapping[str, str]:
        return standard_webhook_headers(call.key, call.body, account.secrets, now)

    def names(self, message: Outbound, account: Account, sent: Sent) -> Sequence[str]:
        del message, account
        return [sent.id] if sent.id else []

    def classify(self, status: int, headers: Mapping[str, str], body: bytes) -> Sent:
        detail = body[:500].decode(errors="replace")
        if 200 <= status < 300:  # noqa: PLR2004 - HTTP's own
            return Sent(Outcome.ACCEPTED)
        outcome = OUTCOMES.get(status, Outcome.REJECTED if 400 <= status < 500 else Outcome.RETRY)  # noqa: PLR2004
        return Sent(outcome, code=f"http_{status}", detail=detail, retry_after=_wait(headers))


_KINDS = {"message", "edit", "delete", "receipt", "call"}
_MEDIA = {"image", "audio", "video", "file"}


def _sender(said: Mapping[str, Any]) -> Sender:
    return Sender(
        id=said["id"],
        name=plain(said.get("name", "")),
        email=said.get("email", "").lower(),
        phone=said.get("phone", ""),
        locale=said.get("locale", ""),
        is_machine=bool(said.get("machine")),
    )


def _part(said: Mapping[str, Any]) -> Part:
    kind = said["type"]
    if kind == "text":
        return Part(PartKind.TEXT, plain(said["text"], most=32_000))
    if kind in _MEDIA:
        about = {"name": said.get("name", ""), "about": said.get("mime", "")}
        return Part(PartKind(kind), media=Media(url=said["url"], size=said.get("size", 0), **about))
    if kind in {"location", "link"}:
        return Part(PartKind(kind), data={k: v for k, v in said.items() if k != "type"})
    return Part(PartKind.UNSUPPORTED, data={"type": kind})


def _said(part: Part) -> dict[str, Any]:
    if part.media:
        about = {"name": part.media.name, "mime": part.media.about, "size": part.media.size}
        return {"type": str(part.kind), "url": part.media.url, **about}
    return {"type": str(part.kind), **({"text": part.text} if part.text else {}), **part.data}


def _moment(said: int | None) -> datetime | None:
    return datetime.fromtimestamp(said / 1_000, UTC) if said is not None else None


def _wait(headers: Mapping[str, str]) -> float:
    """Seconds only; what is longer than an hour is our own schedule's to decide."""
    said = headers.get("retry-after", "")
    return min(float(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else 0.0
