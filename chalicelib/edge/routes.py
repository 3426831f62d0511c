"""The table of REST routes: each room declares its own as data, the door does the rest.

A handler is a plain function of its room's service and what was asked; it knows no chalice. Tests
and the published OpenAPI are generated from the same table.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Generic, TypeVar

from chalicelib.contracts.parse import MAX_BYTES
from chalicelib.core.errors import Unauthenticated
from chalicelib.core.rights import Right
from chalicelib.core.values import Value, field
from chalicelib.table.desk import Desk

S = TypeVar("S")


class Who(StrEnum):
    """Whom a route serves, where a right of a role is not the answer."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    VISITOR = "visitor"
    VISITOR_OR_SIGNED_IN = "visitor_or_signed_in"
    SPEAKER = "speaker"  # visitors, and whose role may answer them


class Limit(Value, frozen=True):
    """At most `most` calls of one subject in a window of `seconds`.

    The subject is the caller's network address, or else the part of the path or the body that `of` names.
    """

    name: str
    most: int
    seconds: int
    of: str = ""


class Asked(Value, frozen=True):
    """One request, read and checked.

    `address` is the viewer's as the last hop before the gateway tells it, `peer` that hop's own as
    the gateway saw it: only the peer's is beyond the sender's choice.
    """

    body: Mapping[str, Any]
    query: Mapping[str, str]
    path: Mapping[str, str]
    headers: Mapping[str, str]
    address: str
    peer: str = ""
    maybe_desk: Desk | None = None
    if_match: int | None = None

    @property
    def desk(self) -> Desk:
        if self.maybe_desk is None:
            raise Unauthenticated("Sign in first.")
        return self.maybe_desk

    @property
    def version(self) -> int:
        """What If-Match names; the door has refused requests without it."""
        if self.if_match is None:
            raise AssertionError("the route is not declared conditional")
        return self.if_match

    @property
    def limit(self) -> int:
        return int(self.query.get("limit", "50"))

    @property
    def cursor(self) -> str | None:
        return self.query.get("cursor")


class Answer(Value, frozen=True):
    """`text` is plain text in the place of a JSON body."""

    body: Any = None
    text: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def versioned(body: dict[str, Any], status: int = 200) -> Answer:
    """An answer about a thing that If-Match can name."""
    return Answer(body, status=status, headers={"ETag": f'"{body["version"]}"'})


class Route(Value, Generic[S], frozen=True):
    method: str
    path: str
    handler: Callable[[S, Asked], Answer]
    who: Who | Right
    body: str = ""
    query: Sequence[str] = ()
    limits: Sequence[Limit] = ()
    conditional: bool = False
    for_pages: bool = False
    max_bytes: int = MAX_BYTES

    @property
    def name(self) -> str:
        return self.handler.__name__


class Routes(Generic[S]):
    """The routes of one room."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.table: list[Route[S]] = []

    def route(
        self,
        method: str,
        path: str,
        *,
        who: Who | Right,
        body: str = "",
        query: Sequence[str] = (),
        limits: Sequence[Limit] = (),
        for_pages: bool = False,
        max_bytes: int = MAX_BYTES,
    ) -> Callable[[Callable[[S, Asked], Answer]], Callable[[S, Asked], Answer]]:
        """`body` names a contract in contracts/rest/; every PATCH is conditional on If-Match.

        `for_pages`: a merchant's page may read the answer, a refusal included (CORS, no preflight).
        """

        def declare(handler: Callable[[S, Asked], Answer]) -> Callable[[S, Asked], Answer]:
            self.table.append(
                Route(
                    method=method,
                    path=f"/v1{path}",
                    handler=handler,
                    who=who,
                    body=body,
                    query=query,
                    limits=limits,
                    conditional=method == "PATCH",
                    for_pages=for_pages,
                    max_bytes=max_bytes,
                )
            )
            return handler

        return declare

    def get(
        self,
        path: str,
        *,
        who: Who | Right,
        query: Sequence[str] = (),
        limits: Sequence[Limit] = (),
        for_pages: bool = False,
    ) -> Callable[[Callable[[S, Asked], Answer]], Callable[[S, Asked], Answer]]:
        return self.route("GET", path, who=who, query=query, limits=limits, for_pages=for_pages)

    def post(
        self,
        path: str,
        *,
        who: Who | Right,
        body: str = "empty",
        limits: Sequence[Limit] = (),
        max_bytes: int = MAX_BYTES,
    ) -> Callable[[Callable[[S, Asked], Answer]], Callable[[S, Asked], Answer]]:
        return self.route("POST", path, who=who, body=body, limits=limits, max_bytes=max_bytes)

    def patch(
        self, path: str, *, who: Who | Right, body: str
    ) -> Callable[[Callable[[S, Asked], Answer]], Callable[[S, Asked], Answer]]:
        return self.route("PATCH", path, who=who, body=body)

    def delete(
        self, path: str, *, who: Who | Right
    ) -> Callable[[Callable[[S, Asked], Answer]], Callable[[S, Asked], Answer]]:
        return self.route("DELETE", path, who=who)
