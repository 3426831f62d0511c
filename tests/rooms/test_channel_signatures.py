"""Signatures of channels, held against independent libraries and published vectors."""

import base64
import time
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook

from chalicelib.channels.signatures import (
    Reason,
    secret_of,
    secret_text,
    standard_webhook,
    standard_webhook_headers,
)

SECRET, OLD, OTHER = b"s" * 32, b"o" * 24, b"x" * 32
NOW = 1_795_401_753.0
BODY = '{"text":"订单还没到 😡"}'.encode()
GOOD = standard_webhook_headers("msg_1", BODY, [SECRET], NOW)


def test_the_published_vector_is_reproduced() -> None:
    secret = secret_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert secret is not None
    headers = standard_webhook_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', [secret], 1_614_265_330
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_independent_library_takes_what_we_sign_and_we_what_it_signs() -> None:
    now = time.time()
    theirs = Webhook(secret_text(SECRET))
    theirs.verify(BODY.decode(), standard_webhook_headers("msg_1", BODY, [OTHER, SECRET], now))
    mark = theirs.sign("msg_2", datetime.fromtimestamp(int(now), UTC), BODY.decode())
    headers = {
        "webhook-id": "msg_2",
        "webhook-timestamp": str(int(now)),
        "webhook-signature": mark,
    }
    verdict = standard_webhook(headers, BODY, [SECRET], now)
    assert (verdict.ok, verdict.id, verdict.covers_body) == (True, "msg_2", True)


@pytest.mark.parametrize("secrets", [[SECRET], [SECRET, OLD], [OLD, SECRET]])
def test_while_a_secret_is_replaced_both_stand(secrets: list[bytes]) -> None:
    assert standard_webhook(GOOD, BODY, secrets, NOW).ok


def test_one_of_several_signatures_is_enough() -> None:
    headers = standard_webhook_headers("msg_1", BODY, [OTHER, OLD, SECRET], NOW)
    assert standard_webhook(headers, BODY, [SECRET], NOW).ok


@pytest.mark.parametrize("at", range(len(BODY)))
def test_a_body_with_one_bit_changed_is_refused(at: int) -> None:
    changed = BODY[:at] + bytes([BODY[at] ^ 1]) + BODY[at + 1 :]
    assert standard_webhook(GOOD, changed, [SECRET], NOW).reason is Reason.MISMATCH


MARK = GOOD["webhook-signature"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"webhook-signature": ""}, Reason.MISSING),
        ({"webhook-id": ""}, Reason.MISSING),
        ({"webhook-timestamp": ""}, Reason.MISSING),
        ({"webhook-signature": MARK.removeprefix("v1,")}, Reason.MALFORMED),
        ({"webhook-signature": MARK.replace("v1,", "v2,")}, Reason.MALFORMED),
        ({"webhook-signature": MARK.rstrip("=")}, Reason.MALFORMED),
        ({"webhook-signature": MARK + "\n"}, Reason.MALFORMED),
        ({"webhook-signature": MARK + MARK}, Reason.MALFORMED),
        ({"webhook-signature": MARK.replace(" ", ",")[:-2] + "é="}, Reason.MALFORMED),
        ({"webhook-signature": "v1,"}, Reason.MISMATCH),
        ({"webhook-signature": "v1," + base64.b64encode(b"x" * 32).decode()}, Reason.MISMATCH),
        ({"webhook-id": "msg_2"}, Reason.MISMATCH),
        ({"webhook-id": "msg 1"}, Reason.MALFORMED),
        ({"webhook-timestamp": str(int(NOW) + 1)}, Reason.MISMATCH),
        *(
            ({"webhook-timestamp": said}, Reason.MALFORMED)
            for said in (
                "abc",
                "1e10",
                "-1",
                "1" * 20,
                "１７９５４０１７５３",
                "0x10",
                "1795401753.0",
                "+1",
            )
        ),
    ],
)
def test_headers_that_were_changed_are_refused_without_an_error(
    changes: dict[str, str], reason: Reason
) -> None:
    assert standard_webhook({**GOOD, **changes}, BODY, [SECRET], NOW).reason is reason


@pytest.mark.parametrize("seconds", [301, -301, 10 * 365 * 86_400])
def test_a_good_signature_of_another_time_is_refused(seconds: int) -> None:
    assert standard_webhook(GOOD, BODY, [SECRET], NOW + seconds).reason is Reason.STALE


@pytest.mark.parametrize("seconds", [0, 300, -299])
def test_a_signature_of_these_minutes_stands(seconds: int) -> None:
    assert standard_webhook(GOOD, BODY, [SECRET], NOW + seconds).ok


@pytest.mark.parametrize("secrets", [[], [OTHER], [OLD, OTHER]])
def test_nobody_elses_secret_opens_it(secrets: list[bytes]) -> None:
    assert standard_webhook(GOOD, BODY, secrets, NOW).reason is Reason.MISMATCH


@pytest.mark.parametrize("text", ["whsec_", "whsec_YQ==", "x", "whsec_" + "A" * 200, "whsec_a b"])
def test_what_is_too_short_or_no_secret_is_not_taken(text: str) -> None:
    assert secret_of(text) is None


def test_a_secret_is_read_as_it_is_written() -> None:
    assert secret_of(secret_text(SECRET)) == SECRET
