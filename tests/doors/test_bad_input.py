"""What a request can get wrong, made from the routes and their contracts: each its typed refusal.

Nothing is half-written, and no refusal repeats what was sent.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.contracts.compiled import schema
from chalicelib.core.rights import Role
from chalicelib.edge.routes import Route, Who
from tests.doors.examples import EXAMPLES
from tests.doors.rest import refused
from tests.doors.spoiling import CANARY, Spoilt, spoilt_bodies, spoilt_texts
from tests.doors.world import Shop, World


@dataclass(frozen=True)
class Case:
    what: str
    status: int
    code: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    sent: Mapping[str, Any] = field(default_factory=dict)


def headers_of(world: World, route: Route[Any], *, person: bool = True) -> dict[str, str]:
    """Of somebody whom the route serves; an API key is let in quicker than a person."""
    example = EXAMPLES[f"{route.method} {route.path}"]
    if route.who is Who.ANYONE:
        return example.headers_of(world.a)
    if route.who is Who.VISITOR or example.by_staff:
        return example.headers_of(world.a, world.a.guests[example.guest].headers)
    caller = world.a.owner if person else world.a.keys[Role.ADMIN]
    return example.headers_of(world.a, caller.headers)


def hold(world: World, name: str, cases: Iterator[Case], *, person: bool = False) -> None:
    """Send every case, and see each refused and nothing changed."""
    route, example = world.rest.route(name), EXAMPLES[name]
    good: dict[str, Any] = {
        "path": example.path_of(world.a),
        "body": example.body_of(world.a),
        "headers": headers_of(world, route, person=person),
    }
    before = world.storage.rows()
    for case in cases:
        world.storage.forget_limits()
        got = world.rest.send(name, **{**good, **case.sent})
        try:
            refused(got, case.status, case.code, secrets=[CANARY], **case.extra)
        except AssertionError as error:
            raise AssertionError(f"{case.what}: {error}") from error
    assert world.storage.rows() == before


BODIED = [name for name in EXAMPLES if name.startswith(("POST", "PATCH"))]
BARE = [name for name in EXAMPLES if name.startswith(("GET", "DELETE"))]


@pytest.mark.attack("A2")
@pytest.mark.attack("A28")
@pytest.mark.parametrize("name", BODIED)
def test_a_body_keeps_its_contract(world: World, name: str) -> None:
    contract = schema("rest")["$defs"]
    body = EXAMPLES[name].body_of(world.a)
    assert body is not None
    spoilt = spoilt_bodies(contract[world.rest.route(name).body], contract, body, CANARY)
    hold(world, name, (_broken(each) for each in spoilt))


def _broken(spoilt: Spoilt) -> Case:
    extra = {"pointer": spoilt.pointer, "rule": spoilt.rule}
    known = {key: value for key, value in extra.items() if value is not None}
    return Case(spoilt.what, 422, "invalid", known, {"body": spoilt.value})


@pytest.mark.parametrize("name", BODIED)
def test_a_body_is_one_json_object(world: World, name: str) -> None:
    """All that can be wrong with a text on two routes; on the others, one of each kind."""
    texts = spoilt_texts(max_bytes=world.rest.route(name).max_bytes)
    if name not in {"POST /v1/merchants", "PATCH /v1/merchant"}:
        texts = list({(text.code, text.rule): text for text in texts}.values())
    cases = [
        Case(
            each.what,
            each.status,
            each.code,
            {"rule": each.rule} if each.rule else {},
            {"raw": each.raw},
        )
        for each in texts
    ]
    headers = headers_of(world, world.rest.route(name))
    for media in (None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
        plain = {key: value for key, value in headers.items() if key != "content-type"}
        said = plain | ({"content-type": media} if media else {"content-type": ""})
        cases.append(Case(f"as {media}", 415, "unsupported_media_type", {}, {"headers": said}))
    hold(world, name, iter(cases))


@pytest.mark.parametrize("name", BARE)
def test_reading_and_deleting_take_no_body(world: World, name: str) -> None:
    extra = {"rule": "no_body"}
    bodies: list[str | bytes] = [f'{{"a":"{CANARY}"}}', b"\xff\xfe"]
    hold(world, name, (Case(repr(raw), 422, "invalid", extra, {"raw": raw}) for raw in bodies))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_query_has_known_parameters_once(world: World, name: str) -> None:
    known = world.rest.route(name).query
    strange = [("merchant", CANARY), (CANARY, "x"), ("Limit", "1")]
    queries = [[pair] for pair in strange] + [[(each, "1"), (each, "1")] for each in known]
    extra = {"pointer": "/query", "rule": "query"}
    hold(world, name, (Case(str(q), 422, "invalid", extra, {"query": q}) for q in queries))


LIMITS = (
    "0",
    "101",
    "-1",
    "1.5",
    "x",
    "",
    " 5",
    "5 ",
    "٥",
    "９",
    "1e1",
    "0x10",
    "9" * 5_000,
    CANARY,
)
PAGED = [
    f"GET /v1/{name}" for name in ("audit", "people", "api-keys", "invitations", "knowledge")
] + [
    "GET /v1/conversations",
    "GET /v1/visitor/conversations",
    "GET /v1/conversations/{conversation}/messages",
    "GET /v1/tickets",
    "GET /v1/visitor/tickets",
    "GET /v1/tickets/{ticket}/timeline",
    "GET /v1/customers",
    "GET /v1/customers/{customer}/conversations",
    "GET /v1/inboxes/{inbox}/deliveries",
]


def test_every_paged_route_is_among_those_tried(world: World) -> None:
    paged = [f"{r.method} {r.path}" for r in world.rest.table if "limit" in r.query]

    assert sorted(paged) == sorted(PAGED)


@pytest.mark.parametrize("name", PAGED)
def test_a_limit_is_from_1_to_100(world: World, name: str) -> None:
    extra = {"pointer": "/query/limit", "rule": "range"}
    tried = LIMITS if name == PAGED[0] else LIMITS[-3:]
    queries = [[("limit", limit)] for limit in tried]
    hold(world, name, (Case(str(q)[:40], 422, "invalid", extra, {"query": q}) for q in queries))


@pytest.mark.parametrize("at", ["after", "before"])
def test_a_place_in_history_is_a_number(world: World, at: str) -> None:
    extra = {"pointer": f"/query/{at}", "rule": "integer"}
    queries = [[(at, each)] for each in ("-1", "x", "1.0", "", "٥", "9" * 13, "9" * 5_000, CANARY)]
    name = "GET /v1/conversations/{conversation}/messages"
    hold(world, name, (Case(str(q)[:40], 422, "invalid", extra, {"query": q}) for q in queries))


def test_a_view_is_one_of_three(world: World) -> None:
    extra = {"pointer": "/query/view", "rule": "enum"}
    queries = [[("view", each)] for each in ("", "ALL", CANARY, "mine,all", "x" * 5_000)]
    name = "GET /v1/conversations"
    hold(world, name, (Case(str(q)[:40], 422, "invalid", extra, {"query": q}) for q in queries))


# --- cursors

CURSORED = [name for name in PAGED if not name.endswith(("messages", "timeline"))]


def cursor_of(
    world: World, name: str, headers: Mapping[str, str], shop: Shop | None = None, **query: str
) -> str:
    path = EXAMPLES[name].path_of(shop or world.a)
    got = world.rest.send(name, path=path, headers=headers, query=[("limit", "1"), *query.items()])
    assert got.status == 200
    return str(got.body["next"])


@pytest.mark.parametrize("name", CURSORED)
def test_a_cursor_is_one_of_this_list_and_this_merchant(world: World, name: str) -> None:
    """Another list's, another merchant's, somebody else's, a changed one, none at all."""
    owner = world.a.owner.headers
    others = [each for each in CURSORED if each != name and "visitor" not in each]
    given = {each: cursor_of(world, each, owner) for each in others}
    given["another merchant's"] = foreign(world, name)
    real = cursor_of(world, "GET /v1/people", owner)
    blob = bytearray(base64.urlsafe_b64decode(real + "=" * (-len(real) % 4)))
    blob[-3] ^= 1
    given |= {
        "changed": base64.urlsafe_b64encode(bytes(blob)).decode().rstrip("="),
        "cut": real[:-4],
        "mac alone": real[:22],
        "no cursor": CANARY,
        "not base 64": "é€*",
        "long": "A" * 9_000,
    }
    extra = {"rule": "cursor"}
    sent = {what: {"query": [("cursor", cursor)]} for what, cursor in given.items()}
    hold(world, name, (Case(what, 422, "invalid", extra, each) for what, each in sent.items()))


def foreign(world: World, name: str) -> str:
    """A cursor of the same list for somebody else."""
    if "visitor" in name:
        return cursor_of(world, "GET /v1/conversations", world.b.owner.headers)
    return cursor_of(world, name, world.b.owner.headers, world.b)


def test_a_cursor_is_for_one_view_and_one_holder(world: World) -> None:
    name, agent = "GET /v1/conversations", world.a.seats[Role.AGENT]
    hold_two(world)
    mine = cursor_of(world, name, agent.headers, view="mine")
    for headers, view in ((agent.headers, "all"), (world.a.owner.headers, "mine")):
        got = world.rest.send(name, headers=headers, query=[("view", view), ("cursor", mine)])
        refused(got, 422, "invalid", rule="cursor")


def hold_two(world: World) -> None:
    world.rest.send(
        "POST /v1/conversations/{conversation}/take",
        path={"conversation": world.a.conversations[0]},
        body={},
        headers=world.a.seats[Role.AGENT].headers,
    )


# --- If-Match

CONDITIONAL = [name for name in EXAMPLES if name.startswith("PATCH")]
NO_VERSION = (
    "*",
    "x",
    '"x"',
    'W/"1"',
    '"1", "2"',
    "-1",
    "1.0",
    "٥",
    '"' + "9" * 5_000 + '"',
    CANARY,
)


@pytest.mark.parametrize("name", CONDITIONAL)
def test_a_change_names_the_version_that_was_read(world: World, name: str) -> None:
    headers = headers_of(world, world.rest.route(name))
    bare = {key: value for key, value in headers.items() if key != "if-match"}
    cases = [Case("none", 428, "precondition_required", {}, {"headers": bare})]
    cases += [
        Case(tag[:20], 422, "invalid", {"pointer": "/headers/if-match"}, _tagged(bare, tag))
        for tag in NO_VERSION
    ]
    cases += [Case(tag, 412, "stale", {}, _tagged(bare, tag)) for tag in ('"0"', '"99"', "9" * 15)]
    hold(world, name, iter(cases))


def _tagged(headers: Mapping[str, str], tag: str) -> dict[str, Any]:
    return {"headers": {**headers, "if-match": tag}}


# --- paths and methods

WITH_IDS = [name for name, example in EXAMPLES.items() if example.path]
ODD_IDS = (
    "",
    " ",
    "x",
    "#",
    "a#b",
    "%23",
    "%2F",
    "%252F",
    "..%2f..",
    "../../merchant",
    "\r\nset-cookie: a=b",
    "%0d%0aset-cookie:%20a=b",
    "\x00",
    "%00",
    "%ff%fe",
    "{conversation}",
    "0" * 25,
    "0" * 27,
    "I" * 26,
    "é" * 26,
    "٠" * 26,
    "A" * 10_000,
    CANARY,
)


def nearly(real: str) -> list[str]:
    near = (real.lower(), real + "\n", real + "#", real + "%0a", " " + real, real[:-1])
    return [each for each in near if each]


@pytest.mark.attack("A23")
@pytest.mark.parametrize("name", WITH_IDS)
def test_what_is_no_id_is_not_found(world: World, name: str) -> None:
    example = EXAMPLES[name]
    good = example.path_of(world.a)
    tried = ODD_IDS if name.startswith(("GET", "DELETE")) else ODD_IDS[::4]
    paths = [
        {**good, part: each}
        for part, real in good.items()
        for each in (*tried, *nearly(real))
        if each != real
    ]
    hold(
        world,
        name,
        (Case(repr(p)[:60], 404, "not_found", {}, {"path": p}) for p in paths),
        person=True,
    )


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW")


def test_another_method_is_refused_and_told_which_there_are(world: World) -> None:
    before = world.storage.rows()
    for path in {route.path for route in world.rest.table}:
        there = {route.method for route in world.rest.table if route.path == path}
        for method in set(METHODS) - there:
            got = world.rest.send(
                f"{method} {path}",
                path=dict.fromkeys(re.findall(r"{(\w+)}", path), "x"),
                headers=world.a.owner.headers,
            )
            refused(got, 405, "method_not_allowed")
            assert set(got.headers["allow"].split(", ")) == there
    assert world.storage.rows() == before


def test_who_may_not_learns_nothing_of_what_was_wrong(world: World) -> None:
    """Whoever is refused is refused before anything of the request is read."""
    for name in BODIED:
        if world.rest.route(name).who is Who.ANYONE:
            continue
        got = world.rest.send(name, path=EXAMPLES[name].path_of(world.a), raw="{" + CANARY)
        refused(got, 401, "unauthenticated", secrets=[CANARY])


@pytest.mark.attack("A2")
def test_nobody_chooses_the_merchant_by_header_query_or_body(world: World) -> None:
    """A2: the merchant is the session's, whatever else a request says."""
    claims = {
        "x-tenant": world.b.merchant,
        "x-merchant": world.b.merchant,
        "x-merchant-id": world.b.merchant,
        "x-role": "owner",
    }
    viewer = world.a.seats[Role.VIEWER].headers
    got = world.rest.send("GET /v1/merchant", headers={**viewer, **claims})
    assert got.body["id"] == world.a.merchant
    got = world.rest.send("GET /v1/audit", headers={**viewer, **claims})
    refused(got, 403, "forbidden")
