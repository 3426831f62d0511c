"""The Desk: the handle of one merchant and one caller. Without one no service can make a key."""

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.core.caller import Caller
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.values import Value, field
from chalicelib.table import guard


class Desk(Value, frozen=True):
    """`correlation` goes through the logs, from request or frame to stream, queue and push."""

    merchant: MerchantId
    caller: Caller
    address: str = ""
    correlation: str = field(default_factory=new_id)

    @contextmanager
    def open(self, *, front: bool = False) -> Iterator["Desk"]:
        """Let this merchant's keys through the call guard, and the front keys where asked."""
        with guard.scope(merchant=self.merchant, front=front):
            yield self
