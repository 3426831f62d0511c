"""Every route × everybody who may come: exactly what the route's `who` allows, and nothing else."""

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.core.rights import Right, Role, may
from chalicelib.edge.routes import Route, Who
from tests.doors.example import Example
from tests.doors.examples import ABSENT, EXAMPLES
from tests.doors.front import Got
from tests.doors.rest import refused
from tests.doors.world import Bearer, Seat, Shop, World

ENDED = ("expired session", "revoked session", "removed member", "revoked key")
VISITORS = ("visitor", "another visitor", "visitor of b")
PERSONS = tuple(Role)
KEYS = ("admin key", "agent key", "viewer key")
EVERYBODY = ("anonymous", *ENDED, *VISITORS, *PERSONS, *KEYS, "owner of b", "admin key of b")
PUBLIC = ("/widgets/", "/forms/")  # their keys are in every page of their shop
WITH_IDS = [name for name, example in EXAMPLES.items() if example.path]


def test_every_route_has_its_example(world: World) -> None:
    routes = [f"{route.method} {route.path}" for route in world.rest.table]

    assert sorted(routes) == sorted(EXAMPLES)


def credentials(
    world: World, who: str, guest: int = 0
) -> tuple[Mapping[str, str], Shop, Seat | Bearer | None]:
    """The headers of a caller, whose they are, and who they stand for; `guest` is the visitor."""
    shop = world.b if who.endswith(" of b") else world.a
    name = who.removesuffix(" of b")
    if who == "anonymous":
        return {}, shop, None
    if who in ENDED:
        return world.ended[who], shop, None
    caller: Seat | Bearer
    if "visitor" in name:
        caller = shop.guests[(guest + (name == "another visitor")) % len(shop.guests)]
    elif name.endswith(" key"):
        caller = shop.keys[name.removesuffix(" key")]
    else:
        caller = shop.seats[name]
    return caller.headers, shop, caller


def sent(world: World, name: str, headers: Mapping[str, str], example: Example) -> Got:
    return world.rest.send(
        name,
        path=example.path_of(world.a),
        body=example.body_of(world.a),
        headers=example.headers_of(world.a, headers),
    )


def allowed(route: Route[Any], caller: Seat | Bearer) -> bool:
    """What `who` says, worked out anew."""
    visitor = caller.desk.caller.is_visitor
    if route.who is Who.SPEAKER:
        return visitor or may(caller.desk.caller.role, Right.ANSWER)
    if isinstance(route.who, Who):
        return route.who in {
            Who.VISITOR_OR_SIGNED_IN,
            Who.VISITOR if visitor else Who.SIGNED_IN,
        }
    return not visitor and may(caller.desk.caller.role, route.who)


def expected(world: World, name: str, who: str) -> tuple[int, str]:
    """Status, and the code of a refusal."""
    route, example = world.rest.route(name), EXAMPLES[name]
    _, shop, caller = credentials(world, who, example.guest)
    if route.who is Who.ANYONE:
        return example.status, ""
    if caller is None:
        return 401, "unauthenticated"
    if not allowed(route, caller):
        return 403, "forbidden"
    if " key" in who and example.by_key:
        return example.by_key
    if example.by_staff and shop is world.a and not caller.desk.caller.is_visitor:
        return example.by_staff
    stranger = shop is world.b or who == "another visitor"
    return _to_a_stranger(name) if stranger else (example.status, "")


def _to_a_stranger(name: str) -> tuple[int, str]:
    """Somebody else's thing is not there; somebody else's merchant is not to be entered."""
    if EXAMPLES[name].path or EXAMPLES[name].names:
        return 404, "not_found"
    if name == "POST /v1/session/merchant":
        return 403, "forbidden"
    return EXAMPLES[name].status, ""


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_route_refuses_whom_it_does_not_serve(world: World, name: str) -> None:
    before, secrets = world.storage.rows(), world.a.marks + world.b.marks
    for who in everybody(world, name):
        status, code = expected(world, name, who)
        if code:
            headers, _, _ = credentials(world, who, EXAMPLES[name].guest)
            got = sent(world, name, headers, EXAMPLES[name])
            refused(got, status, code, secrets=secrets)
    assert world.storage.rows() == before


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_route_serves_whom_it_says(world: World, name: str) -> None:
    before = world.storage.rows()
    for who in everybody(world, name):
        status, code = expected(world, name, who)
        if code:
            continue
        headers, shop, caller = credentials(world, who, EXAMPLES[name].guest)
        got = sent(world, name, headers, EXAMPLES[name])
        assert got.status == status, f"{who}: {got.status} {got.text}"
        if shop is world.b and caller:
            assert [mark for mark in world.a.marks if mark in got.text] == [], who
        if not is_quiet(name):
            world.storage.back()
    assert world.storage.rows() == before


def everybody(world: World, name: str) -> tuple[str, ...]:
    """Where anyone may, nobody is asked who they are: a few of each kind show it."""
    anyone = world.rest.route(name).who is Who.ANYONE
    return ("anonymous", "revoked session", "visitor", Role.OWNER) if anyone else EVERYBODY


def is_quiet(name: str) -> bool:
    """Reading changes nothing; only the opening of a record, and taking one away, is written down."""
    told = ("/customers/", "/versions", "/transcript")
    return name.startswith("GET ") and not any(part in name for part in told)


@pytest.mark.attack("A1")
@pytest.mark.parametrize("name", WITH_IDS)
def test_another_merchants_ids_answer_as_absent_ones_do(world: World, name: str) -> None:
    example = EXAMPLES[name]
    absent = "wk_" + "0" * 32 if "widgets" in name else ABSENT
    before = world.storage.rows()
    visitors = world.rest.route(name).who is Who.VISITOR
    for who in ("visitor of b",) if visitors else ("owner of b", "admin key of b"):
        headers, _, _ = credentials(world, who)
        foreign = sent(world, name, headers, example)
        nothing = world.rest.send(
            name,
            path=dict.fromkeys(example.path, absent),
            body=example.body_of(world.a),
            headers=example.headers_of(world.a, headers),
        )
        if not any(each in name for each in PUBLIC):
            assert (foreign.status, foreign.text) == (nothing.status, nothing.text)
        assert nothing.status in {404, 409}
    assert world.storage.rows() == before


def test_nobody_signs_in_at_a_merchant_that_is_not_theirs(world: World) -> None:
    """Absent and foreign alike, by switching as by signing in."""
    answers = []
    for merchant in (world.a.merchant, ABSENT):
        switched = world.rest.send(
            "POST /v1/session/merchant", body={"merchant": merchant}, headers=world.b.owner.headers
        )
        body = {"email": world.b.owner.email, "password": "a quiet lane of bamboo"}
        entered = world.rest.send("POST /v1/sessions", body=body | {"merchant": merchant})
        answers += [(switched.status, switched.text, entered.status, entered.text)]

    assert answers[0] == answers[1]
    assert answers[0][0] == 403


OWNERS = [
    ("PATCH /v1/people/{person}", {"role": "owner"}, Role.AGENT),
    ("PATCH /v1/people/{person}", {"role": "viewer"}, Role.OWNER),
    ("DELETE /v1/people/{person}", None, Role.OWNER),
    ("POST /v1/invitations", {"email": "o@o.example", "role": "owner"}, None),
]


@pytest.mark.parametrize(("name", "body", "whom"), OWNERS)
def test_only_owners_make_and_unmake_owners(
    world: World, name: str, body: Any, whom: str | None
) -> None:
    before = world.storage.rows()
    for headers in (world.a.seats[Role.ADMIN].headers, world.a.keys[Role.ADMIN].headers):
        got = world.rest.send(
            name,
            path={"person": world.a.seats[whom].id} if whom else None,
            body=body,
            headers={"if-match": '"1"', **headers},
        )
        refused(got, 403, "forbidden")
    assert world.storage.rows() == before


def test_what_was_written_shows_and_is_set_back(world: World) -> None:
    """Every other test here leans on it: the world reads only what was written since."""
    name = "PATCH /v1/merchant"
    before = world.storage.rows()
    assert sent(world, name, world.a.owner.headers, EXAMPLES[name]).status == 200
    assert world.storage.rows() != before
    world.storage.back()

    assert world.storage.rows() == before
