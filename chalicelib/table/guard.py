"""The call guard: every call to AWS of this process passes here, whichever library makes it.

A scope says whose keys may be touched: a merchant's, the front keys, or both. Without a scope, with
a key outside it, or with an operation or service that `calls` does not know, the call is refused
before it is sent. The hook is registered for every botocore session of the process, pynamodb's own
included.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import botocore.handlers

from chalicelib.core.values import Value
from chalicelib.table import keys
from chalicelib.table.calls import OWNERS, TO_SOCKETS, WITHIN_A_SCOPE


class Breach(Exception):  # noqa: N818 - a fault of ours, never a caller's refusal
    """A call that would have left the scope. Tells operation and kind, never a key."""


class Scope(Value, frozen=True):
    """`family`: of the front keys, those that begin with this word."""

    merchant: str | None = None
    front: bool = False
    family: str = ""

    def allows(self, pk: str) -> bool:
        merchant = keys.merchant_of(pk)
        if merchant is not None:
            return merchant == self.merchant
        family = keys.family_of(pk)
        return (self.front and family in keys.FRONT) or bool(family and family == self.family)


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
_socket: ContextVar[str | None] = ContextVar("socket", default=None)


@contextmanager
def scope(*, merchant: str | None = None, front: bool = False, family: str = "") -> Iterator[None]:
    token = _scope.set(Scope(merchant=merchant, front=front, family=family))
    try:
        yield
    finally:
        _scope.reset(token)


def current() -> Scope | None:
    return _scope.get()


@contextmanager
def reaching(merchant: str, connection: str) -> Iterator[None]:
    """Let one push or closing through to a socket, which its row says to be this merchant's."""
    allowed = _scope.get()
    if allowed is None or not merchant or merchant != allowed.merchant:
        raise Breach("a socket outside the scope")
    token = _socket.set(connection)
    try:
        yield
    finally:
        _socket.reset(token)


def check(service: str, operation: str, params: dict[str, Any]) -> None:
    """Raise Breach unless the call stays within the scope."""
    call = (service, operation)
    owners = OWNERS.get(call)
    if owners is None and call not in TO_SOCKETS and call not in WITHIN_A_SCOPE:
        raise Breach(f"{service} {operation} is not among the guarded operations")
    allowed = _scope.get()
    if allowed is None:
        raise Breach(f"{service} {operation} outside any scope")
    if owners is not None:
        try:
            found = owners(params)
        except (KeyError, TypeError):
            found = []  # a call that names no key is nobody's
        if not found or not all(allowed.allows(pk) for pk in found):
            raise Breach(f"{service} {operation} outside its scope")
    elif call in TO_SOCKETS and params.get("ConnectionId") != _socket.get():
        raise Breach(f"{service} {operation} to a socket that nobody reached for")


def _before_call(params: dict[str, Any], model: Any, **_: Any) -> None:
    check(model.service_model.service_name, model.name, params)


_HOOK = ("provide-client-params.*.*", _before_call)


def install() -> None:
    """From now on, every session that this process makes carries the guard."""
    if _HOOK not in botocore.handlers.BUILTIN_HANDLERS:
        botocore.handlers.BUILTIN_HANDLERS.append(_HOOK)
