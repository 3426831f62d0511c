"""The signed webhook reads what its contract lets pass, and says where the rest is wrong."""

import json
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from chalicelib.channels.adapter import Account, Request
from chalicelib.channels.model import Kind, Outbound, Outcome, Part, PartKind
from chalicelib.channels.signatures import standard_webhook_headers
from chalicelib.channels.webhook.adapter import MOST_BYTES, SCHEMA, WebhookAdapter
from chalicelib.contracts.compiled import check
from chalicelib.contracts.parse import parse_object
from chalicelib.conversations.model import Reached
from chalicelib.core.errors import Invalid, Malformed, TooLarge

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SECRET = b"s" * 32
ACCOUNT = Account("inbox", {"url": "https://shop.example/hook"}, (SECRET,))
ADAPTER = WebhookAdapter(
    parse=partial(parse_object, max_bytes=MOST_BYTES), check=partial(check, "channels")
)
SENDER = {"id": "u1", "name": "张三", "email": "Z@Corp.example", "locale": "zh-CN"}
MESSAGE = {
    "type": "message",
    "id": "m1",
    "occurred_at_ms": 1_795_401_753_000,
    "thread": "t1",
    "reply_to": "m0",
    "sender": SENDER,
    "parts": [{"type": "text", "text": "订单还没到 😡"}],
}


def body(*events: dict[str, Any], **changes: Any) -> bytes:
    return json.dumps({"schema": SCHEMA, "events": events, **changes}).encode()


def request(data: bytes) -> Request:
    headers = standard_webhook_headers("msg_1", data, [SECRET], NOW.timestamp())
    return Request("POST", headers, data, NOW)


def read(*events: dict[str, Any]) -> list[Any]:
    found = ADAPTER.parse(request(body(*events)))
    return [ADAPTER.normalise(each, ACCOUNT) for each in found]


def test_a_message_is_read_as_it_was_sent() -> None:
    (got,) = read(MESSAGE)
    assert (got.kind, got.id, got.thread, got.follows, got.text) == (
        Kind.MESSAGE,
        "m1",
        "t1",
        ("m0",),
        "订单还没到 😡",
    )
    assert (got.sender.id, got.sender.email, got.sender.locale) == ("u1", "z@corp.example", "zh-CN")
    assert got.occurred_at == datetime.fromtimestamp(1_795_401_753, UTC)


def test_one_delivery_carries_messages_of_several_people() -> None:
    other = {**MESSAGE, "id": "m2", "sender": {"id": "u2"}}
    receipt = {"type": "receipt", "id": "r1", "about": {"id": "o1"}, "status": "read"}
    got = read(MESSAGE, other, receipt)
    assert [(each.id, each.sender.id) for each in got] == [("m1", "u1"), ("m2", "u2"), ("r1", "")]
    assert (got[2].about, got[2].reached) == ("o1", Reached.READ)


def test_parts_keep_their_order_and_what_is_unknown_is_kept_as_such() -> None:
    parts = [
        {"type": "image", "url": "https://cdn.example/a.png", "mime": "image/png", "size": 3},
        {"type": "hologram", "depth": 3},
        {"type": "location", "lat": 31.2, "lon": 121.5, "datum": "gcj02"},
        {"type": "text", "text": "x\r\ny\x00\x07"},
    ]
    (got,) = read({**MESSAGE, "parts": parts})
    assert [part.kind for part in got.parts] == [
        PartKind.IMAGE,
        PartKind.UNSUPPORTED,
        PartKind.LOCATION,
        PartKind.TEXT,
    ]
    assert got.parts[1].data == {"type": "hologram"}
    assert got.text == "x\ny"


def test_an_unknown_type_is_no_error() -> None:
    (got,) = read({"type": "wave", "id": "w1"})
    assert (got.kind, got.parts[0].data) == (Kind.UNSUPPORTED, {"type": "wave"})


@pytest.mark.parametrize(
    ("event", "pointer"),
    [
        ({**MESSAGE, "sender": {}}, "/events/0/sender/id"),
        ({**MESSAGE, "id": "a b"}, "/events/0/id"),
        ({**MESSAGE, "occurred_at_ms": -1}, "/events/0/occurred_at_ms"),
        ({**MESSAGE, "parts": [{"type": "text"}]}, "/events/0/parts/0/text"),
        (
            {**MESSAGE, "parts": [{"type": "image", "url": "http://x.example"}]},
            "/events/0/parts/0/url",
        ),
        ({"type": "edit", "id": "e", "sender": SENDER, "parts": []}, "/events/0/about"),
        ({"type": "receipt", "id": "e", "about": {"id": "x"}}, "/events/0/status"),
    ],
)
def test_what_breaks_the_contract_is_told_where(event: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(event)
    assert refused.value.extra["pointer"] == pointer


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        *((each, Malformed) for each in (b"", b"null", b"[]", b"{", b"\xff", b'{"a":1,"a":2}')),
        (b'{"a":NaN}', Malformed),
        (b'{"a":1e400, "schema":"manydesk.message/1", "events":[]}', Malformed),
        ("\ufeff{}".encode(), Malformed),
        ("{}".encode("utf-16"), Malformed),
        (b'{"a":' * 100_000, TooLarge),
        (b'{"a":' * 10_000, Malformed),
        (b'{"a":"\\ud83d"}', Malformed),
        (b"{}", Invalid),
        (b'{"schema":"manydesk.message/2","events":[]}', Invalid),
        (b'{"a":"' + b"x" * MOST_BYTES + b'"}', TooLarge),
    ],
)
def test_a_body_that_is_no_delivery_is_refused_by_type(data: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        list(ADAPTER.parse(request(data)))


def test_no_events_are_no_error() -> None:
    assert read() == []


def test_what_we_send_keeps_our_own_contract_of_parts() -> None:
    message = Outbound(
        "k1", "c1", "u1", [Part(PartKind.TEXT, "好")], NOW, follows="m1", author="May"
    )
    (call,) = ADAPTER.render(message, ACCOUNT)
    (event,) = json.loads(call.body)["events"]
    assert (call.url, call.key, event["id"]) == ("https://shop.example/hook", "k1", "k1")
    assert event["parts"] == [{"type": "text", "text": "好"}]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.ACCEPTED),
        (204, Outcome.ACCEPTED),
        (302, Outcome.RETRY),
        (400, Outcome.REJECTED),
        (404, Outcome.REJECTED),
        (408, Outcome.RETRY),
        (410, Outcome.GONE),
        (429, Outcome.RETRY),
        (500, Outcome.RETRY),
        (503, Outcome.RETRY),
    ],
)
def test_a_receivers_status_has_one_meaning(status: int, outcome: Outcome) -> None:
    assert ADAPTER.classify(status, {}, b"").outcome is outcome


@pytest.mark.parametrize(("said", "seconds"), [("7", 7), ("99999", 3_600), ("-1", 0), ("soon", 0)])
def test_a_receiver_may_ask_for_time(said: str, seconds: float) -> None:
    assert ADAPTER.classify(429, {"retry-after": said}, b"").retry_after == seconds
