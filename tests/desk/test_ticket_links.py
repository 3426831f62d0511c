"""The customer's mailed link: it opens one ticket once, and for an hour by a grant."""

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


def opened(house: House, token: str) -> dict[str, Any]:
    with guard.scope(front=True):
        return house.ticket_links.open(token=token)


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


def test_of_five_who_open_it_at_once_one_sees_it(case: Case, stage: Stage, house: House) -> None:
    token = link(case, stage)

    def act() -> bool:
        try:
            return bool(opened(house, token))
        except Gone:
            return False

    assert sorted(at_once([act] * 5)) == [False] * 4 + [True]


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
