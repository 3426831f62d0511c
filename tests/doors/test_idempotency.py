"""`Idempotency-Key`: sent again, a POST does nothing twice and answers the same."""

from typing import Any

import pytest

from chalicelib.core.rights import Role
from chalicelib.edge.idempotency import TAKEN_FOR_DEAD
from tests.doors.examples import EXAMPLES
from tests.doors.front import Got
from tests.doors.rest import refused
from tests.doors.test_bad_input import headers_of
from tests.doors.world import World

KEY = "one-and-the-same_1"
# A refusal is not kept: it is answered anew.
POSTS = [n for n, each in EXAMPLES.items() if n.startswith("POST") and each.status < 400]
INVITE = "POST /v1/invitations"
BAD_KEYS = ("", "short", "x" * 129, "with space", "é" * 10, "٠" * 10, "semi;colon;", "a\nb" * 5)


def post(world: World, name: str, *, body: Any = None, key: str = KEY, **headers: str) -> Got:
    example = EXAMPLES[name]
    return world.rest.send(
        name,
        path=example.path_of(world.a),
        body=example.body_of(world.a) if body is None else body,
        headers={**headers_of(world, world.rest.route(name)), **headers, "idempotency-key": key},
    )


# Switching ends the session that asked: nobody is there any more to ask again.
REPLAYED = [name for name in POSTS if name != "POST /v1/session/merchant"]


@pytest.mark.parametrize("name", REPLAYED)
def test_a_replay_answers_the_same_and_does_nothing_twice(world: World, name: str) -> None:
    first = post(world, name)
    before = world.storage.rows()
    again = post(world, name)

    assert first.status == EXAMPLES[name].status
    assert (again.status, again.text) == (first.status, first.text)
    assert again.headers.get("set-cookie") == first.headers.get("set-cookie")
    assert (again.headers.get("idempotent-replay"), "idempotent-replay" in first.headers) == (
        "true",
        False,
    )
    assert world.storage.rows() == before


MAILED = ("POST /v1/invitations", "POST /v1/merchants", "POST /v1/sessions", "POST /v1/visitors")


@pytest.mark.parametrize("name", MAILED)
def test_another_body_under_the_same_key_is_a_conflict(world: World, name: str) -> None:
    other = {**(EXAMPLES[name].body_of(world.a) or {}), "email": "else@else.example"}
    post(world, name)
    before = world.storage.rows()
    got = post(world, name, body=other)

    refused(got, 409, "conflict", rule="idempotency", pointer="/headers/idempotency-key")
    assert world.storage.rows() == before


def test_a_key_is_its_callers_its_routes_and_its_things_own(world: World) -> None:
    take = "POST /v1/conversations/{conversation}/take"
    assert post(world, INVITE).status == 202
    assert "idempotent-replay" not in post(world, "POST /v1/api-keys").headers
    admin = world.a.seats[Role.ADMIN].headers
    assert "idempotent-replay" not in post(world, INVITE, **admin).headers
    assert "idempotent-replay" not in post(world, INVITE, **world.b.owner.headers).headers
    assert "idempotent-replay" not in post(world, take).headers
    other = world.rest.send(
        take,
        path={"conversation": world.a.conversations[2]},
        body={},
        headers={**world.a.owner.headers, "idempotency-key": KEY},
    )
    refused(other, 409, "conflict", rule="state")


def test_anonymous_callers_are_told_apart_by_their_address(world: World) -> None:
    name = "POST /v1/sessions"
    body = EXAMPLES[name].body_of(world.a)
    cookies = [
        world.rest.send(name, body=body, headers={"idempotency-key": KEY}, address=address).headers[
            "set-cookie"
        ]
        for address in ("203.0.113.1", "203.0.113.2")
    ]
    assert cookies[0] != cookies[1]


def test_what_was_refused_may_be_tried_again_under_the_same_key(world: World) -> None:
    wrong = {"email": world.a.owner.email, "password": "wrong"}
    refused(post(world, "POST /v1/sessions", body=wrong), 401, "unauthenticated")

    assert post(world, "POST /v1/sessions").status == 201


def test_a_replay_still_needs_the_right(world: World) -> None:
    """What was kept is not shown to whoever may not ask for it any more."""
    made = post(world, "POST /v1/api-keys", **world.a.seats[Role.ADMIN].headers)
    assert made.status == 201
    path = {"person": world.a.seats[Role.ADMIN].id}
    headers = {**world.a.owner.headers, "if-match": '"1"'}
    world.rest.send(
        "PATCH /v1/people/{person}", path=path, body={"role": "viewer"}, headers=headers
    )
    got = post(world, "POST /v1/api-keys", **world.a.seats[Role.ADMIN].headers)
    refused(got, 403, "forbidden", secrets=[made.body["key"]])


def begun(world: World) -> None:
    """A request that was accepted and has not answered yet."""
    post(world, INVITE)
    rows = world.storage.rows().values()
    (answer,) = [item for item in rows if item["kind"]["S"] == "answer"]
    world.storage.put("ledger", {name: answer[name] for name in answer if name != "answer"})


def test_the_same_request_at_the_same_time_waits(world: World) -> None:
    begun(world)
    before = world.storage.rows()
    got = post(world, INVITE)

    refused(got, 429, "busy")
    assert world.storage.rows() == before


def test_a_request_that_died_halfway_can_be_sent_again(world: World) -> None:
    """Its function ended without an answer: the key is not lost for a day."""
    begun(world)
    world.stage.clock.advance(TAKEN_FOR_DEAD.total_seconds() + 1)
    got = post(world, INVITE)

    assert (got.status, got.body) == (202, {"accepted": True})
    assert post(world, INVITE).headers["idempotent-replay"] == "true"


@pytest.mark.parametrize("name", [name for name in POSTS if "sessions" in name or "take" in name])
@pytest.mark.parametrize("key", BAD_KEYS)
def test_a_key_has_8_to_128_plain_characters(world: World, name: str, key: str) -> None:
    before = world.storage.rows()
    got = post(world, name, key=key)

    refused(got, 422, "invalid", pointer="/headers/idempotency-key", rule="pattern")
    assert world.storage.rows() == before


@pytest.mark.parametrize("key", ["-" * 8, "_" * 128, "aZ09-_aZ"])
def test_every_plain_key_serves(world: World, key: str) -> None:
    assert post(world, INVITE, key=key).status == 202


def test_only_posts_keep_answers(world: World) -> None:
    headers = {**world.a.owner.headers, "idempotency-key": KEY}
    for _ in range(2):
        got = world.rest.send("GET /v1/merchant", headers=headers)
        assert (got.status, got.headers.get("idempotent-replay")) == (200, None)


def test_a_mailed_link_opens_again_for_who_opened_it_wherever_they_are_by_then(
    world: World,
) -> None:
    """Between two networks the address changes, and with it whose key it is."""
    name = "POST /v1/ticket-links/open"
    here, there = ({"x-forwarded-for": f"198.51.100.{n}, 192.0.2.1"} for n in (7, 8))
    first = post(world, name, **here)
    again = post(world, name, **there)

    assert (first.status, again.status) == (200, 200)
    assert "idempotent-replay" not in again.headers
    assert again.body["ticket"] == first.body["ticket"]
    refused(post(world, name, key="the-key-of-another", **there), 410, "gone")
