"""Sessions, API keys and tickets: what stands for a caller, and for how long."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.access.model import COOKIE
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Forbidden, NotFound, Refused, Unauthenticated
from chalicelib.core.ids import new_id
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.links.model import new_token
from chalicelib.live.gate import Line
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from tests.desk.standing import Stage
from tests.desk.stories import (
    PASSWORD,
    admitted,
    again,
    joined,
    signed_in,
    signed_up,
    token_of,
)

pytestmark = pytest.mark.usefixtures("light_passwords")

OWNER, MAY = "owner@shop.example", "may@shop.example"
HOUR = timedelta(hours=1).total_seconds()


def admit(stage: Stage, **headers: str) -> Desk | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with guard.scope(front=True):
        return stage.house.access.admit(named, address="203.0.113.9", correlation="r")


# --- sessions


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (OWNER, "a wrong password"),
        (OWNER, ""),
        (OWNER, PASSWORD.upper()),
        (OWNER, PASSWORD + " "),
        ("nobody@else.example", PASSWORD),
        ("", PASSWORD),
    ],
)
def test_a_wrong_password_and_an_unknown_address_get_one_answer(
    fresh: Stage, email: str, password: str
) -> None:
    signed_up(fresh, OWNER)
    with pytest.raises(Unauthenticated) as refused:
        signed_in(fresh.house, email, password=password)

    assert (refused.value.detail, refused.value.extra) == ("E-mail or password is wrong.", {})


def test_the_address_is_known_in_every_spelling(fresh: Stage) -> None:
    signed_up(fresh, OWNER)

    assert signed_in(fresh.house, " Owner@Shop.Example ")


def test_a_session_lasts_while_it_is_used_and_never_a_day(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    for _ in range(3):
        fresh.clock.advance(7.9 * HOUR)
        again(fresh.house, desk)
    fresh.clock.advance(0.3 * HOUR)

    with pytest.raises(Unauthenticated):
        again(fresh.house, desk)


def test_an_idle_session_ends_after_eight_hours(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    fresh.clock.advance(8 * HOUR)

    with pytest.raises(Unauthenticated):
        again(fresh.house, desk)


def test_use_is_written_down_at_most_every_ten_minutes(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)

    def seen() -> str:
        items = fresh.dynamodb.scan(TableName="ledger")["Items"]
        [found] = [item["seen_at"]["S"] for item in items if item["kind"]["S"] == "session"]
        return str(found)

    first = seen()
    fresh.clock.advance(599)
    again(fresh.house, desk)
    assert seen() == first
    fresh.clock.advance(1)
    again(fresh.house, desk)
    assert seen() > first


def test_the_token_itself_is_not_kept(fresh: Stage) -> None:
    signed_up(fresh, OWNER)
    token = token_of(fresh.house, OWNER)

    assert token not in str(fresh.dynamodb.scan(TableName="ledger")["Items"])
    assert admitted(fresh.house, token).address == "203.0.113.9"


@pytest.mark.parametrize("token", ["", "x", "null", "A" * 43, "A" * 5_000])
def test_an_invented_token_is_refused(fresh: Stage, token: str) -> None:
    with pytest.raises(Unauthenticated):
        admitted(fresh.house, token)


def test_no_credentials_are_nobody(fresh: Stage) -> None:
    assert admit(fresh) is None
    assert admit(fresh, cookie="other=1") is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_the_cookie_does_not_speak_for_another_sites_request(fresh: Stage, site: str) -> None:
    signed_up(fresh, OWNER)
    token = token_of(fresh.house, OWNER)

    assert admit(fresh, cookie=f"{COOKIE}={token}", sec_fetch_site=site) is None
    assert admit(fresh, cookie=f"{COOKIE}={token}", sec_fetch_site="same-origin") is not None


def test_a_visitors_bearer_wins_over_the_cookie(fresh: Stage) -> None:
    signed_up(fresh, OWNER)
    token = token_of(fresh.house, OWNER)

    assert admit(fresh, cookie=f"{COOKIE}={token}", authorization="Bearer a.b") is None


def test_a_session_token_is_no_bearer(fresh: Stage) -> None:
    signed_up(fresh, OWNER)

    assert admit(fresh, authorization=f"Bearer {token_of(fresh.house, OWNER)}") is None


def test_signing_out_ends_this_session_alone(fresh: Stage) -> None:
    one, two = signed_up(fresh, OWNER), signed_in(fresh.house, OWNER)
    with one.open(front=True):
        fresh.house.access.sign_out(one)

    with pytest.raises(Unauthenticated):
        again(fresh.house, one)
    assert again(fresh.house, two)


def test_signing_out_everywhere_ends_all_sessions_and_sockets_of_all_merchants(
    fresh: Stage,
) -> None:
    owner, other = signed_up(fresh, OWNER), signed_up(fresh, "other@shop.example")
    here, there = joined(fresh, owner, MAY), joined(fresh, other, MAY)
    for desk, connection in ((here, "c1"), (there, "c2"), (owner, "c3")):
        with desk.open():
            fresh.house.connections.opened(desk, connection=connection, name="x")
    with here.open(front=True):
        fresh.house.access.sign_out_everywhere(here)

    for desk in (here, there):
        with pytest.raises(Unauthenticated):
            again(fresh.house, desk)
    assert sorted(fresh.wires.closed) == ["c1", "c2"]
    assert again(fresh.house, owner)
    with other.open(front=True):
        newest = fresh.house.audit.page(other).items[0]
    assert (newest.action, newest.object) == ("person.signed_out_everywhere", here.caller.id)


def test_switching_gives_a_new_session_and_takes_the_old_one(fresh: Stage) -> None:
    one = signed_up(fresh, OWNER, "One")
    two = signed_up(fresh, OWNER, "Two")
    with one.open(front=True):
        token, standing = fresh.house.access.switch_merchant(one, merchant=two.merchant)

    assert standing.merchant.name == "Two"
    assert admitted(fresh.house, token).merchant == two.merchant
    with pytest.raises(Unauthenticated):
        again(fresh.house, one)


def test_switching_does_not_make_the_day_longer(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    for _ in range(3):
        fresh.clock.advance(7.9 * HOUR)
        with desk.open(front=True):
            token, _ = fresh.house.access.switch_merchant(desk, merchant=desk.merchant)
        desk = admitted(fresh.house, token)
    fresh.clock.advance(0.3 * HOUR)

    with pytest.raises(Unauthenticated):
        again(fresh.house, desk)


def test_one_cannot_switch_to_or_sign_in_at_a_merchant_one_does_not_serve(fresh: Stage) -> None:
    one, two = signed_up(fresh, OWNER), signed_up(fresh, "other@shop.example")
    with one.open(front=True), pytest.raises(Forbidden):
        fresh.house.access.switch_merchant(one, merchant=two.merchant)
    with pytest.raises(Forbidden):
        signed_in(fresh.house, OWNER, merchant=two.merchant)

    assert again(fresh.house, one).merchant == one.merchant


# --- API keys


def made_key(stage: Stage, desk: Desk, role: str = Role.AGENT) -> tuple[str, str]:
    with desk.open(front=True):
        key, secret = stage.house.api_keys.make(desk, name="canary-robot", role=role)
    return key.id, secret


def test_a_key_opens_its_merchant_in_its_role(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    key, secret = made_key(fresh, owner, Role.VIEWER)
    desk = admit(fresh, authorization=f"Bearer {secret}")

    assert desk is not None
    assert desk.merchant == owner.merchant
    assert desk.caller == Caller(CallerKind.API_KEY, key, role=Role.VIEWER)
    with desk.open(front=True):
        standing = fresh.house.access.standing(desk).wire()
    assert (standing["person"], standing["role"]) == (None, "viewer")


def test_neither_secret_nor_name_lies_in_clear_and_the_list_shows_no_secret(
    fresh: Stage,
) -> None:
    owner = signed_up(fresh, OWNER)
    _, secret = made_key(fresh, owner)
    with owner.open(front=True):
        [listed] = fresh.house.api_keys.page(owner).items

    stored = str(fresh.dynamodb.scan(TableName="ledger")["Items"])
    assert secret not in stored
    assert "canary" not in stored
    assert set(listed.wire()) == {"id", "name", "role", "created_at"}
    assert listed.name == "canary-robot"


def test_a_revoked_key_opens_nothing(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    key, secret = made_key(fresh, owner)
    with owner.open(front=True):
        fresh.house.api_keys.revoke(owner, key=key)
        with pytest.raises(NotFound):
            fresh.house.api_keys.revoke(owner, key=key)
        actions = [entry.action for entry in fresh.house.audit.page(owner).items]

    with pytest.raises(Unauthenticated):
        admit(fresh, authorization=f"Bearer {secret}")
    assert actions[:2] == ["api_key.revoked", "api_key.made"]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda secret: secret[:-1],
        lambda secret: secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        lambda secret: secret + "A",
        lambda secret: secret.replace("mk_", "MK_"),
        lambda _: "mk_",
        lambda _: f"mk_{new_id()}_{new_token()}",
    ],
)
def test_a_spoilt_key_is_refused_or_no_key(fresh: Stage, spoilt: Callable[[str], str]) -> None:
    _, secret = made_key(fresh, signed_up(fresh, OWNER))
    try:
        assert admit(fresh, authorization=f"Bearer {spoilt(secret)}") is None
    except Unauthenticated as refused:
        assert refused.detail == "The API key is not valid."  # noqa: PT017 - one of both is right


def test_another_merchant_neither_sees_nor_revokes_a_key(fresh: Stage) -> None:
    one, two = signed_up(fresh, OWNER), signed_up(fresh, "other@shop.example")
    key, secret = made_key(fresh, one)
    with two.open(front=True):
        assert fresh.house.api_keys.page(two).items == []
        with pytest.raises(NotFound):
            fresh.house.api_keys.revoke(two, key=key)

    assert admit(fresh, authorization=f"Bearer {secret}")


def test_a_key_is_no_person(fresh: Stage) -> None:
    _, secret = made_key(fresh, signed_up(fresh, OWNER), Role.ADMIN)
    desk = admit(fresh, authorization=f"Bearer {secret}")
    assert desk is not None
    access, people = fresh.house.access, fresh.house.people

    for attempt in (
        lambda: access.sign_out(desk),
        lambda: access.sign_out_everywhere(desk),
        lambda: access.switch_merchant(desk, merchant=desk.merchant),
        lambda: people.change_profile(desk, version=1, values={"name": "x"}),
    ):
        with desk.open(front=True), pytest.raises(Forbidden):
            attempt()


# --- tickets


def ticket_of(stage: Stage, desk: Desk) -> str:
    with desk.open(front=True):
        return stage.house.access.issue_ticket(desk)


def test_a_ticket_opens_one_socket_for_its_person(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    ticket = ticket_of(fresh, desk)
    admission = fresh.house.access.redeem_ticket(ticket)

    assert (admission.desk.merchant, admission.desk.caller) == (desk.merchant, desk.caller)
    assert admission.name == "沈青"
    with pytest.raises(Unauthenticated):
        fresh.house.access.redeem_ticket(ticket)
    assert ticket not in str(fresh.dynamodb.scan(TableName="sockets")["Items"])


def test_a_visitors_ticket_is_a_visitors(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    visitor = Desk(owner.merchant, Caller(CallerKind.VISITOR, new_id()))
    admission = fresh.house.access.redeem_ticket(ticket_of(fresh, visitor))

    assert (admission.desk.caller, admission.name) == (visitor.caller, "")


def test_of_many_who_use_a_ticket_at_once_one_gets_in(fresh: Stage) -> None:
    ticket = ticket_of(fresh, signed_up(fresh, OWNER))

    def redeem(_: int) -> str:
        try:
            fresh.house.access.redeem_ticket(ticket)
        except Refused as refused:
            return refused.code
        return "in"

    with ThreadPoolExecutor(max_workers=4) as pool:
        outcomes = sorted(pool.map(redeem, range(4)))
    assert outcomes == ["in", "unauthenticated", "unauthenticated", "unauthenticated"]


def test_a_ticket_lasts_a_minute(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    early, late = ticket_of(fresh, desk), ticket_of(fresh, desk)
    fresh.clock.advance(59)
    assert fresh.house.access.redeem_ticket(early)
    fresh.clock.advance(1)

    with pytest.raises(Unauthenticated):
        fresh.house.access.redeem_ticket(late)


@pytest.mark.parametrize("ticket", ["", "x", "A" * 43, "null", "#"])
def test_an_invented_ticket_is_refused(fresh: Stage, ticket: str) -> None:
    with pytest.raises(Unauthenticated):
        fresh.house.access.redeem_ticket(ticket)


def test_a_ticket_dies_with_its_session(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    ticket = ticket_of(fresh, desk)
    with desk.open(front=True):
        fresh.house.access.sign_out_everywhere(desk)

    with pytest.raises(Unauthenticated):
        fresh.house.access.redeem_ticket(ticket)


def test_a_ticket_carries_the_role_of_the_moment(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    may = joined(fresh, owner, MAY, Role.ADMIN)
    ticket = ticket_of(fresh, may)
    with owner.open(front=True):
        fresh.house.people.change_member(
            owner, person=may.caller.id, values={"role": Role.VIEWER}, version=1
        )

    assert fresh.house.access.redeem_ticket(ticket).desk.caller.role == Role.VIEWER


def test_a_revoked_keys_ticket_is_refused(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    key, secret = made_key(fresh, owner)
    desk = admit(fresh, authorization=f"Bearer {secret}")
    assert desk is not None
    good, late = ticket_of(fresh, desk), ticket_of(fresh, desk)
    assert fresh.house.access.redeem_ticket(good).name == "canary-robot"
    with owner.open(front=True):
        fresh.house.api_keys.revoke(owner, key=key)

    with pytest.raises(Unauthenticated):
        fresh.house.access.redeem_ticket(late)


def opening(stage: Stage, desk: Desk) -> None:
    """What $connect does, for a caller whom the authorizer let in a moment ago."""
    with desk.open():
        stage.house.dispatch.opened(Line(desk=desk, connection="c", name="May"))


def test_a_session_that_ends_between_authorizer_and_connect_opens_no_socket(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    opening(fresh, desk)
    with desk.open(front=True):
        fresh.house.access.sign_out(desk)

    with pytest.raises(Unauthenticated):
        opening(fresh, desk)
    with desk.open():
        assert fresh.house.connections.agents(desk) == []


def test_a_role_that_changes_between_authorizer_and_connect_opens_no_socket(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    as_it_was = replace(desk, caller=replace(desk.caller, role="viewer"))

    with pytest.raises(Unauthenticated):
        opening(fresh, as_it_was)
