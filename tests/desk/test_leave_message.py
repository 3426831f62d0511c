"""Nobody is there: what a customer leaves becomes a ticket."""

import pytest

from chalicelib.conversations.model import Status
from chalicelib.core.errors import Invalid
from chalicelib.core.ids import MerchantId
from chalicelib.core.rights import Role
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import Status as State
from chalicelib.tickets.model import Ticket
from chalicelib.wiring import House
from tests.desk.agents import agent_of, asks, head_of, visitor_of

EMAIL = "Li.Na@shop.example"


def leave(house: House, visitor: Desk, **given: str) -> int:
    with visitor.open(front=True):
        return house.later.leave_message(visitor, **{"email": EMAIL, **given})


def ticket_of(house: House, merchant: MerchantId, conversation: str) -> Ticket:
    desk = agent_of(house, merchant, role=Role.AGENT, there=False)
    ref = head_of(house, merchant, conversation).ticket
    with desk.open(front=True):
        return house.tickets.get(desk, ticket=ref.id)


def test_what_is_left_becomes_a_ticket_with_an_address(house: House, merchant: MerchantId) -> None:
    visitor = visitor_of(house, merchant)
    conversation = asks(house, visitor)
    number = leave(house, visitor, name="Li Na", text="请给我回电话")

    ticket = ticket_of(house, merchant, conversation)
    assert (ticket.number, ticket.title, ticket.conversation) == (
        number,
        "请给我回电话",
        conversation,
    )
    with visitor.open():
        known = house.customers.who_calls(visitor)
        said = house.conversations.history(visitor, conversation=conversation, after=0).messages
    assert (known.email, known.name) == (EMAIL.lower(), "Li Na")
    assert [message.text for message in said if message.text] == ["在吗?", "请给我回电话"]
    head = head_of(house, merchant, conversation)
    assert (head.status, head.customer_name) == (Status.QUEUED, "Li Na")


def test_without_words_the_last_question_is_what_it_is_about(
    house: House, merchant: MerchantId
) -> None:
    visitor = visitor_of(house, merchant)
    conversation = asks(house, visitor)
    leave(house, visitor)

    assert ticket_of(house, merchant, conversation).title == "在吗?"


def test_left_again_it_is_the_same_ticket(house: House, merchant: MerchantId) -> None:
    visitor = visitor_of(house, merchant)
    asks(house, visitor)

    assert leave(house, visitor, text="one") == leave(house, visitor, text="two")


def test_what_is_left_after_it_was_resolved_is_another_ticket(
    house: House, merchant: MerchantId
) -> None:
    visitor = visitor_of(house, merchant)
    conversation = asks(house, visitor)
    first = leave(house, visitor, text="请给我回电话")
    made = ticket_of(house, merchant, conversation)
    agent = agent_of(house, merchant, role=Role.AGENT, there=False)
    with agent.open(front=True):
        house.tickets.transition(agent, ticket=made.id, to=State.RESOLVED, version=1)

    assert leave(house, visitor, text="还有一个问题") == first + 1


def test_a_visitor_who_has_said_nothing_yet_begins_with_it(
    house: House, merchant: MerchantId
) -> None:
    visitor = visitor_of(house, merchant)
    with pytest.raises(Invalid) as refused:
        leave(house, visitor)
    assert refused.value.extra == {"pointer": "/text", "rule": "required"}

    leave(house, visitor, text="Hello?")
    with visitor.open():
        head = house.conversations.current(visitor)
    assert head is not None
    assert (head.status, head.ticket.number > 0) == (Status.QUEUED, True)
