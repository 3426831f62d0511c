"""What a list is asked for, and which tickets it then holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.conversations.model import Assignee
from chalicelib.core.errors import Invalid
from chalicelib.core.ids import PersonId, new_id
from chalicelib.core.values import replace
from chalicelib.tickets.filters import Filter
from chalicelib.tickets.model import Priority, Status, Ticket, Type
from tests.rooms.test_ticket_rules import TICKET

ME, MAY = new_id(), new_id()
TICKETS = st.builds(
    lambda status, priority, type_, holder, tags: replace(
        TICKET,
        status=status,
        priority=priority,
        type=type_,
        assignee=Assignee(PersonId(holder), "x") if holder else None,
        tags=tuple(tags),
    ),
    st.sampled_from(list(Status)),
    st.sampled_from(list(Priority)),
    st.sampled_from(list(Type)),
    st.sampled_from(["", ME, MAY]),
    st.sets(st.sampled_from(["vip", "lamp"])),
)


@given(TICKETS)
def test_everything_matches_where_nothing_is_asked(ticket: Ticket) -> None:
    assert Filter().matches(ticket)


@given(TICKETS)
def test_what_a_person_holds_is_never_closed_unless_one_asks_for_closed(ticket: Ticket) -> None:
    mine, none = Filter.of({"assignee": "me"}, me=ME), Filter.of({"assignee": "none"}, me=ME)
    closed = Filter.of({"assignee": "me", "status": "closed"}, me=ME)
    holder = ticket.assignee.id if ticket.assignee else None

    assert mine.matches(ticket) == (holder == ME and not ticket.ended)
    assert none.matches(ticket) == (holder is None and not ticket.ended)
    assert closed.matches(ticket) == (holder == ME and ticket.status is Status.CLOSED)


def test_one_index_serves_state_or_holder_and_the_rest_narrows() -> None:
    assert not Filter.of({"status": "open"}, me=ME).narrows
    assert not Filter.of({"assignee": "none"}, me=ME).narrows
    for more in ({"tag": "vip"}, {"team": ME}, {"type": "task"}, {"priority": "low"}):
        assert Filter.of(more, me=ME).narrows
    assert Filter.of({"status": "open", "assignee": "me"}, me=ME).narrows


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "opened"),
        ("assignee", "nobody"),
        ("team", "none"),
        ("priority", "NORMAL"),
        ("type", ""),
        ("tag", ""),
        ("tag", "x" * 41),
    ],
)
def test_what_is_no_choice_is_named(name: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        Filter.of({name: value}, me=ME)

    assert refused.value.extra == {"pointer": f"/query/{name}", "rule": "enum"}
