"""Attacks on credentials: tickets, visitors' tokens, mailed links, and where links lead."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.client import BaseClient

from chalicelib.access.model import COOKIE
from chalicelib.core import signed
from chalicelib.core.rights import Role
from chalicelib.customers.model import GRANT_LIFE, RENEWABLE_FOR, TOKEN_LIFE
from chalicelib.links.model import LIFE, Purpose
from chalicelib.table import guard
from tests.desk.standing import ORIGIN
from tests.desk.stories import OTHER_PASSWORD, PASSWORD
from tests.doors.examples import EXAMPLES
from tests.doors.front import Got
from tests.doors.rest import refused
from tests.doors.wire import asked_in, effect, line
from tests.doors.world import World, mailed_token

# --- A5: handshakes


@pytest.fixture
def ticket(world: World) -> str:
    return str(ticket_for(world, world.a.seats[Role.AGENT].headers).body["ticket"])


def ticket_for(world: World, headers: Any) -> Got:
    return world.rest.send("POST /v1/socket-tickets", body={}, headers=headers)


@pytest.mark.attack("A5")
def test_a_ticket_lets_in_once(world: World, ticket: str) -> None:
    assert [effect(asked_in(world, ticket)) for _ in range(3)] == ["Allow", "Deny", "Deny"]


def test_a_ticket_lets_in_for_a_minute(world: World, ticket: str) -> None:
    world.stage.clock.advance(60)

    assert effect(asked_in(world, ticket)) == "Deny"


FOREIGN = (
    None,
    "",
    "null",
    "https://shop.example",
    ORIGIN + ".evil.example",
    ORIGIN + "/",
    ORIGIN.upper(),
    ORIGIN.replace("https", "http"),
    ORIGIN + ":443",
    f"{ORIGIN}, https://evil.example",
)


@pytest.mark.attack("A5")
@pytest.mark.parametrize("origin", FOREIGN)
def test_another_pages_handshake_is_refused_and_spends_no_ticket(
    world: World, ticket: str, origin: str | None
) -> None:
    denied = asked_in(world, ticket, origin=origin)

    assert effect(denied) == "Deny"
    assert "context" not in denied
    assert effect(asked_in(world, ticket)) == "Allow"


@pytest.mark.parametrize("text", [None, "", "x", "A" * 43, "é" * 43, "A" * 9_000, "\ud800", "#"])
def test_what_is_no_ticket_lets_nobody_in(world: World, text: str | None) -> None:
    assert effect(asked_in(world, text)) == "Deny"


@pytest.mark.attack("A5")
@pytest.mark.attack("A11")
def test_other_secrets_are_no_tickets_and_a_ticket_is_no_other_secret(
    world: World, ticket: str
) -> None:
    secrets = [world.a.owner.token, world.a.guests[0].secret, world.a.keys[Role.ADMIN].secret]
    assert {effect(asked_in(world, secret)) for secret in secrets} == {"Deny"}
    for headers in ({"cookie": f"{COOKIE}={ticket}"}, {"authorization": f"Bearer {ticket}"}):
        refused(world.rest.send("GET /v1/session", headers=headers), 401, "unauthenticated")


def test_a_ticket_ends_with_what_it_was_given_for(world: World) -> None:
    """Signed out, removed, revoked: the minute is not waited for."""
    owner, agent, key = world.a.owner, world.a.seats[Role.AGENT], world.a.keys[Role.ADMIN]
    tickets = [ticket_for(world, each.headers).body["ticket"] for each in (agent, key)]
    version = {"if-match": '"1"', **owner.headers}
    world.rest.send("DELETE /v1/people/{person}", path={"person": agent.id}, headers=version)
    world.rest.send("DELETE /v1/api-keys/{key}", path={"key": key.id}, headers=owner.headers)
    tickets.append(ticket_for(world, owner.headers).body["ticket"])
    world.rest.send("DELETE /v1/session", headers=owner.headers)

    assert [effect(asked_in(world, each)) for each in tickets] == ["Deny"] * 3


def test_the_role_in_a_socket_is_the_one_of_the_handshake(world: World, ticket: str) -> None:
    path, headers = {"person": world.a.seats[Role.AGENT].id}, world.a.owner.headers
    world.rest.send(
        "PATCH /v1/people/{person}",
        path=path,
        body={"role": "viewer"},
        headers={**headers, "if-match": '"1"'},
    )
    assert asked_in(world, ticket)["context"]["role"] == "viewer"


# --- A11: tokens

Forge = Callable[[World], str]


def _claims(world: World) -> dict[str, Any]:
    return signed.peek(world.a.guests[0].secret)


def _unsigned(claims: Any, mac: str = "") -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{body}.{mac}"


def _mac(world: World) -> str:
    return world.a.guests[0].secret.partition(".")[2]


def _flipped(text: str, at: int) -> str:
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


def _jwt(header: dict[str, Any]) -> Forge:
    def forge(world: World) -> str:
        parts = [json.dumps(part).encode() for part in (header, _claims(world))]
        return ".".join(base64.urlsafe_b64encode(p).decode().rstrip("=") for p in parts) + "."

    return forge


FORGED: dict[str, Forge] = {
    "no mac": lambda w: w.a.guests[0].secret.partition(".")[0],
    "empty mac": lambda w: w.a.guests[0].secret.partition(".")[0] + ".",
    "mac cut": lambda w: w.a.guests[0].secret[:-4],
    "mac changed": lambda w: _flipped(w.a.guests[0].secret, -3),
    "last bits changed": lambda w: w.a.guests[0].secret[:-1] + "_",
    "body changed": lambda w: _flipped(w.a.guests[0].secret, 12),
    "padded": lambda w: w.a.guests[0].secret + "=",
    "twice": lambda w: w.a.guests[0].secret + "." + _mac(w),
    "line end": lambda w: w.a.guests[0].secret.replace(".", "\n."),
    "another customer": lambda w: _unsigned({**_claims(w), "c": w.a.guests[1].id}, _mac(w)),
    "longer": lambda w: _unsigned({**_claims(w), "x": 99_999_999_999}, _mac(w)),
    "another merchant's name": lambda w: _unsigned({**_claims(w), "m": w.b.merchant}, _mac(w)),
    "signed by another merchant": lambda w: signed.sign(
        w.house.vault.secret(w.b.merchant, "visitor"), {**_claims(w), "m": w.a.merchant}
    ),
    "signed for another use": lambda w: signed.sign(
        w.house.vault.secret(w.a.merchant, "cursor"), _claims(w)
    ),
    "a role among the claims": lambda w: _unsigned({**_claims(w), "role": "owner"}, _mac(w)),
    "a widget's grant": lambda w: w.a.grant,
    "nobody's merchant": lambda w: _unsigned({**_claims(w), "m": "0" * 26}, _mac(w)),
    "the platform": lambda w: _unsigned({**_claims(w), "m": "PLATFORM"}, _mac(w)),
    "a list for a merchant": lambda w: _unsigned({**_claims(w), "m": [w.a.merchant]}, _mac(w)),
    "no claims": lambda w: _unsigned([], _mac(w)),
    "deep": lambda _: base64.urlsafe_b64encode(b"[" * 6_000).decode() + ".AA",
    "a long number": lambda _: base64.urlsafe_b64encode(b"9" * 6_000).decode() + ".AA",
    "no base 64": lambda _: "é€.*",
    "no UTF-8": lambda _: base64.urlsafe_b64encode(b'{"m":"\xff"}').decode() + ".AA",
    "half a character": lambda _: "\ud800.\ud800",
    "dots": lambda _: "...",
    "jwt alg none": _jwt({"alg": "none", "typ": "JWT"}),
    "jwt alg HS256": _jwt({"alg": "HS256", "kid": "../../dev/null"}),
    "jwt with a key of its own": _jwt({"alg": "RS256", "jku": "https://evil.example/keys"}),
    "a session": lambda w: w.a.owner.token,
}


@pytest.mark.attack("A11")
@pytest.mark.parametrize("what", FORGED)
def test_a_visitors_token_is_as_it_was_signed(world: World, what: str) -> None:
    with guard.scope(merchant=world.b.merchant, front=True):
        world.house.vault.secret(world.b.merchant, "visitor")  # in the cache, as in a warm process
    with guard.scope(merchant=world.b.merchant):
        token = FORGED[what](world)
    before = world.storage.rows()
    for name in ("GET /v1/visitor/conversations", "GET /v1/session"):
        got = world.rest.send(name, headers={"authorization": f"Bearer {token}"})
        refused(got, 401, "unauthenticated", secrets=world.a.marks)
    assert world.storage.rows() == before


@pytest.mark.attack("A11")
def test_a_visitors_token_ends_and_can_be_renewed_for_a_month(world: World) -> None:
    guest = world.a.guests[0]
    world.stage.clock.advance(TOKEN_LIFE.total_seconds())
    got = world.rest.send("GET /v1/visitor/conversations", headers=guest.headers)
    refused(got, 401, "unauthenticated")

    assert visit(world, token=guest.secret).body["visitor"] == guest.id
    world.stage.clock.advance((RENEWABLE_FOR - TOKEN_LIFE).total_seconds())
    assert visit(world, token=guest.secret).body["visitor"] != guest.id


def visit(world: World, **body: str) -> Got:
    """With a grant of now."""
    widget = world.rest.send(
        "GET /v1/widgets/{key}",
        path={"key": world.a.widget},
        headers={"origin": "https://shop.example"},
    )
    sent = {"key": world.a.widget, "grant": widget.body["grant"]}
    return world.rest.send("POST /v1/visitors", body=sent | body)


def test_another_merchants_visitor_is_nobody_here(world: World) -> None:
    got = visit(world, token=world.b.guests[0].secret)

    assert got.status == 201
    assert got.body["visitor"] not in [guest.id for guest in world.b.guests]
    assert [mark for mark in world.b.marks if mark in got.text] == []


def test_a_grant_is_for_its_widget_and_ten_minutes(world: World) -> None:
    body = {"key": world.a.widget, "grant": world.a.grant}
    for spoilt in ({"grant": world.b.grant}, {"key": world.b.widget}, {"grant": _token(world)}):
        got = world.rest.send("POST /v1/visitors", body=body | spoilt)
        refused(got, 403, "forbidden", secrets=[world.b.canary])
    world.stage.clock.advance(GRANT_LIFE.total_seconds())
    refused(world.rest.send("POST /v1/visitors", body=body), 403, "forbidden")


def _token(world: World) -> str:
    return world.a.guests[0].secret


@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", "https://shop.example/"])
def test_the_widget_opens_on_its_own_shops_pages_alone(world: World, origin: str) -> None:
    got = world.rest.send(
        "GET /v1/widgets/{key}", path={"key": world.a.widget}, headers={"origin": origin}
    )
    refused(got, 403, "forbidden", secrets=[world.a.canary])


COOKIES = (
    "{0}; {0}x",
    "__Host-desk=; {0}",
    "__host-desk={1}",
    "desk={1}",
    "__Host-desk={1}%20",
    '__Host-desk="{1}"',
    "__Host-desk=\ud800",
)


@pytest.mark.parametrize("form", COOKIES)
def test_a_doubled_or_dressed_up_cookie_is_nobodys(world: World, form: str) -> None:
    token = world.a.owner.token
    cookie = form.format(f"{COOKIE}={token}", token)

    got = world.rest.send("GET /v1/session", headers={"cookie": cookie})
    refused(got, 401, "unauthenticated")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "x"])
def test_another_pages_request_is_not_the_persons(world: World, site: str) -> None:
    headers = {**world.a.owner.headers, "sec-fetch-site": site}
    before = world.storage.rows()

    refused(world.rest.send("DELETE /v1/sessions", headers=headers), 401, "unauthenticated")
    assert world.storage.rows() == before


# --- A12: where mailed links lead

EVIL = {
    "host": "evil.example",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "ftp",
    "x-forwarded-server": "evil.example",
    "x-original-host": "evil.example",
    "forwarded": "host=evil.example",
    "origin": "https://evil.example",
    "referer": "https://evil.example/",
}
ASKING = {
    "POST /v1/password-resets": "reset",
    "POST /v1/merchants": "confirm",
    "POST /v1/invitations": "invite",
}


@pytest.mark.attack("A12")
@pytest.mark.parametrize("name", ASKING)
def test_a_mailed_link_leads_to_the_configured_origin(world: World, name: str) -> None:
    headers = {**EVIL, **(world.a.owner.headers if "invitations" in name else {})}
    got = world.rest.send(name, body=EXAMPLES[name].body_of(world.a), headers=headers)
    assert got.status == 202
    token = mailed_token(world.stage)
    mail = world.stage.mailer.sent[-1]

    assert f"{ORIGIN}/console/#/{ASKING[name]}?token={token}\n" in mail.text
    assert "evil" not in mail.text + mail.subject + mail.to


# --- A13: mailed links

USES = {
    "POST /v1/links": {},
    "POST /v1/merchants/confirm": {"name": "N", "password": PASSWORD},
    "POST /v1/invitations/accept": {"name": "N", "password": PASSWORD},
    "POST /v1/password-resets/confirm": {"password": OTHER_PASSWORD},
}
RIGHT = {
    "POST /v1/merchants/confirm": "sign_up",
    "POST /v1/invitations/accept": "invitation",
    "POST /v1/password-resets/confirm": "password_reset",
}


def use(world: World, name: str, token: str) -> Got:
    world.storage.forget_limits()
    return world.rest.send(name, body={**USES[name], "token": token})


@pytest.mark.attack("A13")
@pytest.mark.parametrize("name", USES)
def test_what_is_no_link_opens_nothing(world: World, name: str) -> None:
    real = world.a.links[RIGHT.get(name, "sign_up")]
    before = world.storage.rows()
    for token in ("A" * 43, "0" * 64, real.swapcase(), real[:-1], real + "A", "." * 43, "~" * 43):
        refused(use(world, name, token), 404, "not_found", secrets=[token])
    for token in ("", "*", "%", "null", real + " ", real + "\n", "%00" * 20, "' OR ''='" * 5):
        refused(use(world, name, token), 422, "invalid", pointer="/token")
    assert world.storage.rows() == before


@pytest.mark.attack("A13")
@pytest.mark.parametrize("name", RIGHT)
def test_a_link_serves_its_own_purpose_alone(world: World, name: str) -> None:
    before = world.storage.rows()
    for purpose, token in world.a.links.items():
        if purpose != RIGHT[name]:
            refused(use(world, name, token), 404, "not_found")
    assert world.storage.rows() == before


@pytest.mark.attack("A13")
@pytest.mark.parametrize("name", RIGHT)
def test_a_used_link_is_gone(world: World, name: str) -> None:
    token = world.a.links[RIGHT[name]]
    assert use(world, name, token).status in {200, 201}
    before = world.storage.rows()

    for again in (name, "POST /v1/links"):
        refused(use(world, again, token), 410, "gone")
    assert world.storage.rows() == before


@pytest.mark.attack("A13")
@pytest.mark.parametrize("name", RIGHT)
def test_an_expired_link_is_gone(world: World, name: str) -> None:
    purpose = Purpose(RIGHT[name])
    world.stage.clock.advance(LIFE[purpose].total_seconds())
    before = world.storage.rows()

    for asked in (name, "POST /v1/links"):
        refused(use(world, asked, world.a.links[purpose]), 410, "gone")
    assert world.storage.rows() == before


def test_a_link_lives_no_longer_than_it_must() -> None:
    assert LIFE[Purpose.PASSWORD_RESET] <= timedelta(hours=1)
    assert LIFE[Purpose.INVITATION] <= timedelta(hours=72)


# --- A27, A28: text is text

TEXTS = (
    "#name = :x OR attribute_exists(pk)",
    "{{7*7}} ${jndi:ldap://x} %s {0}",
    "'; DROP TABLE merchants; --",
    "size(pk) > :v",
    "\u202eevil\u202c \u200b",
    "A" * 80,
)


@pytest.mark.attack("A7")
@pytest.mark.attack("A28")
@pytest.mark.parametrize("text", TEXTS)
def test_a_name_is_kept_as_it_was_written(world: World, text: str) -> None:
    headers = {**world.a.owner.headers, "if-match": '"1"'}
    got = world.rest.send("PATCH /v1/merchant", body={"name": text}, headers=headers)

    assert (got.status, got.body["name"]) == (200, text)
    assert world.rest.send("GET /v1/merchant", headers=world.a.owner.headers).body["name"] == text
    assert world.rest.send("GET /v1/merchant", headers=world.b.owner.headers).body["version"] == 1


@pytest.mark.attack("A27")
@pytest.mark.parametrize("claimed", ["<script>", "x" * 8_000, "1.2.3.4\x1b[31m", "127.0.0.1 #"])
def test_the_audit_log_takes_no_text_for_an_address(world: World, claimed: str) -> None:
    """Who calls the API past the distribution writes that header as they like."""
    headers = {**world.a.owner.headers, "x-forwarded-for": f"{claimed}, 192.0.2.9"}
    world.rest.send("POST /v1/widget/key", body={}, headers=headers)
    texts = [str(row) for row in world.storage.rows().values() if "widget.key_renewed" in str(row)]

    assert len(texts) == 1
    assert claimed not in texts[0]
    assert "192.0.2.9" in texts[0]


# --- A31: rights that were taken away


@pytest.mark.attack("A31")
def test_a_role_that_was_taken_away_is_gone_at_the_next_request(world: World, front: Any) -> None:
    admin, owner = world.a.seats[Role.ADMIN], world.a.owner
    sockets = [line(world, front.sockets, admin).connection for _ in range(2)]
    line(world, front.sockets, owner)
    assert world.rest.send("GET /v1/api-keys", headers=admin.headers).status == 200
    got = world.rest.send(
        "PATCH /v1/people/{person}",
        path={"person": admin.id},
        body={"role": "agent"},
        headers={**owner.headers, "if-match": '"1"'},
    )
    assert got.status == 200
    refused(world.rest.send("GET /v1/api-keys", headers=admin.headers), 403, "forbidden")
    assert sorted(world.stage.wires.closed) == sorted(sockets)


ENDS: dict[str, Callable[[World], Got]] = {
    "removed": lambda w: w.rest.send(
        "DELETE /v1/people/{person}",
        path={"person": w.a.seats[Role.VIEWER].id},
        headers=w.a.owner.headers,
    ),
    "signed out": lambda w: w.rest.send(
        "DELETE /v1/session", headers=w.a.seats[Role.VIEWER].headers
    ),
    "signed out everywhere": lambda w: w.rest.send(
        "DELETE /v1/sessions", headers=w.a.seats[Role.VIEWER].headers
    ),
    "password reset": lambda w: use(
        w, "POST /v1/password-resets/confirm", w.a.links["password_reset"]
    ),
}


@pytest.mark.attack("A31")
@pytest.mark.parametrize("how", ENDS)
def test_what_is_open_closes_with_the_session(world: World, front: Any, how: str) -> None:
    viewer = world.a.seats[Role.VIEWER]
    socket = line(world, front.sockets, viewer)
    other = line(world, front.sockets, world.a.seats[Role.AGENT])
    assert ENDS[how](world).status in {200, 204}

    assert world.stage.wires.closed == [socket.connection]
    got = world.rest.send("GET /v1/session", headers=viewer.headers)
    refused(got, 401, "unauthenticated")
    assert other.ask({"t": "ping"})["t"] == "pong"


def test_sockets_that_opened_just_now_close_as_well(world: World, front: Any) -> None:
    """What is closed is read as it is now, not as it was a moment ago."""
    line(world, front.sockets, world.a.seats[Role.VIEWER])
    asked: list[dict[str, Any]] = []
    real = BaseClient._make_api_call

    def noted(client: Any, operation: str, params: dict[str, Any]) -> Any:
        asked.append({"operation": operation, **params})
        return real(client, operation, params)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", noted)
        ENDS["removed"](world)
    (query,) = [each for each in asked if each["operation"] == "Query"]
    assert (query["TableName"], query["ConsistentRead"]) == ("sockets", True)


def test_a_revoked_keys_sockets_close(world: World, front: Any) -> None:
    key = world.a.keys[Role.AGENT]
    socket = line(world, front.sockets, key)
    world.rest.send(
        "DELETE /v1/api-keys/{key}", path={"key": key.id}, headers=world.a.owner.headers
    )
    assert world.stage.wires.closed == [socket.connection]
