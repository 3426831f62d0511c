"""Sign-up, people, sessions and keys through the REST door."""

from typing import Any

import pytest

from tests.desk.standing import Stage
from tests.desk.stories import OTHER_PASSWORD, PASSWORD, mailed_token
from tests.doors.front import Caller, Got

pytestmark = pytest.mark.usefixtures("light_passwords")

OWNER, MAY = "owner@shop.example", "may@shop.example"
SIGN_UP = {"name": "青竹里", "email": OWNER, "locale": "en", "time_zone": "Asia/Shanghai"}


def sign_up(fresh: Stage, caller: Caller, email: str = OWNER) -> Got:
    assert caller.call("POST", "/merchants", SIGN_UP | {"email": email}).status == 202
    body = {"token": mailed_token(fresh), "name": "沈青", "password": PASSWORD}
    return caller.call("POST", "/merchants/confirm", body)


def invite(fresh: Stage, caller: Caller, email: str = MAY, role: str = "agent") -> str:
    got = caller.call("POST", "/invitations", {"email": email, "role": role})
    assert (got.status, got.body) == (202, {"accepted": True})
    return mailed_token(fresh)


def test_the_whole_way_from_sign_up_to_sign_out(fresh: Stage, caller: Caller) -> None:
    asked = caller.call("POST", "/merchants", SIGN_UP)
    assert (asked.status, asked.body) == (202, {"accepted": True})
    token = mailed_token(fresh)
    facts = caller.call("POST", "/links", {"token": token})
    assert facts.body == {
        "purpose": "sign_up",
        "email": OWNER,
        "needs_password": True,
        "merchant_name": "青竹里",
    }

    body = {"token": token, "name": "沈青", "password": PASSWORD}
    confirmed = caller.call("POST", "/merchants/confirm", body)
    assert (confirmed.status, confirmed.body["signed_in"]) == (201, True)
    assert confirmed.headers["Set-Cookie"].startswith("__Host-desk=")
    session = caller.call("GET", "/session").body
    assert set(session) == {"person", "merchant", "role", "memberships"}
    assert set(session["person"]) == {"id", "name", "email", "locale", "version"}
    assert session["merchant"] == confirmed.body["merchant"]
    assert session["memberships"] == [
        {"merchant": session["merchant"]["id"], "merchant_name": "青竹里", "role": "owner"}
    ]

    out = caller.call("DELETE", "/session")
    assert (out.status, out.text) == (204, "")
    assert "Max-Age=0" in out.headers["Set-Cookie"]


def test_an_ended_session_does_not_keep_one_from_signing_in(fresh: Stage, caller: Caller) -> None:
    sign_up(fresh, caller)
    stale = caller.headers["cookie"]
    caller.call("DELETE", "/sessions")
    caller.headers["cookie"] = stale

    assert caller.call("GET", "/session").code == "unauthenticated"
    assert caller.call("POST", "/sessions", {"email": OWNER, "password": PASSWORD}).status == 201
    assert caller.call("GET", "/session").status == 200


@pytest.mark.parametrize("path", ["/merchants", "/password-resets"])
def test_the_answer_does_not_tell_whether_an_address_is_known(
    fresh: Stage, caller: Caller, path: str
) -> None:
    sign_up(fresh, caller)
    answers = []
    for email in (OWNER, "nobody@else.example"):
        body = SIGN_UP | {"email": email} if path == "/merchants" else {"email": email}
        got = caller.call("POST", path, body)
        answers.append((got.status, got.text, dict(got.headers)))

    assert answers[0] == answers[1]


def test_an_invited_agent_joins_and_may_what_agents_may(
    fresh: Stage, caller: Caller, other: Caller
) -> None:
    sign_up(fresh, caller)
    body = {"token": invite(fresh, caller), "name": "May", "password": PASSWORD}
    accepted = other.call("POST", "/invitations/accept", body)
    assert (accepted.status, accepted.body["signed_in"]) == (201, True)

    people = caller.call("GET", "/people").body
    assert people["next"] is None
    assert {person["email"]: person["role"] for person in people["items"]} == {
        OWNER: "owner",
        MAY: "agent",
    }
    known = {"person", "name", "email", "role", "version", "presence"}
    assert set(people["items"][0]) == known | {"teams", "capacity", "load"}
    assert other.call("GET", "/people").status == 200
    for method, path, sent in (
        ("GET", "/invitations", None),
        ("POST", "/invitations", {"email": "x@y.example", "role": "viewer"}),
        ("POST", "/api-keys", {"name": "robot", "role": "viewer"}),
        ("POST", "/widget/key", {}),
        ("GET", "/audit", None),
    ):
        assert other.call(method, path, sent).code == "forbidden", path


def test_roles_change_by_version_and_hold_at_once(
    fresh: Stage, caller: Caller, other: Caller
) -> None:
    sign_up(fresh, caller)
    body = {"token": invite(fresh, caller, role="admin"), "name": "May", "password": PASSWORD}
    other.call("POST", "/invitations/accept", body)
    may = other.call("GET", "/session").body["person"]["id"]
    path = f"/people/{may}"

    assert caller.call("PATCH", path, {"role": "viewer"}).code == "precondition_required"
    assert caller.call("PATCH", path, {"role": "viewer"}, if_match='"9"').code == "stale"
    changed = caller.call("PATCH", path, {"role": "viewer"}, if_match='"1"')
    assert (changed.status, changed.headers["ETag"], changed.body["role"]) == (200, '"2"', "viewer")
    assert other.call("GET", "/invitations").code == "forbidden"

    assert caller.call("DELETE", path).status == 204
    assert other.call("GET", "/session").code == "unauthenticated"
    assert caller.call("DELETE", path).code == "not_found"


def test_the_last_owner_stays(fresh: Stage, caller: Caller) -> None:
    sign_up(fresh, caller)
    own = caller.call("GET", "/session").body["person"]["id"]

    gone = caller.call("DELETE", f"/people/{own}")
    assert (gone.code, gone.body["rule"]) == ("conflict", "last_owner")


def test_settings_and_widget_change_by_version(fresh: Stage, caller: Caller) -> None:
    sign_up(fresh, caller)
    read = caller.call("GET", "/merchant")
    assert read.headers["ETag"] == '"1"'
    changed = caller.call("PATCH", "/merchant", {"name": "Bamboo"}, if_match='"1"')
    assert (changed.body["name"], changed.headers["ETag"]) == ("Bamboo", '"2"')
    assert caller.call("PATCH", "/merchant", {"name": "X"}, if_match='"1"').code == "stale"

    origins = {"allowed_origins": ["https://shop.example"]}
    widget = caller.call("PATCH", "/widget", origins, if_match='"1"').body
    assert widget["allowed_origins"] == ["https://shop.example"]
    renewed = caller.call("POST", "/widget/key", {}).body
    assert renewed["key"] != widget["key"]
    assert renewed["key"] in renewed["snippet"]


def test_a_key_is_shown_once_and_calls_for_its_merchant(
    fresh: Stage, caller: Caller, other: Caller
) -> None:
    sign_up(fresh, caller)
    made = caller.call("POST", "/api-keys", {"name": "robot", "role": "viewer"})
    assert (made.status, set(made.body)) == (201, {"id", "name", "role", "key", "created_at"})
    [listed] = caller.call("GET", "/api-keys").body["items"]
    assert "key" not in listed

    other.headers["authorization"] = f"Bearer {made.body['key']}"
    session = other.call("GET", "/session").body
    assert (session["person"], session["role"]) == (None, "viewer")
    assert other.call("PATCH", "/merchant", {"name": "X"}, if_match='"1"').code == "forbidden"
    assert caller.call("DELETE", f"/api-keys/{made.body['id']}").status == 204
    assert other.call("GET", "/session").code == "unauthenticated"


def test_a_reset_by_mail_signs_out_and_lets_in_by_the_new_password_alone(
    fresh: Stage, caller: Caller
) -> None:
    sign_up(fresh, caller)
    caller.call("POST", "/password-resets", {"email": OWNER})
    body = {"token": mailed_token(fresh), "password": OTHER_PASSWORD}
    got = caller.call("POST", "/password-resets/confirm", body)
    assert (got.status, got.body) == (200, {"changed": True})
    assert caller.call("POST", "/password-resets/confirm", body).code == "gone"

    assert caller.call("GET", "/session").code == "unauthenticated"
    old, new = (
        caller.call("POST", "/sessions", {"email": OWNER, "password": password})
        for password in (PASSWORD, OTHER_PASSWORD)
    )
    assert (old.status, new.status) == (401, 201)


def test_guessing_one_address_is_slowed_down_from_wherever_it_comes(
    fresh: Stage, caller: Caller
) -> None:
    sign_up(fresh, caller)
    statuses = []
    for n in range(12):
        caller.address = f"198.51.100.{n}"
        email = OWNER if n % 2 else OWNER.upper()
        got = caller.call("POST", "/sessions", {"email": email, "password": "guess"})
        statuses.append(got.status)

    assert statuses == [401] * 10 + [429] * 2
    assert 1 <= int(got.headers["Retry-After"]) <= 300
    fresh.clock.advance(301)
    assert caller.call("POST", "/sessions", {"email": OWNER, "password": PASSWORD}).status == 201


def test_one_address_cannot_try_everybody(fresh: Stage, caller: Caller) -> None:
    statuses = [caller.call("POST", "/links", {"token": "A" * 43}).status for _ in range(61)]

    assert statuses == [404] * 60 + [429]


def test_the_same_key_sends_one_mail_and_gets_one_answer(fresh: Stage, caller: Caller) -> None:
    answers = [
        caller.call("POST", "/merchants", SIGN_UP, idempotency_key="one-and-the-same")
        for _ in range(2)
    ]
    mailed_token(fresh)

    assert answers[0].text == answers[1].text
    assert len(fresh.mailer.sent) == 1


def test_a_repeated_sign_in_gives_one_session(fresh: Stage, caller: Caller) -> None:
    sign_up(fresh, caller)
    body = {"email": OWNER, "password": PASSWORD}
    sessions = []
    for _ in range(2):
        caller.call("POST", "/sessions", body, idempotency_key="one-and-the-same")
        sessions.append(caller.session)

    assert sessions[0] == sessions[1]
    other = caller.call(
        "POST", "/sessions", body | {"password": "x"}, idempotency_key="one-and-the-same"
    )
    assert other.code == "conflict"


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"raw": '{"email":"a@b.example","email":"c@d.example"}'}, "malformed"),
        ({"raw": "{"}, "malformed"),
        ({"body": []}, "malformed"),
        ({"body": {"email": OWNER, "admin": True}}, "invalid"),
        ({"body": {"email": ["a@b.example"]}}, "invalid"),
        ({"body": {"email": OWNER}, "content_type": "text/plain"}, "unsupported_media_type"),
        ({"raw": '{"email":"' + "x" * 70_000 + '"}'}, "too_large"),
        ({"body": {"email": OWNER}, "query": {"x": "1"}}, "invalid"),
    ],
)
def test_bad_input_gets_its_refusal_and_leaves_nothing(
    fresh: Stage, caller: Caller, sent: dict[str, Any], code: str
) -> None:
    got = caller.call("POST", "/password-resets", **sent)

    assert got.code == code
    assert got.headers["Content-Type"] == "application/problem+json"
    assert OWNER not in got.text
    assert fresh.dynamodb.scan(TableName="ledger")["Items"] == []


@pytest.mark.parametrize(
    "path", ["/people/{}", "/invitations/{}", "/api-keys/{}"], ids=lambda path: str(path)[1:-3]
)
def test_another_merchants_things_are_not_found(
    fresh: Stage, caller: Caller, other: Caller, path: str
) -> None:
    sign_up(fresh, caller)
    invite(fresh, caller)
    caller.call("POST", "/api-keys", {"name": "robot", "role": "viewer"})
    sign_up(fresh, other, "other@shop.example")
    [listed, *_] = caller.call("GET", path[:-3]).body["items"]
    theirs = path.format(listed.get("id") or listed["person"])

    foreign, absent = (other.call("DELETE", each) for each in (theirs, path.format("0" * 26)))
    assert (foreign.status, foreign.text) == (404, absent.text)
    assert other.call("DELETE", path.format("x")).status == 404


def test_a_ticket_is_for_those_who_signed_in(fresh: Stage, caller: Caller) -> None:
    assert caller.call("POST", "/socket-tickets", {}).code == "unauthenticated"
    sign_up(fresh, caller)
    got = caller.call("POST", "/socket-tickets", {})

    assert (got.status, set(got.body)) == (201, {"url", "ticket", "expires_in"})
    assert got.body["url"] == "wss://desk.example/socket"
    assert got.body["expires_in"] == 60


def test_the_audit_log_tells_what_was_done_and_by_whom(fresh: Stage, caller: Caller) -> None:
    sign_up(fresh, caller)
    caller.call("PATCH", "/merchant", {"name": "Bamboo"}, if_match='"1"')
    caller.call("POST", "/api-keys", {"name": "robot", "role": "viewer"})
    entries = caller.call("GET", "/audit").body["items"]

    assert [entry["action"] for entry in entries] == [
        "api_key.made",
        "merchant.changed",
        "merchant.created",
    ]
    own = caller.call("GET", "/session").body["person"]["id"]
    assert {entry["actor"]["id"] for entry in entries} == {own}
    assert set(entries[0]) == {"n", "at", "actor", "action", "object", "detail", "hash"}
