"""The REST door: from Chalice's request to a room's handler and back, the same way for every route.

Order: who asks → may they → how often → is it well-formed → once only → do it.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol
from urllib.parse import unquote

from chalice.app import Chalice, Request, Response

from chalicelib.contracts.compiled import check
from chalicelib.contracts.parse import parse_object
from chalicelib.core.errors import (
    Forbidden,
    Invalid,
    Malformed,
    PreconditionRequired,
    Refused,
    Unauthenticated,
    UnsupportedMediaType,
)
from chalicelib.core.observe import logger
from chalicelib.core.rights import Right, may
from chalicelib.edge import problems
from chalicelib.edge.idempotency import Idempotency
from chalicelib.edge.limits import RateLimits
from chalicelib.edge.routes import Answer, Asked, Route, Routes, Who
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from chalicelib.table.pages import MAX_LIMIT

_ADDRESS = re.compile(r"[0-9A-Fa-f:.]{2,45}")
_LIMITS = frozenset(str(limit) for limit in range(1, MAX_LIMIT + 1))


class Gate(Protocol):
    """Sessions, keys and tokens belong to the people's rooms; they are handed in from the top."""

    def admit(self, headers: Mapping[str, str], *, address: str, correlation: str) -> Desk | None:
        """Who the credentials stand for; None without any; Unauthenticated where they fail."""
        ...


Built = Callable[[], Any]


class Door:
    def __init__(
        self,
        app: Chalice,
        *,
        gate: Callable[[], Gate],
        limits: RateLimits,
        idempotency: Idempotency,
    ) -> None:
        self._app = app
        self._gate = gate
        self._limits = limits
        self._idempotency = idempotency
        self.table: list[Route[Any]] = []

    def mount(self, routes: Routes[Any], service: Built) -> None:
        """`service` gives the room's service: built, and its code loaded, when it is first needed."""
        for route in routes.table:
            self.table.append(route)
            view = self._view(route, service)
            self._app.route(
                route.path,
                methods=[route.method],
                name=f"{routes.room}.{route.name}",
                content_types=["application/json"],
            )(view)

    def _view(self, route: Route[Any], service: Built) -> Callable[..., Response]:
        def view(**path: str) -> Response:
            request = self._app.current_request
            assert request is not None  # noqa: S101 - chalice sets it before it calls a view
            response = self._answered(route, service, request, path)
            if route.for_pages and (origin := request.headers.get("origin")):
                response.headers |= {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
            return response

        view.__name__ = route.name
        return view

    def _answered(
        self, route: Route[Any], service: Built, request: Request, path: Mapping[str, str]
    ) -> Response:
        try:
            return _response(self._serve(route, service, request, path))
        except Refused as refusal:
            return problems.of_refusal(refusal)
        except Exception:  # noqa: BLE001 - the top: a fault of ours is answered without its text
            logger.exception("fault")
            return problems.of_fault()

    def _serve(
        self, route: Route[Any], service: Built, request: Request, path: Mapping[str, str]
    ) -> Answer:
        headers = {name.lower(): value for name, value in request.headers.items()}
        address = _address(request)
        desk = self._admit(route, request, headers, address)
        _allow(route, desk)
        asked = Asked(
            body=_body(route, request, headers),
            query=_query(route, request),
            path={name: unquote(value) for name, value in path.items()},
            headers=headers,
            address=address,
            peer=_hops(request)[-1],
            maybe_desk=desk,
            if_match=_if_match(route, headers),
        )
        for limit in route.limits:
            self._limits.check(limit, asked)
        with guard.scope(merchant=desk.merchant if desk else None, front=True):
            return self._act(route, service, asked, headers.get("idempotency-key"))

    def _admit(
        self, route: Route[Any], request: Request, headers: Mapping[str, str], address: str
    ) -> Desk | None:
        """Nobody is asked where anyone may: an ended session must not keep one from signing in."""
        if route.who is Who.ANYONE:
            return None
        correlation = request.context.get("requestId", "")
        with guard.scope(front=True):
            return self._gate().admit(headers, address=address, correlation=correlation)

    def _act(self, route: Route[Any], service: Built, asked: Asked, key: str | None) -> Answer:
        if desk := asked.maybe_desk:
            logger.append_keys(merchant=desk.merchant, correlation=desk.correlation)
        if key is None or route.method != "POST":
            return route.handler(service(), asked)
        place = " ".join((route.method, route.path, *asked.path.values()))
        return self._idempotency.once(key, place, asked, lambda: route.handler(service(), asked))


def _hops(request: Request) -> list[str]:
    """Addresses from the sender's own claims to the gateway's own peer, at least one."""
    named = request.headers.get("x-forwarded-for", "").split(",")
    hops = [hop.strip() for hop in named if hop.strip()]
    return hops or [str(request.context.get("identity", {}).get("sourceIp", ""))]


def _address(request: Request) -> str:
    """The viewer's address: what the last trusted hop added before the gateway's own peer.

    Past the distribution the sender writes it; whatever it is then, it is no other text.
    """
    hops = _hops(request)
    viewer = hops[-2:][0]
    return viewer if _ADDRESS.fullmatch(viewer) else hops[-1]


def _allow(route: Route[Any], desk: Desk | None) -> None:
    who = route.who
    if who is Who.ANYONE:
        return
    if desk is None:
        raise Unauthenticated("Sign in first.")
    visitor = desk.caller.is_visitor
    allowed = (
        {
            Who.SIGNED_IN: not visitor,
            Who.VISITOR: visitor,
            Who.VISITOR_OR_SIGNED_IN: True,
            Who.SPEAKER: visitor or may(desk.caller.role, Right.ANSWER),
        }.get(who, False)
        if isinstance(who, Who)
        else not visitor and may(desk.caller.role, who)
    )
    if not allowed:
        raise Forbidden("Your role does not allow this.")


def _body(route: Route[Any], request: Request, headers: Mapping[str, str]) -> dict[str, Any]:
    raw = _raw(request)
    if route.method not in {"POST", "PATCH"}:
        if raw:
            raise Invalid("This request takes no body.", pointer="", rule="no_body")
        return {}
    if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType("Send content-type: application/json.")
    body = parse_object(raw or b"{}", max_bytes=route.max_bytes)
    check("rest", route.body, body)
    return body


def _raw(request: Request) -> bytes | str:
    try:
        return request.raw_body or b""
    except UnicodeEncodeError as error:
        raise Malformed("The text holds half a character.", rule="unicode") from error


def _query(route: Route[Any], request: Request) -> dict[str, str]:
    given = request.query_params
    found: dict[str, str] = {}
    for name in given or ():
        values = given.getlist(name) if given else []
        if name not in route.query or len(values) != 1:
            raise Invalid("Unknown or repeated query parameter.", pointer="/query", rule="query")
        found[name] = values[0]
    limit = found.get("limit")
    if limit is not None and limit not in _LIMITS:
        raise Invalid(f"1 to {MAX_LIMIT}.", pointer="/query/limit", rule="range")
    return found


def _if_match(route: Route[Any], headers: Mapping[str, str]) -> int | None:
    if not route.conditional:
        return None
    tag = headers.get("if-match", "")
    if not tag:
        raise PreconditionRequired("Send If-Match with the version that you read.")
    number = tag.strip().strip('"')
    if not (number.isascii() and number.isdigit() and len(number) < 16):  # noqa: PLR2004
        raise Invalid("If-Match takes a version.", pointer="/headers/if-match", rule="pattern")
    return int(number)


def _response(answer: Answer) -> Response:
    body, media = answer.text, "text/plain; charset=utf-8"
    if body is None:
        body = "" if answer.body is None else json.dumps(answer.body, ensure_ascii=False)
        media = "application/json"
    return Response(
        body,
        status_code=answer.status,
        headers={**problems.BASE_HEADERS, "Content-Type": media, **answer.headers},
    )
