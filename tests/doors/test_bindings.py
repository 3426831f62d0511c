"""A3: whom or what a request names in its body must be the caller's own merchant's."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.rights import Role
from tests.doors.examples import ABSENT, EXAMPLES
from tests.doors.rest import refused
from tests.doors.wire import line
from tests.doors.world import Shop, World

Named = Callable[[Shop], str]
CUSTOMER: Named = lambda shop: shop.guests[0].id  # noqa: E731
PERSON: Named = lambda shop: shop.seats[Role.SUPERVISOR].id  # noqa: E731
TEAM: Named = lambda shop: shop.team  # noqa: E731

BODIES: dict[tuple[str, str], tuple[dict[str, Any], Named]] = {
    ("POST /v1/tickets", "customer"): ({"title": "A lamp"}, CUSTOMER),
    ("POST /v1/customers/{customer}/merge", "customer"): ({}, lambda shop: shop.guests[1].id),
    ("POST /v1/tickets", "person"): ({"title": "A lamp"}, PERSON),
    ("POST /v1/tickets", "team"): ({"title": "A lamp"}, TEAM),
    ("POST /v1/conversations/{conversation}/ticket", "person"): ({"title": "A lamp"}, PERSON),
    ("POST /v1/tickets/{ticket}/assign", "person"): ({"team": None, "version": 1}, PERSON),
    ("POST /v1/tickets/{ticket}/assign", "team"): ({"person": None, "version": 1}, TEAM),
    ("POST /v1/conversations/{conversation}/transfer", "person"): ({}, PERSON),
    ("POST /v1/conversations/{conversation}/transfer", "team"): ({}, TEAM),
    ("POST /v1/inboxes", "settings/team"): ({"channel": "webhook", "name": "Shop"}, TEAM),
    ("PATCH /v1/inboxes/{inbox}", "settings/team"): ({"settings": {}}, TEAM),
}


def naming(body: dict[str, Any], part: str, named: str) -> dict[str, Any]:
    """`part` of `part/within` is an object."""
    outer, _, inner = part.partition("/")
    return {**body, outer: {inner: named} if inner else named}


@pytest.mark.attack("A3")
@pytest.mark.parametrize(("name", "part"), BODIES)
def test_a_body_binds_nobody_of_another_merchant(world: World, name: str, part: str) -> None:
    """The answer is the one to somebody who does not exist, and nothing is stored."""
    example, (body, of) = EXAMPLES[name], BODIES[(name, part)]
    before = world.storage.rows()
    answers = []
    for named in (of(world.b), ABSENT):
        got = world.rest.send(
            name,
            path=example.path_of(world.a),
            body=naming(body, part, named),
            headers=example.headers_of(world.a, world.a.owner.headers),
        )
        refused(got, got.status, got.code, secrets=[world.b.canary])
        answers.append((got.status, got.text))

    assert answers[0] == answers[1]
    assert answers[0][0] in {404, 409, 422}
    assert world.storage.rows() == before


@pytest.mark.parametrize(("name", "part"), BODIES)
def test_ones_own_are_bound(world: World, front: Any, name: str, part: str) -> None:
    """So that the refusals above are about whose they are."""
    line(world, front.sockets, world.a.seats[Role.SUPERVISOR]).hello()
    example, (body, of) = EXAMPLES[name], BODIES[(name, part)]
    got = world.rest.send(
        name,
        path=example.path_of(world.a),
        body=naming(body, part, of(world.a)),
        headers=example.headers_of(world.a, world.a.owner.headers),
    )
    assert got.status in {200, 201}, got.text
