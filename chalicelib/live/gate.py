"""The socket's gate: the ticket at $connect, and from then on what the request context carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.clock import from_wire, to_wire
from chalicelib.core.errors import Refused, Unauthenticated
from chalicelib.core.ids import MerchantId
from chalicelib.core.values import Value
from chalicelib.table.desk import Desk

if TYPE_CHECKING:
    from chalicelib.access.service import AccessService
    from chalicelib.customers.service import CustomersService


class Gate:
    """Whoever comes with a session, an API key, a visitor's token or a socket ticket."""

    def __init__(self, *, access: AccessService, customers: CustomersService, origin: str) -> None:
        self._access = access
        self._customers = customers
        self._origin = origin

    def admit(self, headers: Mapping[str, str], *, address: str, correlation: str) -> Desk | None:
        """The caller of a REST request; None without credentials."""
        desk = self._access.admit(headers, address=address, correlation=correlation)
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if desk is not None or scheme.lower() != "bearer":
            return desk
        return self._customers.admit(token.strip(), address=address, correlation=correlation)

    def admit_socket(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """The authorizer's answer to $connect: the desk's own origin and a fresh ticket, or a no."""
        arn = event["methodArn"]
        headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        ticket = (event.get("queryStringParameters") or {}).get("ticket", "")
        if headers.get("origin") != self._origin:
            return _refusal(arn)
        try:
            admission = self._access.redeem_ticket(ticket)
        except Refused:
            return _refusal(arn)
        return policy(admission.desk, name=admission.name, method_arn=arn)


class Line(Value, frozen=True):
    """One socket as its frames know it."""

    desk: Desk
    connection: str
    name: str


def _refusal(method_arn: str) -> dict[str, Any]:
    return {"principalId": "nobody", "policyDocument": _document("Deny", method_arn)}


def _document(effect: str, method_arn: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": method_arn}],
    }


def policy(line: Desk, *, name: str, method_arn: str) -> dict[str, Any]:
    """The authorizer's answer; its context comes back with every later frame."""
    caller = line.caller
    return {
        "principalId": caller.id,
        "policyDocument": _document("Allow", method_arn),
        "context": {
            "merchant": line.merchant,
            "kind": str(caller.kind),
            "id": caller.id,
            "role": caller.role,
            "session": caller.session,
            "ends_at": to_wire(caller.ends_at) if caller.ends_at else "",
            "name": name,
        },
    }


_OUTSIDE = frozenset({CallerKind.PERSON, CallerKind.API_KEY, CallerKind.VISITOR})


def line_of(event: Mapping[str, Any]) -> Line:
    """Merchant, caller and connection, from what API Gateway itself put into the event."""
    context = event["requestContext"]
    known = context.get("authorizer") or {}
    if known.get("kind") not in _OUTSIDE or not (known.get("merchant") and known.get("id")):
        raise Unauthenticated("Open a socket with a ticket.")
    caller = Caller(
        kind=CallerKind(known["kind"]),
        id=known["id"],
        role=known.get("role", ""),
        session=known.get("session", ""),
        ends_at=from_wire(known["ends_at"]) if known.get("ends_at") else None,
    )
    desk = Desk(
        merchant=MerchantId(known["merchant"]),
        caller=caller,
        address=context.get("identity", {}).get("sourceIp", ""),
        correlation=context.get("requestId", ""),
    )
    return Line(desk=desk, connection=context["connectionId"], name=known.get("name", ""))
