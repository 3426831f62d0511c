"""Mailed links: alike for the known and the unknown, single-use, from the configured origin."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.core.errors import Conflict, Forbidden, Gone, Invalid, NotFound, Unauthenticated
from chalicelib.core.rights import Role
from chalicelib.links.model import new_token
from chalicelib.mail.port import Mail
from chalicelib.table import guard
from tests.desk.standing import ORIGIN, Stage
from tests.desk.stories import (
    OTHER_PASSWORD,
    PASSWORD,
    again,
    asked_to_sign_up,
    deliver,
    invited,
    joined,
    mailed_token,
    outbox,
    signed_in,
    signed_up,
)

pytestmark = pytest.mark.usefixtures("light_passwords")

KNOWN, UNKNOWN = "owner@shop.example", "nobdy@shop.example"  # of one length


def asked_to_reset(stage: Stage, email: str) -> None:
    with guard.scope(front=True):
        stage.house.signup.ask_password_reset(email=email)


def confirm(
    stage: Stage, token: str, *, name: str | None = "沈青", password: str | None = PASSWORD
) -> Any:
    with guard.scope(front=True):
        return stage.house.access.confirm_sign_up(
            token=token, name=name, password=password, address="203.0.113.7"
        )


def accept(
    stage: Stage, token: str, *, name: str | None = "May", password: str | None = PASSWORD
) -> Any:
    with guard.scope(front=True):
        return stage.house.access.accept_invitation(
            token=token, name=name, password=password, address="203.0.113.8"
        )


def reset(stage: Stage, token: str, password: str = OTHER_PASSWORD) -> None:
    with guard.scope(front=True):
        stage.house.signup.confirm_password_reset(token=token, password=password)


def read(stage: Stage, token: str) -> dict[str, Any]:
    with guard.scope(front=True):
        return stage.house.signup.read_link(token=token).wire()


# --- asking


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(
            lambda stage, email: stage.house.signup.sign_up(
                name="Shop", email=email, locale="en", time_zone="UTC"
            ),
            id="sign-up",
        ),
        pytest.param(
            lambda stage, email: stage.house.signup.ask_password_reset(email=email), id="reset"
        ),
    ],
)
def test_asking_does_the_same_for_known_and_unknown_addresses(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Stage, str], None]
) -> None:
    """One write of the same shape and size, and no read: so it takes the same time."""
    signed_up(fresh, KNOWN)
    seen: list[list[str]] = []
    check = guard.check

    def noted(service: str, operation: str, params: dict[str, Any]) -> None:
        seen[-1].append(f"{service} {operation}")
        check(service, operation, params)

    monkeypatch.setattr(guard, "check", noted)
    before = {item["sk"]["S"] for item in outbox(fresh)}
    for email in (KNOWN, UNKNOWN):
        seen.append([])
        with guard.scope(front=True):
            ask(fresh, email)
    new = [item for item in outbox(fresh) if item["sk"]["S"] not in before]

    assert seen == [["dynamodb PutItem"]] * 2
    assert len({(*sorted(item), len(item["payload"]["B"])) for item in new}) == 1


def test_a_reset_for_an_unknown_address_sends_nothing_and_is_done_with(fresh: Stage) -> None:
    asked_to_reset(fresh, UNKNOWN)
    deliver(fresh)

    assert fresh.mailer.sent == []
    assert all("sent_at" in item and "payload" not in item for item in outbox(fresh))


def test_a_letter_goes_out_once_however_often_the_queue_brings_it(fresh: Stage) -> None:
    asked_to_sign_up(fresh, KNOWN)
    deliver(fresh)
    deliver(fresh)

    assert len(fresh.mailer.sent) == 1


def test_a_letter_sent_again_after_a_crash_carries_the_same_link(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(fresh.house.links._store, "mark_sent", lambda *_: None)
        first = asked_to_sign_up(fresh, KNOWN)
    confirm(fresh, first)

    assert mailed_token(fresh) == first
    with pytest.raises(Gone):
        confirm(fresh, first)


def test_a_letter_whose_answer_never_came_is_sent_again_by_its_queue_with_the_same_link(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = fresh.mailer.send

    def unanswered(mail: Mail) -> None:
        send(mail)
        raise ReadTimeoutError(endpoint_url="https://email.example")

    with guard.scope(front=True):
        fresh.house.signup.sign_up(name="L", email=KNOWN, locale="en", time_zone="Asia/Shanghai")
    with monkeypatch.context() as broken:
        broken.setattr(fresh.mailer, "send", unanswered)
        with pytest.raises(ReadTimeoutError):
            deliver(fresh)
    deliver(fresh)
    deliver(fresh)

    first, second = fresh.mailer.sent
    assert first == second


def test_mail_goes_to_the_one_spelling_of_the_address(fresh: Stage) -> None:
    asked_to_sign_up(fresh, " O\uff37ner@Shop.Example")

    assert fresh.mailer.sent[-1].to == KNOWN


def test_links_begin_with_the_configured_origin(fresh: Stage) -> None:
    desk = signed_up(fresh, KNOWN)
    invited(fresh, desk, "may@shop.example")
    asked_to_reset(fresh, KNOWN)
    deliver(fresh)

    pages = [mail.text.split("?token=")[0].rsplit("\n", 1)[-1] for mail in fresh.mailer.sent]
    assert pages == [f"{ORIGIN}/console/#/{page}" for page in ("confirm", "invite", "reset")]


def test_neither_address_nor_token_lies_in_clear(fresh: Stage) -> None:
    desk = signed_up(fresh, "canary@shop.example", name="canary-shop")
    token = invited(fresh, desk, "canary-two@shop.example")
    asked_to_reset(fresh, "canary@shop.example")

    stored = str(fresh.dynamodb.scan(TableName="ledger")["Items"])
    assert "canary" not in stored
    assert token not in stored
    assert PASSWORD not in stored


# --- links


def _reset_link(stage: Stage) -> str:
    signed_up(stage, KNOWN)
    asked_to_reset(stage, KNOWN)
    return mailed_token(stage)


LINKS: dict[str, Callable[[Stage], str]] = {
    "sign_up": lambda stage: asked_to_sign_up(stage, "new@shop.example"),
    "invitation": lambda stage: invited(stage, signed_up(stage, KNOWN), "may@shop.example"),
    "password_reset": _reset_link,
}
USES: dict[str, Callable[[Stage, str], object]] = {
    "sign_up": confirm,
    "invitation": accept,
    "password_reset": reset,
}
LIVES = {"sign_up": timedelta(hours=1), "invitation": timedelta(hours=72)}


@pytest.mark.parametrize("purpose", LINKS)
def test_a_link_works_once(fresh: Stage, purpose: str) -> None:
    token = LINKS[purpose](fresh)
    assert read(fresh, token)["purpose"] == purpose
    USES[purpose](fresh, token)

    for use in (USES[purpose], read):
        with pytest.raises(Gone):
            use(fresh, token)


@pytest.mark.parametrize("purpose", LINKS)
def test_a_link_expires(fresh: Stage, purpose: str) -> None:
    token = LINKS[purpose](fresh)
    life = LIVES.get(purpose, timedelta(hours=1)).total_seconds()
    fresh.clock.advance(life - 1)
    read(fresh, token)
    fresh.clock.advance(1)

    for use in (USES[purpose], read):
        with pytest.raises(Gone):
            use(fresh, token)


@pytest.mark.parametrize("purpose", LINKS)
def test_a_link_serves_no_other_purpose(fresh: Stage, purpose: str) -> None:
    token = LINKS[purpose](fresh)

    for other, use in USES.items():
        if other != purpose:
            with pytest.raises(NotFound):
                use(fresh, token)
    USES[purpose](fresh, token)


@pytest.mark.parametrize("purpose", LINKS)
def test_what_is_no_link_is_not_found(fresh: Stage, purpose: str) -> None:
    token = LINKS[purpose](fresh)

    for wrong in (new_token(), token[:-1], token.swapcase(), "*" * 43, "%00", "LINK"):
        for use in (USES[purpose], read):
            with pytest.raises(NotFound):
                use(fresh, wrong)


def test_of_many_who_use_a_link_at_once_one_gets_what_it_stands_for(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All have seen the link unused before the first of them uses it up."""
    signed_up(fresh, KNOWN)
    token = asked_to_sign_up(fresh, KNOWN, "Second")
    both = Barrier(2)
    get = fresh.house.links.get

    def seen_by_both(*given: Any, **named: Any) -> Any:
        link = get(*given, **named)
        both.wait(timeout=5)
        return link

    monkeypatch.setattr(fresh.house.links, "get", seen_by_both)

    def use(_: int) -> str:
        try:
            confirm(fresh, token)
        except Gone:
            return "gone"
        return "used"

    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = sorted(pool.map(use, range(2)))
    items = fresh.dynamodb.scan(TableName="ledger")["Items"]
    assert outcomes == ["gone", "used"]
    assert sum(item["kind"]["S"] == "merchant" for item in items) == 2


# --- sign-up


def test_a_sign_up_makes_merchant_owner_and_session(fresh: Stage) -> None:
    desk = signed_up(fresh, KNOWN)

    with desk.open(front=True):
        standing = fresh.house.access.standing(desk)
        entries = fresh.house.audit.page(desk).items
    assert standing.person is not None
    assert (standing.person.email, standing.role) == (KNOWN, Role.OWNER)
    assert standing.merchant.time_zone == "Asia/Shanghai"
    assert [entry.action for entry in entries] == ["merchant.created"]
    assert entries[0].actor_id == standing.person.id


@pytest.mark.parametrize(
    ("name", "password", "pointer", "rule"),
    [
        (None, PASSWORD, "/name", "required"),
        ("沈青", None, "/password", "required"),
        ("沈青", "password123!", "/password", "common"),
        ("沈青", KNOWN, "/password", "own_address"),
    ],
)
def test_a_new_person_needs_a_name_and_a_good_password(
    fresh: Stage, name: str | None, password: str | None, pointer: str, rule: str
) -> None:
    token = asked_to_sign_up(fresh, KNOWN)
    with pytest.raises(Invalid) as refused:
        confirm(fresh, token, name=name, password=password)

    assert refused.value.extra == {"pointer": pointer, "rule": rule}
    assert confirm(fresh, token).token is not None


def test_a_known_person_gets_a_second_merchant_and_signs_in_with_the_old_password(
    fresh: Stage,
) -> None:
    first = signed_up(fresh, KNOWN, "One")
    token = asked_to_sign_up(fresh, KNOWN, "Two")
    assert read(fresh, token)["needs_password"] is False
    entered = confirm(fresh, token, name=None, password="an-attackers-own-password")

    assert entered.token is None
    with pytest.raises(Unauthenticated):
        signed_in(fresh.house, KNOWN, password="an-attackers-own-password")
    second = signed_in(fresh.house, KNOWN, merchant=entered.merchant.id)
    assert second.caller.id == first.caller.id
    with second.open(front=True):
        standing = fresh.house.access.standing(second)
    assert {entry.merchant.name for entry in standing.memberships} == {"One", "Two"}


def test_two_links_to_a_new_address_make_one_person(fresh: Stage) -> None:
    one, two = asked_to_sign_up(fresh, KNOWN, "One"), asked_to_sign_up(fresh, KNOWN, "Two")
    confirm(fresh, one)
    assert confirm(fresh, two, password=OTHER_PASSWORD).token is None

    with pytest.raises(Unauthenticated):
        signed_in(fresh.house, KNOWN, password=OTHER_PASSWORD)


def test_an_unknown_time_zone_is_refused_before_anything_is_written(fresh: Stage) -> None:
    with guard.scope(front=True), pytest.raises(Invalid):
        fresh.house.signup.sign_up(name="S", email=KNOWN, locale="en", time_zone="Mars/Base")

    assert outbox(fresh) == []


# --- invitations


def test_an_invited_person_joins_in_the_role(fresh: Stage) -> None:
    owner = signed_up(fresh, KNOWN)
    token = invited(fresh, owner, "May@Shop.example", Role.SUPERVISOR)
    told = read(fresh, token)
    desk = joined(fresh, owner, "li@shop.example", Role.AGENT)

    with owner.open(front=True):
        open_ones = fresh.house.invitations.page(owner).items
    assert [each.email for each in open_ones] == ["may@shop.example"]
    assert (told["email"], told["merchant_name"]) == ("may@shop.example", "青竹里")
    assert told["needs_password"] is True
    assert (desk.merchant, desk.caller.role) == (owner.merchant, Role.AGENT)


def test_only_an_owner_invites_an_owner(fresh: Stage) -> None:
    owner = signed_up(fresh, KNOWN)
    admin = joined(fresh, owner, "admin@shop.example", Role.ADMIN)
    with admin.open(front=True), pytest.raises(Forbidden):
        fresh.house.invitations.invite(admin, email="x@shop.example", role=Role.OWNER)

    assert joined(fresh, owner, "second@shop.example", Role.OWNER).caller.role == Role.OWNER


def test_a_withdrawn_invitation_leads_nowhere(fresh: Stage) -> None:
    owner = signed_up(fresh, KNOWN)
    token = invited(fresh, owner, "may@shop.example")
    with owner.open(front=True):
        [invitation] = fresh.house.invitations.page(owner).items
        fresh.house.invitations.withdraw(owner, invitation=invitation.id)
        with pytest.raises(NotFound):
            fresh.house.invitations.withdraw(owner, invitation=invitation.id)
        assert fresh.house.invitations.page(owner).items == []

    for use in (accept, read):
        with pytest.raises(Gone):
            use(fresh, token)


def test_an_invitation_withdrawn_before_the_mail_went_out_sends_none(fresh: Stage) -> None:
    owner = signed_up(fresh, KNOWN)
    with owner.open(front=True):
        fresh.house.invitations.invite(owner, email="may@shop.example", role=Role.AGENT)
        [invitation] = fresh.house.invitations.page(owner).items
        fresh.house.invitations.withdraw(owner, invitation=invitation.id)
    sent = len(fresh.mailer.sent)
    deliver(fresh)

    assert len(fresh.mailer.sent) == sent


def test_another_merchant_cannot_withdraw_it(fresh: Stage) -> None:
    one, two = signed_up(fresh, KNOWN), signed_up(fresh, "other@shop.example")
    token = invited(fresh, one, "may@shop.example")
    with one.open(front=True):
        [invitation] = fresh.house.invitations.page(one).items
    with two.open(front=True):
        assert fresh.house.invitations.page(two).items == []
        with pytest.raises(NotFound):
            fresh.house.invitations.withdraw(two, invitation=invitation.id)

    accept(fresh, token)


def test_a_member_cannot_join_twice(fresh: Stage) -> None:
    owner = signed_up(fresh, KNOWN)
    joined(fresh, owner, "may@shop.example")
    token = invited(fresh, owner, "may@shop.example", Role.OWNER)

    with pytest.raises(Conflict):
        accept(fresh, token)
    assert signed_in(fresh.house, "may@shop.example").caller.role == Role.AGENT


# --- password reset


def test_a_reset_changes_the_password_and_ends_every_session(fresh: Stage) -> None:
    one, two = signed_up(fresh, KNOWN), signed_in(fresh.house, KNOWN)
    asked_to_reset(fresh, KNOWN)
    reset(fresh, mailed_token(fresh))

    for desk in (one, two):
        with pytest.raises(Unauthenticated):
            again(fresh.house, desk)
    with pytest.raises(Unauthenticated):
        signed_in(fresh.house, KNOWN)
    desk = signed_in(fresh.house, KNOWN, password=OTHER_PASSWORD)
    with desk.open(front=True):
        assert fresh.house.audit.page(desk).items[0].action == "person.password_reset"


def test_a_used_reset_voids_every_other_one(fresh: Stage) -> None:
    signed_up(fresh, KNOWN)
    tokens = []
    for _ in range(2):
        asked_to_reset(fresh, KNOWN)
        tokens.append(mailed_token(fresh))
    reset(fresh, tokens[1])

    assert tokens[0] != tokens[1]
    with pytest.raises(Gone):
        reset(fresh, tokens[0])


def test_a_weak_new_password_is_refused_and_the_link_stays(fresh: Stage) -> None:
    token = _reset_link(fresh)
    for weak in ("password123!", KNOWN, "1234567890"):
        with pytest.raises(Invalid):
            reset(fresh, token, weak)

    reset(fresh, token)
