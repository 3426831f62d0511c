"""What every channel's adapter owes the rest of the house. A new one is held to it by one row."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import regex

from chalicelib.channels.adapter import Request
from chalicelib.channels.adapters import SERVED
from chalicelib.channels.ingesting import by_sender
from chalicelib.channels.model import MOST_TEXT, Inbound, Outcome, PartKind, size_of
from chalicelib.channels.shapes import arrival_of
from chalicelib.channels.signatures import TOLERANCE_SECONDS, Reason
from chalicelib.channels.splitting import pieces
from chalicelib.core.errors import Refused
from chalicelib.core.values import replace
from chalicelib.inboxes.model import SIGNED
from tests.rooms.adapter_rows import CASES, CHANNELS, NEW, OLD, OTHER, ROWS, SIGNED_CASES, Row

TOO_LARGE = 413
# One sign of seven characters, again and again: a blind cut falls into one, at the latest behind an `a`.
# None is blank: what frames a text is trimmed.
FAMILY, OTHERS = "👨‍👩‍👧‍👦", "🇨🇳👍🏽1️⃣茶각❤️مرحبا"
MANY_WAYS = "👨‍👩‍👧‍👦 مرحبا \u200fabc\u200e שלום 🇨🇳 1️⃣ é 订单"

each = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


def where(case: str) -> Callable[..., object]:
    """The rows that the case concerns; the others say in the row why it does not."""
    rows = [row for row in ROWS if case not in row.apart]
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


def read(row: Row, request: Request) -> list[Inbound]:
    return [row.adapter.normalise(event, row.account) for event in row.adapter.parse(request)]


def read_or_refused(row: Row, request: Request) -> tuple[list[Inbound], int]:
    """What was read, or the status of a typed refusal; any other exception flies."""
    try:
        return read(row, request), 0
    except Refused as refused:
        return [], refused.status


def signed(row: Row, *, secret: bytes = NEW) -> Request:
    assert row.signed is not None
    return row.signed(row.golden.request, secret)


def test_every_channel_has_its_row_and_says_why_where_a_case_is_none_of_its_own() -> None:
    assert set(SERVED) == CHANNELS
    for row in ROWS:
        assert row.apart.keys() <= set(CASES)
        assert all(len(why.split()) > 8 for why in row.apart.values())
        assert (row.adapter.channel in SIGNED) is not (set(SIGNED_CASES) <= row.apart.keys())


@each
def test_a_golden_message_is_read_as_it_was_meant(row: Row) -> None:
    (found,) = read(row, row.golden.request)

    assert (found.id, found.sender.id) == (row.golden.id, row.golden.sender)
    assert row.golden.text in found.text
    assert found.sender.email == "zhang@corp.example"
    assert row.adapter.accepted(row.golden.request, row.account).status in range(200, 300)
    assert row.adapter.handshake(row.golden.request, row.account) is None


# --- who it comes from


@where("tampered")
def test_what_was_published_and_what_a_library_signs_stands(row: Row) -> None:
    for request, account in (*row.published, (signed(row), row.account)):
        verdict = row.adapter.verify(request, account)
        assert (verdict.ok, verdict.covers_body) == (True, True)


@where("tampered")
def test_one_byte_that_was_changed_is_enough_to_refuse_it(row: Row) -> None:
    request = signed(row)
    for at in range(0, len(request.body), 7):
        body = request.body[:at] + bytes([request.body[at] ^ 1]) + request.body[at + 1 :]
        verdict = row.adapter.verify(replace(request, body=body), row.account)
        assert verdict.reason is Reason.MISMATCH, at


@where("wrong_secret")
def test_nobody_else_s_secret_and_no_secret_opens_it(row: Row) -> None:
    assert not row.adapter.verify(signed(row, secret=OTHER), row.account).ok
    for secrets in ((), (OTHER,)):
        assert not row.adapter.verify(signed(row), replace(row.account, secrets=secrets)).ok
    assert not row.adapter.verify(row.golden.request, row.account).ok


@where("stale")
@pytest.mark.parametrize("way", [-1, 1])
def test_what_was_signed_at_another_time_is_refused(row: Row, way: int) -> None:
    request = signed(row)
    for seconds, stands in ((TOLERANCE_SECONDS, True), (TOLERANCE_SECONDS + 1, False)):
        received = request.received + way * timedelta(seconds=seconds)
        assert row.adapter.verify(replace(request, received=received), row.account).ok is stands


@where("rotation")
def test_while_a_secret_is_renewed_both_stand_in_both_directions(row: Row) -> None:
    for secret in (NEW, OLD):
        assert row.adapter.verify(signed(row, secret=secret), row.account).ok
    ended = replace(row.account, secrets=(NEW,))
    assert not row.adapter.verify(signed(row, secret=OLD), ended).ok

    assert row.taken is not None
    (call,) = row.adapter.render(row.sending("好"), row.account)
    headers = row.adapter.sign(call, row.account, time.time())
    for secret in (NEW, OLD):
        assert row.taken(call, headers, secret)


# --- what comes


@each
def test_what_comes_twice_has_one_name_and_something_else_another(row: Row) -> None:
    request = row.golden.request
    later = replace(request, received=request.received + timedelta(hours=1))
    (once,), (again,) = read(row, request), read(row, later)

    assert once.id
    assert (once.id, once.data.get("digest")) == (again.id, again.data.get("digest"))
    assert once.thread == again.thread


@where("batch")
def test_a_batch_of_two_people_is_two_people_s(row: Row) -> None:
    assert row.batch is not None
    found = read(row, row.batch)

    assert list(by_sender(found).values()) == [[0], [1]]
    assert len({inbound.id for inbound in found}) == 2


@where("unknown_type")
def test_what_it_has_never_heard_of_is_kept_and_shown_as_such(row: Row) -> None:
    for request in row.unknown:
        (found,) = read(row, request)
        assert {part.kind for part in found.parts} & {PartKind.UNSUPPORTED, PartKind.FILE}


@where("empty_body")
def test_an_empty_body_is_refused_by_type_or_holds_nothing(row: Row) -> None:
    found, refused = read_or_refused(row, replace(row.golden.request, body=b""))

    assert refused in range(400, 500) or [inbound.text for inbound in found] == [""]


@each
def test_a_megabyte_of_text_is_refused_or_cut_to_what_a_message_may_be(row: Row) -> None:
    request = row.holding("茶" * 350_000)
    assert len(request.body) > 1024 * 1024
    found, refused = read_or_refused(row, request)
    lengths = [len(arrival_of(row.inbox, inbound).text) for inbound in found]

    assert refused == TOO_LARGE or (len(lengths) == 1 and 0 < lengths[0] <= MOST_TEXT)


@where("oversize")
def test_what_is_larger_than_the_channel_takes_is_refused_or_says_so(row: Row) -> None:
    assert row.oversize is not None
    found, refused = read_or_refused(row, row.oversize())
    told = [(inbound.data["problems"], inbound.text) for inbound in found]

    assert refused == TOO_LARGE or told == [(["too_large"], "")]


@each
def test_signs_of_many_parts_and_both_directions_come_and_go_as_they_are(row: Row) -> None:
    (found,) = read(row, row.holding(MANY_WAYS))
    (call,) = row.adapter.render(row.sending(MANY_WAYS), row.account)

    assert MANY_WAYS in found.text
    assert row.said(call) == MANY_WAYS


# --- what goes


@each
def test_every_answer_has_one_meaning_the_unknown_too(row: Row) -> None:
    assert row.names < {name for name, _ in row.outcomes}
    for name, outcome in row.outcomes:
        status, body = row.answered(name)
        assert row.adapter.classify(status, {}, body).outcome is outcome, name


@each
@pytest.mark.parametrize("body", [b"", b"\xff\x00", "茶".encode() * 100_000])
def test_no_answer_is_an_exception(row: Row, body: bytes) -> None:
    headers = {"retry-after": "茶"}
    found = [row.adapter.classify(status, headers, body) for status in range(100, 600)]

    assert {sent.outcome for sent in found} <= set(Outcome)
    assert all(sent.retry_after == 0 for sent in found)


@pytest.mark.parametrize("before", ["", "a"])
@each
def test_what_is_split_is_cut_between_signs_and_is_the_text_again(row: Row, before: str) -> None:
    able = row.adapter.capabilities
    text = before + FAMILY * (3 * able.most_text // (2 * len(FAMILY))) + OTHERS
    parts = pieces(text, able.most_text, able.unit)
    calls = [row.adapter.render(row.sending(part), row.account) for part in parts]
    heard = [row.said(call) for (call,) in calls]

    assert len(heard) > 1
    assert "".join(heard) == text
    assert all(size_of(one, able.unit) <= able.most_text for one in heard)
    whole = regex.findall(r"\X", text)
    assert [sign for one in heard for sign in regex.findall(r"\X", one)] == whole
