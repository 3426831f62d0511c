"""Conversations on real table semantics: stored once, in order, for those who may see."""

from collections.abc import Callable

import pytest

from chalicelib.conversations.model import Event, MessageKind, Status
from chalicelib.conversations.rules import MAX_SENDERS, REOPEN_WINDOW
from chalicelib.conversations.service import Words
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Conflict, Invalid, NotFound, OutOfOrder, UnknownSession
from chalicelib.core.ids import CustomerId, MerchantId, new_id, new_sending_session
from chalicelib.customers.model import Customer
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import MovableClock

NewMerchant = Callable[[], MerchantId]


def visitor_of(house: House, merchant: MerchantId, name: str = "李娜") -> Desk:
    desk = Desk(merchant=merchant, caller=Caller(CallerKind.VISITOR, new_id()))
    customer = Customer(
        id=CustomerId(desk.caller.id),
        name=name,
        email="",
        locale="zh",
        version=1,
        current=None,
        created_at=house.clock(),
    )
    with desk.open():
        house.customer_store.create(desk, customer)
    return desk


def agent_of(merchant: MerchantId, role: str = "agent") -> Desk:
    return Desk(merchant=merchant, caller=Caller(CallerKind.PERSON, new_id(), role=role))


@pytest.fixture
def visitor(house: House, merchant: MerchantId) -> Desk:
    return visitor_of(house, merchant)


@pytest.fixture
def agent(merchant: MerchantId) -> Desk:
    return agent_of(merchant)


def say(house: House, desk: Desk, conversation: str | None, words: Words) -> tuple[str, int]:
    with desk.open():
        said = house.conversations.say(desk, conversation=conversation, words=words)
    return said.conversation, said.seq


def stored(house: House, desk: Desk, conversation: str) -> list[tuple[int, str]]:
    with desk.open():
        found = house.conversations.history(desk, conversation=conversation, after=0, limit=100)
    return [(message.seq, message.text) for message in found.messages]


def test_the_first_words_start_a_conversation_that_waits_for_an_agent(
    house: House, visitor: Desk, agent: Desk
) -> None:
    conversation, seq = say(house, visitor, None, Words(new_sending_session(), 1, "你好"))

    with agent.open():
        waiting = house.conversations.view(agent, view="unassigned", cursor=None, limit=10)
    assert seq == 1
    assert [(head.id, head.status, head.customer_name) for head in waiting.items] == [
        (conversation, Status.QUEUED, "李娜")
    ]


def test_sent_again_is_stored_once_and_answered_alike(house: House, visitor: Desk) -> None:
    session = new_sending_session()
    first = say(house, visitor, None, Words(session, 1, "a"))
    second = say(house, visitor, first[0], Words(session, 2, "b"))

    assert say(house, visitor, None, Words(session, 1, "a")) == first
    assert say(house, visitor, first[0], Words(session, 2, "b")) == second
    assert stored(house, visitor, first[0]) == [(1, "a"), (2, "b")]


def test_a_gap_in_a_senders_numbering_is_refused_and_stores_nothing(
    house: House, visitor: Desk
) -> None:
    session = new_sending_session()
    conversation, _ = say(house, visitor, None, Words(session, 1, "a"))

    with pytest.raises(OutOfOrder):
        say(house, visitor, conversation, Words(session, 3, "c"))
    assert stored(house, visitor, conversation) == [(1, "a")]


def test_an_evicted_session_is_refused_never_accepted(house: House, visitor: Desk) -> None:
    session = new_sending_session()
    conversation, _ = say(house, visitor, None, Words(session, 1, "a"))
    for _ in range(MAX_SENDERS):
        other = new_sending_session()
        with visitor.open():
            house.conversations.register(visitor, conversation=conversation, session=other)
        say(house, visitor, conversation, Words(other, 1, "x"))

    with pytest.raises(UnknownSession):
        say(house, visitor, conversation, Words(session, 2, "b"))


def test_an_unregistered_session_must_register_first(
    house: House, visitor: Desk, agent: Desk
) -> None:
    conversation, _ = say(house, visitor, None, Words(new_sending_session(), 1, "a"))
    session = new_sending_session()
    note = Words(session, 1, "look up order", MessageKind.NOTE)

    with pytest.raises(UnknownSession):
        say(house, agent, conversation, note)
    with agent.open():
        house.conversations.register(agent, conversation=conversation, session=session)
    assert say(house, agent, conversation, note) == (conversation, 2)


def test_taking_answering_and_resolving_leave_a_dense_history(
    house: House, visitor: Desk, agent: Desk
) -> None:
    conversation, _ = say(house, visitor, None, Words(new_sending_session(), 1, "hello"))
    session = new_sending_session()
    with agent.open():
        house.conversations.move(agent, conversation=conversation, event=Event.TAKEN)
        house.conversations.register(agent, conversation=conversation, session=session)
        mine = house.conversations.view(agent, view="mine", cursor=None, limit=10)
    say(house, agent, conversation, Words(session, 1, "hi"))
    with agent.open():
        house.conversations.move(agent, conversation=conversation, event=Event.RESOLVED)
        after = house.conversations.view(agent, view="mine", cursor=None, limit=10)

    assert [head.id for head in mine.items] == [conversation]
    assert after.items == []
    assert stored(house, visitor, conversation) == [(1, "hello"), (2, ""), (3, "hi"), (4, "")]


def test_only_one_of_two_agents_can_take_it(house: House, visitor: Desk, agent: Desk) -> None:
    conversation, _ = say(house, visitor, None, Words(new_sending_session(), 1, "hello"))
    other = agent_of(agent.merchant)
    with agent.open():
        house.conversations.move(agent, conversation=conversation, event=Event.TAKEN)

    with other.open(), pytest.raises(Conflict):
        house.conversations.move(other, conversation=conversation, event=Event.TAKEN)


def test_another_visitor_and_another_merchant_find_nothing(
    house: House, visitor: Desk, new_merchant: NewMerchant
) -> None:
    conversation, _ = say(house, visitor, None, Words(new_sending_session(), 1, "secret"))
    elsewhere = new_merchant()

    for desk in (visitor_of(house, visitor.merchant), agent_of(elsewhere, "owner")):
        with pytest.raises(NotFound):
            stored(house, desk, conversation)


def test_a_visitor_writes_again_within_the_window_and_anew_after_it(
    house: House, visitor: Desk, agent: Desk, clock: MovableClock
) -> None:
    session = new_sending_session()
    conversation, _ = say(house, visitor, None, Words(session, 1, "a"))
    with agent.open():
        house.conversations.move(agent, conversation=conversation, event=Event.RESOLVED)

    assert say(house, visitor, None, Words(session, 2, "b")) == (conversation, 3)
    with agent.open():
        house.conversations.move(agent, conversation=conversation, event=Event.RESOLVED)
    clock.advance(REOPEN_WINDOW.total_seconds() + 1)
    with pytest.raises(Conflict):
        say(house, visitor, conversation, Words(session, 3, "c"))
    anew, seq = say(house, visitor, None, Words(new_sending_session(), 1, "c"))
    assert (anew != conversation, seq) == (True, 1)


def test_history_pages_both_ways_without_gap_or_overlap(house: House, visitor: Desk) -> None:
    session = new_sending_session()
    conversation, _ = say(house, visitor, None, Words(session, 1, "1"))
    for n in range(2, 13):
        say(house, visitor, conversation, Words(session, n, str(n)))

    with visitor.open():
        read = house.conversations.history
        newest = read(visitor, conversation=conversation, limit=5)
        older = read(visitor, conversation=conversation, before=newest.messages[0].seq, limit=5)
        forward = read(visitor, conversation=conversation, after=2, limit=5)

    assert [m.seq for m in newest.messages] == [8, 9, 10, 11, 12]
    assert [m.seq for m in older.messages] == [3, 4, 5, 6, 7]
    assert ([m.seq for m in forward.messages], forward.more) == ([3, 4, 5, 6, 7], True)


def test_seen_marks_only_move_forward(house: House, visitor: Desk, agent: Desk) -> None:
    session = new_sending_session()
    conversation, _ = say(house, visitor, None, Words(session, 1, "a"))
    say(house, visitor, conversation, Words(session, 2, "b"))
    with agent.open():
        house.conversations.move(agent, conversation=conversation, event=Event.TAKEN)
        for seq in (2, 1):
            house.conversations.see(agent, conversation=conversation, seq=seq)
        with pytest.raises(Invalid):
            house.conversations.see(agent, conversation=conversation, seq=99)
        head = house.conversations.get(agent, conversation=conversation)

    assert head.seen_agent == 2


def test_lists_page_through_everything_once(house: House, merchant: MerchantId) -> None:
    started = {
        say(house, visitor_of(house, merchant), None, Words(new_sending_session(), 1, "x"))[0]
        for _ in range(7)
    }
    owner, found, cursor = agent_of(merchant, "owner"), [], None
    with owner.open():
        while True:
            page = house.conversations.view(owner, view="all", cursor=cursor, limit=3)
            found += [head.id for head in page.items]
            cursor = page.next
            if cursor is None:
                break

    assert sorted(found) == sorted(started)


def test_a_customers_new_name_shows_in_the_conversation_of_now(
    house: House, visitor: Desk, agent: Desk
) -> None:
    conversation, _ = say(house, visitor, None, Words(new_sending_session(), 1, "a"))
    with agent.open():
        changed = house.dealings.change(
            agent, customer_id=visitor.caller.id, version=1, values={"name": "王伟"}
        )
        listed = house.conversations.view(agent, view="all", cursor=None, limit=5)

    assert (changed.name, changed.version) == ("王伟", 2)
    assert [(head.id, head.customer_name) for head in listed.items] == [(conversation, "王伟")]
