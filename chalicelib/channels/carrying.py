"""How a message leaves: by a request to the address of the other side."""

from typing import Protocol

from chalicelib.channels.adapter import Account, Adapter, Call
from chalicelib.channels.model import Outbound, Outcome, Sent
from chalicelib.channels.transport import Ask, Transport
from chalicelib.core.clock import Clock
from chalicelib.core.values import replace


class Carrier(Protocol):
    def carry(self, adapter: Adapter, account: Account, message: Outbound) -> Sent: ...


class HttpCarrier:
    def __init__(self, *, transport: Transport, clock: Clock) -> None:
        self._transport = transport
        self._clock = clock

    def carry(self, adapter: Adapter, account: Account, message: Outbound) -> Sent:
        """One call after another; what comes after a first that was taken is not known to be whole."""
        sent = Sent(Outcome.ACCEPTED)
        for taken, call in enumerate(adapter.render(message, account)):
            sent = self._call(adapter, account, call)
            if sent.outcome is not Outcome.ACCEPTED:
                again = adapter.capabilities.knows_again or not taken
                return sent if again else replace(sent, outcome=Outcome.UNKNOWN)
        return sent

    def _call(self, adapter: Adapter, account: Account, call: Call) -> Sent:
        signed = adapter.sign(call, account, self._clock().timestamp())
        headers = {**call.headers, **signed}
        reply = self._transport.send(Ask(call.url, call.body, headers, call.method))
        took = round(reply.took * 1000)
        if reply.status:
            sent = adapter.classify(reply.status, reply.headers, reply.body)
            return replace(sent, status=reply.status, took=took)
        code, _, detail = reply.trouble.partition(": ")
        if code == "refused":
            outcome = Outcome.REJECTED
        else:
            known = adapter.capabilities.knows_again or not reply.left
            outcome = Outcome.RETRY if known else Outcome.UNKNOWN
        return Sent(outcome, code=code, detail=detail, took=took)
