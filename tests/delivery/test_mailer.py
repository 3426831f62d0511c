"""The mailer of letters, with all of botocore's own sending and retrying beneath it."""

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.mail.port import Mail
from chalicelib.table import guard
from tests.delivery.cloud import standing


def test_a_letter_that_may_have_left_is_not_sent_again_by_the_client_itself() -> None:
    asked: list[str] = []

    def unanswered(_: str, service: str, operation: str, __: Mapping[str, Any]) -> None:
        asked.append(f"{service} {operation}")
        raise ReadTimeoutError(endpoint_url="https://email.example")

    with standing(far=True) as cloud, cloud.aws.crossed_by(unanswered):
        cloud.house._mailer = None
        with guard.scope(front=True), pytest.raises(ReadTimeoutError):
            cloud.house.mailer.send(Mail("li@guest.example", "Hello", "words"))

    assert asked == ["sesv2 SendEmail"]
