"""Every channel's adapter as the contract suite meets it: one row each.

A row says how a message of its provider looks, and why a case of the suite is none of its own.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from functools import partial
from typing import Any

from standardwebhooks import Webhook

from chalicelib.channels.adapter import Account, Adapter, Call, Request
from chalicelib.channels.email.channel import REFUSALS, EmailAdapter
from chalicelib.channels.email.envelope import Envelope, Verdict, Verdicts, facts_of
from chalicelib.channels.email.parsing import MOST_BYTES as MOST_OF_MAIL
from chalicelib.channels.form.adapter import FormAdapter
from chalicelib.channels.model import Outbound, Outcome, Part, PartKind
from chalicelib.channels.signatures import secret_of, secret_text
from chalicelib.channels.webhook.adapter import MOST_BYTES, OUTCOMES, WebhookAdapter
from chalicelib.contracts.compiled import check
from chalicelib.contracts.parse import parse_object
from chalicelib.core.values import replace
from chalicelib.inboxes.model import Inbox

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NEW, OLD, OTHER = b"n" * 32, b"o" * 24, b"x" * 32
CONVERSATION, MESSAGE = "01KARC0NVERSAT10N000000001", "01KARMESSAGE00000000000001"
TEXT = "订单还没到"

SIGNED_CASES = ("tampered", "wrong_secret", "stale", "rotation")
CASES = (*SIGNED_CASES, "batch", "unknown_type", "empty_body", "oversize")


@dataclass(frozen=True)
class Golden:
    """`id`, `sender` and `text` are what has to be read from `request`."""

    request: Request
    id: str
    sender: str
    text: str


@dataclass(frozen=True)
class Row:
    """`holding`: a request that holds such a text; `said`: the text that a recipient of ours reads.

    `signed`: a request as its provider signs it, by an independent library; `taken`: whether such a
    library takes what we have signed; `published`: requests of the standard's own documents. `names`:
    of its table of outcomes, and `outcomes` what each of them, and some that it does not name, are.
    """

    adapter: Adapter
    account: Account
    golden: Golden
    holding: Callable[[str], Request]
    said: Callable[[Call], str]
    names: frozenset[Any]
    outcomes: Sequence[tuple[Any, Outcome]]
    answered: Callable[[Any], tuple[int, bytes]]
    sending: Callable[[str], Outbound]
    signed: Callable[[Request, bytes], Request] | None = None
    taken: Callable[[Call, Mapping[str, str], bytes], object] | None = None
    published: Sequence[tuple[Request, Account]] = ()
    batch: Request | None = None
    unknown: Sequence[Request] = ()
    oversize: Callable[[], Request] | None = None
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return str(self.adapter.channel)

    @property
    def inbox(self) -> Inbox:
        return Inbox("inbox", self.adapter.channel, "Shop", "k" * 26, {}, NOW, 1)


# --- the signed webhook


def _delivery(*events: Mapping[str, Any]) -> Request:
    body = json.dumps({"schema": "manydesk.message/1", "events": events}, ensure_ascii=False)
    return Request("POST", {}, body.encode(), NOW)


def _event(text: str, **more: Any) -> dict[str, Any]:
    said = {"type": "message", "id": "m1", "sender": {"id": "u1"}}
    return {**said, "parts": [{"type": "text", "text": text}], **more}


def _signed(request: Request, secret: bytes) -> Request:
    mark = Webhook(secret_text(secret)).sign("msg_1", request.received, request.body.decode())
    at = str(int(request.received.timestamp()))
    headers = {"webhook-id": "msg_1", "webhook-timestamp": at, "webhook-signature": mark}
    return replace(request, headers=headers)


def _taken(call: Call, headers: Mapping[str, str], secret: bytes) -> object:
    """Raises where it does not stand."""
    return Webhook(secret_text(secret)).verify(call.body.decode(), dict(headers))


def _published() -> tuple[Request, Account]:
    """Of the Standard Webhooks specification."""
    secret = secret_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert secret is not None
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    at = datetime.fromtimestamp(1_614_265_330, UTC)
    request = Request("POST", headers, b'{"test": 2432232314}', at)
    return request, Account("inbox", {}, (secret,))


def _heard(call: Call) -> str:
    (event,) = json.loads(call.body)["events"]
    return "".join(part["text"] for part in event["parts"])


def _outbound(text: str, to: str = "u1") -> Outbound:
    data = {"id": MESSAGE, "locale": "zh"}
    parts = [Part(PartKind.TEXT, text)]
    return Outbound(f"{CONVERSATION}.7", CONVERSATION, to, parts, NOW, data=data)


GOLDEN_DELIVERY = (
    '{"schema":"manydesk.message/1","events":[{"type":"message","id":"m1","occurred_at_ms":'
    '1795428000000,"thread":"t1","sender":{"id":"u1","name":"张三","email":"Zhang@Corp.example"},'
    '"parts":[{"type":"text","text":"订单还没到"}]}]}'
)
WEBHOOK = Row(
    adapter=WebhookAdapter(
        parse=partial(parse_object, max_bytes=MOST_BYTES), check=partial(check, "channels")
    ),
    account=Account("inbox", {"url": "https://shop.example/hook"}, (NEW, OLD)),
    golden=Golden(Request("POST", {}, GOLDEN_DELIVERY.encode(), NOW), "m1", "u1", TEXT),
    holding=lambda text: _delivery(_event(text)),
    said=_heard,
    names=frozenset(OUTCOMES),
    outcomes=(
        *((status, Outcome.ACCEPTED) for status in (200, 202, 204, 299)),
        *((status, Outcome.REJECTED) for status in (400, 401, 404, 413, 422, 499)),
        *((status, Outcome.RETRY) for status in (408, 425, 429, 301, 307, 500, 503, 599, 100, 999)),
        (410, Outcome.GONE),
    ),
    answered=lambda status: (status, b""),
    sending=_outbound,
    signed=_signed,
    taken=_taken,
    published=(_published(),),
    batch=_delivery(_event("one"), _event("two", id="m2", sender={"id": "u2"})),
    unknown=(
        _delivery({"type": "wave", "id": "w1"}),
        _delivery({**_event("x"), "parts": [{"type": "hologram", "depth": 3}]}),
    ),
    oversize=lambda: _delivery(_event("x", thread="t" * MOST_BYTES)),
)


# --- e-mail

ADDRESS = f"{'k' * 26}@in.shop.example"
MAIL_ACCOUNT = Account("inbox", {}, (NEW,), ADDRESS, {"name": "青竹里", "locale": "zh"})
_CHECKED = Verdicts(dmarc=Verdict.PASS)
_FACTS = facts_of(Envelope("e1", [ADDRESS], NOW, "zhang@corp.example", _CHECKED))
_HEAD = (
    b"From: =?utf-8?b?5byg5LiJ?= <Zhang@Corp.example>\r\n"
    b"To: help@in.shop.example\r\n"
    b"Subject: =?utf-8?b?6YCA5qy+?=\r\n"
    b"Message-ID: <m1@corp.example>\r\n"
    b"Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n"
)
_WORDS = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
_STRANGE = (
    b'Content-Type: multipart/strange; boundary="b"\r\n\r\n--b\r\n' + _WORDS + b"5LqU\r\n--b\r\n"
    b"Content-Type: model/hologram\r\nContent-Disposition: attachment; filename=x\r\n\r\n3\r\n--b--"
)
FROM_OUR_SERVER = (
    "A mail comes from our own mail server alone, by a call that needs rights in our account: "
    "nothing in it is signed for us."
)


def _mail(rest: bytes) -> Request:
    return Request("MAIL", {}, _HEAD + rest, NOW, facts=_FACTS)


def _letter(text: str) -> Request:
    return _mail(_WORDS + base64.encodebytes(text.encode()))


def _read(call: Call) -> str:
    """Above the line below which stands who writes."""
    body = message_from_bytes(call.body, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).partition("\n\n-- \n")[0]


OF_SES = (
    ("", Outcome.ACCEPTED),
    *((name, Outcome.REJECTED) for name in ("MessageRejected", "BadRequestException")),
    *((name, Outcome.REJECTED) for name in ("NotFoundException", "AccessDeniedException")),
    ("MailFromDomainNotVerifiedException", Outcome.REJECTED),
    *((name, Outcome.RETRY) for name in ("TooManyRequestsException", "LimitExceededException")),
    *((name, Outcome.RETRY) for name in ("InternalServiceErrorException", "NeverSeenBefore", "?")),
)
EMAIL = Row(
    adapter=EmailAdapter(),
    account=MAIL_ACCOUNT,
    golden=Golden(
        _mail(_WORDS + b"6K6i5Y2V6L+Y5rKh5Yiw\r\n"),
        "<m1@corp.example>",
        "zhang@corp.example",
        TEXT,
    ),
    holding=_letter,
    said=_read,
    names=frozenset(REFUSALS),
    outcomes=OF_SES,
    answered=lambda name: (200, name.encode()),
    sending=partial(_outbound, to="zhang@corp.example"),
    unknown=(_mail(_STRANGE),),
    oversize=lambda: _mail(b"Content-Type: text/plain\r\n\r\n" + b"x" * MOST_OF_MAIL),
    apart={
        **dict.fromkeys(SIGNED_CASES, FROM_OUR_SERVER),
        "batch": "A record of the mail server tells of one mail, and a mail has one sender.",
    },
)


# --- the form


def _form(text: str) -> Request:
    fields = [
        ["email", "E-mail", "email", "Zhang@Corp.example"],
        ["message", "Message", "long", text],
    ]
    known = {"id": "s1", "title": "Contact", "consent": "", "locale": "zh", "fields": fields}
    body = json.dumps(known, ensure_ascii=False).encode()
    return Request("POST", {}, body, NOW, facts={"form": True})


BY_A_ROUTE = (
    "A form comes by a REST route of its own, which checks its signed token and every field before "
    "anything is kept; the adapter itself lets nothing in (tests/delivery/test_forms.py)."
)
FORM = Row(
    adapter=FormAdapter(),
    account=MAIL_ACCOUNT,
    golden=Golden(_form(TEXT), "s1", "zhang@corp.example", TEXT),
    holding=_form,
    said=_read,
    names=frozenset(REFUSALS),
    outcomes=OF_SES,
    answered=EMAIL.answered,
    sending=EMAIL.sending,
    apart={
        **dict.fromkeys((*SIGNED_CASES, "unknown_type", "oversize"), BY_A_ROUTE),
        "batch": "What is sent by a form is one person's, and one message.",
        "empty_body": "What is kept of a form is written by us, and is never empty.",
    },
)

ROWS = (WEBHOOK, FORM, EMAIL)
CHANNELS = frozenset(row.adapter.channel for row in ROWS)
