"""Lists of tickets: whatever is asked for, page by page, each one once and as it is now."""

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.core.ids import MerchantId
from chalicelib.table import keys
from chalicelib.tickets.items import TicketItem
from chalicelib.tickets.model import Priority, Status
from chalicelib.wiring import House
from tests.desk.cases import Case
from tests.desk.standing import MovableClock, NewMerchant


@pytest.fixture
def case(house: House, merchant: MerchantId) -> Case:
    return Case(house, merchant)


def walk(case: Case, asked: Mapping[str, str], *, limit: int) -> list[int]:
    """The numbers of all pages, one after the other."""
    found: list[int] = []
    cursor = None
    with case.agent.open():
        while True:
            page = case.house.tickets.page(case.agent, asked=asked, cursor=cursor, limit=limit)
            assert len(page.items) <= limit
            found += [ticket.number for ticket in page.items]
            cursor = page.next
            if cursor is None:
                return found


@pytest.fixture
def shelf(case: Case, clock: MovableClock) -> Case:
    """Nine: every third is urgent, every second mine; 1 waits, 2 is resolved, 3 is closed."""
    me = case.agent.caller.id
    made = []
    for n in range(1, 10):
        clock.advance(1)  # of two in one millisecond chance says which is newer
        ticket = case.make(
            f"Case {n}",
            priority=Priority.NORMAL if n % 3 else Priority.URGENT,
            person="" if n % 2 else me,
            tags=("vip",) if n == 5 else (),
        )
        made.append(ticket)
    case.move(made[0], Status.PENDING)
    case.move(made[1], Status.RESOLVED)
    case.move(made[2], Status.RESOLVED, Status.CLOSED)
    return case


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ({"status": "new"}, [9, 8, 7, 6, 5, 4]),
        ({"status": "closed"}, [3]),
        ({"status": "on_hold"}, []),
        ({"assignee": "me"}, [8, 6, 4, 2]),
        ({"assignee": "none"}, [9, 7, 5, 1]),
        ({"assignee": "me", "status": "resolved"}, [2]),
        ({"assignee": "none", "status": "closed"}, [3]),
        ({"priority": "urgent"}, [9, 6, 3]),
        ({"priority": "urgent", "assignee": "none"}, [9]),
        ({"tag": "vip"}, [5]),
        ({"type": "task"}, []),
    ],
)
def test_every_ticket_that_fits_comes_once_newest_first(
    shelf: Case, asked: dict[str, str], numbers: list[int]
) -> None:
    for limit in (1, 2, 50):
        assert walk(shelf, asked, limit=limit) == numbers, limit


def test_an_index_that_lags_shows_nothing_that_is_not_true(case: Case) -> None:
    made = case.make()
    case.move(made, Status.RESOLVED, Status.CLOSED)
    desk = case.agent
    with desk.open():  # as the indexes were before
        position = keys.moment("2026-03-02T08:00:00.000Z", made.id)
        TicketItem.at(keys.ticket(desk, made.id)).update(
            actions=[
                TicketItem.by_status_pk.set(keys.tickets_by_status(desk, "new")),
                TicketItem.held_pk.set(keys.tickets_unassigned(desk)),
                TicketItem.held_sk.set(position),
            ]
        )
    assert walk(case, {"status": "new"}, limit=50) == []
    assert walk(case, {"assignee": "none"}, limit=50) == []
    assert walk(case, {}, limit=50) == [1]


def test_a_search_stops_after_two_hundred_and_goes_on_where_it_stopped(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here after four, and two at a time: the same way with smaller steps."""
    reading = "chalicelib.tickets.reading"
    monkeypatch.setattr(f"{reading}.READ_AT_MOST", 4)
    monkeypatch.setattr(f"{reading}.MAX_LIMIT", 2)
    for n in range(10):
        case.make(tags=("vip",) if n in {0, 4} else ())
    found: list[list[int]] = []
    cursor: str | None = None
    with case.agent.open():
        while cursor or not found:
            page = case.house.tickets.page(case.agent, asked={"tag": "vip"}, cursor=cursor)
            found.append([ticket.number for ticket in page.items])
            cursor = page.next

    assert found == [[], [5], [1]]


def test_a_cursor_is_of_its_own_question(shelf: Case, new_merchant: NewMerchant) -> None:
    other: Any = Case(shelf.house, new_merchant())
    with shelf.agent.open():
        cursor = shelf.house.tickets.page(shelf.agent, asked={"status": "new"}, limit=2).next
        with pytest.raises(Invalid):
            shelf.house.tickets.page(shelf.agent, asked={}, cursor=cursor)
        with pytest.raises(Invalid):
            shelf.house.tickets.page(
                shelf.agent, asked={"status": "new", "tag": "vip"}, cursor=cursor
            )
    with pytest.raises(Invalid), other.agent.open():
        other.house.tickets.page(other.agent, asked={"status": "new"}, cursor=cursor)


def test_another_merchants_tickets_are_in_no_list(shelf: Case, new_merchant: NewMerchant) -> None:
    other = Case(shelf.house, new_merchant())

    assert walk(other, {}, limit=50) == []
    assert walk(other, {"status": "new"}, limit=50) == []
    assert walk(other, {"assignee": "none"}, limit=50) == []
