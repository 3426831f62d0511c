"""The customer's mailed link: it opens one ticket once, and for an hour by a grant."""

from functools import partial
from typing import Any

import pytest

from chalicelib.core.errors import Gone, NotFound, Unauthenticated
from chalicelib.core.ids import MerchantId
from chalicelib.customers.items import CustomerItem
from chalicelib.table import guard, keys
from chalicelib.wiring import House
from tests.desk.cases import Case
from tests.desk.standing import MovableClock, NewMerchant, Stage
from tests.desk.stories import asked_to_sign_up, deliver, mailed_token
from tests.desk.test_assignment_races import at_once


@pytest.fixture
def case(house: House, merchant: MerchantId) -> Case:
    return Case(house, merchant, email="li.na@guest.example")


def link(case: Case, stage: Stage) -> str:
    case.follow(case.from_talk())
    return mailed_token(stage)


def opened(house: House, token: str, user: str = "") -> dict[str, Any]:
    with guard.scope(front=True):
        return house.ticket_links.open(token=token, user=user)


def read(house: House, bearer: str) -> dict[str, Any]:
    with guard.scope(front=True):
        return house.ticket_links.read(bearer=bearer)


def test_it_leads_to_the_page_that_asks_for_a_click(case: Case, stage: Stage) -> None:
    link(case, stage)

    assert f"{stage.house.config.desk_origin}/portal/#/ticket?token=" in stage.mailer.sent[-1].text


def test_it_opens_once_and_leaves_an_hour(
    case: Case, stage: Stage, house: House, clock: MovableClock
) -> None:
    token = link(case, stage)
    found = opened(house, token)
    with pytest.raises(Gone):
        opened(house, token)
    bearer = f"Bearer {found['grant']}"
    assert read(house, bearer) == found["ticket"]

    clock.advance(3_599)
    assert read(house, bearer)["number"] == 1
    clock.advance(2)
    with pytest.raises(Unauthenticated):
        read(house, bearer)


def test_an_answer_that_was_lost_is_given_again_to_who_asked_and_to_nobody_else(
    case: Case, stage: Stage, house: House, clock: MovableClock
) -> None:
    token = link(case, stage)
    found = opened(house, token, "the-key-of-one-tab")
    for other in ("", "the-key-of-another"):
        with pytest.raises(Gone):
            opened(house, token, other)

    clock.advance(899)
    again = opened(house, token, "the-key-of-one-tab")
    assert again["ticket"] == found["ticket"]
    assert read(house, f"Bearer {again['grant']}") == found["ticket"]
    clock.advance(1)  # asking again does not make it longer
    with pytest.raises(Gone):
        opened(house, token, "the-key-of-one-tab")


def test_a_link_opened_without_a_key_is_spent_for_every_key(
    case: Case, stage: Stage, house: House
) -> None:
    token = link(case, stage)
    opened(house, token)
    with pytest.raises(Gone):
        opened(house, token, "the-key-of-one-tab")


def test_of_five_who_open_it_at_once_one_sees_it(case: Case, stage: Stage, house: House) -> None:
    token = link(case, stage)

    def act(user: str) -> bool:
        try:
            return bool(opened(house, token, user))
        except Gone:
            return False

    users = ["", "", "", "the-first-key", "another-key"]
    assert sorted(at_once([partial(act, user) for user in users])) == [False] * 4 + [True]


def test_a_grant_is_of_its_own_making_and_says_nothing_else(
    case: Case, stage: Stage, house: House, new_merchant: NewMerchant
) -> None:
    grant = opened(house, link(case, stage))["grant"]
    body, _, mac = grant.partition(".")
    for bearer in (
        "",
        "Bearer",
        f"Basic {grant}",
        f"Bearer {body}.{mac[::-1]}",
        f"Bearer {body}",
        "Bearer x.y",
    ):
        with pytest.raises(Unauthenticated):
            read(house, bearer)
    with pytest.raises(Unauthenticated), guard.scope(front=True):
        house.gate.admit({"authorization": f"Bearer {grant}"}, address="", correlation="")


def test_links_of_other_purposes_open_no_ticket_and_this_one_nothing_else(
    case: Case, stage: Stage, house: House
) -> None:
    other = asked_to_sign_up(stage, "new@shop.example")
    with pytest.raises(NotFound):
        opened(house, other)
    token = link(case, stage)
    with pytest.raises(NotFound), guard.scope(front=True):
        house.signup.read_link(token=token)
    assert opened(house, token)


def test_a_customer_who_lost_the_address_is_not_written_to(
    case: Case, stage: Stage, house: House
) -> None:
    made = case.from_talk()
    case.follow(made)
    with case.agent.open():
        item = CustomerItem.at(keys.customer(case.agent, made.customer))
        item.update(actions=[CustomerItem.email.remove()])
    deliver(stage)

    assert stage.mailer.sent == []
