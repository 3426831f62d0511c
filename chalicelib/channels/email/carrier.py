"""Mail of ours leaves by SES, once: a request without an answer may have been heard."""

import time
from collections.abc import Callable
from typing import Any

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
)

from chalicelib.channels.adapter import Account, Adapter, Call
from chalicelib.channels.email.writable import Unaddressable
from chalicelib.channels.model import Outbound, Outcome, Sent
from chalicelib.core.values import replace
from chalicelib.mail.port import UNPROVED

OK = 200


class SesCarrier:
    """`client` makes an SES v2 client that asks once: what it may have sent is not sent again."""

    def __init__(self, *, client: Callable[[], Any]) -> None:
        self._client = client

    def carry(self, adapter: Adapter, account: Account, message: Outbound) -> Sent:
        started = time.monotonic()
        try:
            sent = self._sent(adapter, account, message)
            if account.sender and sent.detail in UNPROVED:  # it has not left: under the inbox's own
                sent = self._sent(adapter, replace(account, sender=""), message)
        except Unaddressable:
            return Sent(Outcome.REJECTED, code="no_address")
        return replace(sent, took=round((time.monotonic() - started) * 1000))

    def _sent(self, adapter: Adapter, account: Account, message: Outbound) -> Sent:
        (call,) = adapter.render(message, account)
        return self._ask(adapter, account, call)

    def _ask(self, adapter: Adapter, account: Account, call: Call) -> Sent:
        home = {"FeedbackForwardingEmailAddress": account.address} if account.sender else {}
        try:
            answer = self._client().send_email(
                **home,
                FromEmailAddress=account.sender or account.address,
                Destination={"ToAddresses": [call.url.removeprefix("mailto:")]},
                Content={"Raw": {"Data": call.body}},
            )
        except ClientError as refused:
            code = refused.response["Error"]["Code"]
            return adapter.classify(OK, {}, code.encode())
        except (EndpointConnectionError, ConnectTimeoutError) as trouble:
            return Sent(Outcome.RETRY, code="connect", detail=type(trouble).__name__)
        except HTTPClientError as trouble:
            return Sent(Outcome.UNKNOWN, code="answer", detail=type(trouble).__name__)
        return replace(adapter.classify(OK, {}, b""), id=str(answer["MessageId"]))
