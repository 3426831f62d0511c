"""Agents and customers of a desk, without sign-up, mail and passwords."""

from typing import Any

from chalicelib.connections.model import GRACE_SECONDS, Presence
from chalicelib.conversations.model import Head
from chalicelib.conversations.service import Words
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.ids import CustomerId, MerchantId, PersonId, new_id, new_sending_session
from chalicelib.core.rights import Role
from chalicelib.core.values import replace
from chalicelib.customers.model import Customer
from chalicelib.people.items import PersonItem
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Place
from chalicelib.wiring import House
from tests.desk.standing import MovableClock


def person_of(house: House, name: str = "Wei") -> PersonId:
    """Somebody who could never sign in: no password is of this form."""
    person = PersonId(new_id())
    place = keys.person(person)

    def sealed(attribute: str, text: str) -> bytes:
        return house.vault.seal(Place(keys.PLATFORM, place, attribute), text)

    desk = Desk(MerchantId("x"), Caller(CallerKind.SYSTEM, "test"))
    with desk.open(front=True):
        writes.create(
            PersonItem.at(
                place,
                name=sealed("name", name),
                email=sealed("email", f"{person.lower()}@shop.example"),
                password="none",
                locale="en",
                epoch=1,
                created_at="2026-03-02T08:00:00.000Z",
                version=1,
            )
        )
    return person


def agent_of(
    house: House,
    merchant: MerchantId,
    *,
    name: str = "Wei",
    role: str = Role.AGENT,
    capacity: int = 5,
    teams: tuple[str, ...] = (),
    person: PersonId | None = None,
    there: bool = True,
) -> Desk:
    """A member; `there` with an open socket, available."""
    person = person or person_of(house, name)
    desk = Desk(merchant, Caller(CallerKind.PERSON, person, role=role))
    store = house.people._store
    with desk.open(front=True):
        writes.transact(*store.joining(desk, person, role, house.clock()))
        held = store.membership(desk, person)
        assert held is not None
        now = replace(held, teams=frozenset(teams), capacity=capacity, version=2)
        writes.transact(*store.changing_member(desk, held, now))
    if there:
        comes(house, desk)
    return desk


def socket_of(desk: Desk) -> str:
    return f"{desk.merchant[-6:]}{desk.caller.id[-6:]}"


def comes(house: House, desk: Desk, presence: Presence = Presence.AVAILABLE) -> None:
    with desk.open():
        house.connections.opened(desk, connection=socket_of(desk), name="Wei")
        house.connections.present(desk, connection=socket_of(desk), presence=presence)


def leaves(house: House, desk: Desk, *, ago: float = GRACE_SECONDS) -> None:
    """For good, as far as anybody can tell."""
    with desk.open():
        house.connections.closed(desk, connection=socket_of(desk))
    assert isinstance(house.clock, MovableClock)
    house.clock.advance(ago)


def visitor_of(house: House, merchant: MerchantId) -> Desk:
    desk = Desk(merchant, Caller(CallerKind.VISITOR, new_id()))
    customer = Customer(CustomerId(desk.caller.id), "李娜", "", "zh", house.clock(), 1, None)
    with desk.open():
        house.customer_store.create(desk, customer)
    return desk


def asks(house: House, visitor: Desk, *, session: str = "", n: int = 1) -> str:
    """The conversation that a visitor's words begin, or go on with."""
    words = Words(session or new_sending_session(), n, "在吗?")
    with visitor.open():
        return house.conversations.say(visitor, conversation=None, words=words).conversation


def waiting(house: House, merchant: MerchantId, count: int = 1) -> list[str]:
    """So many customers' conversations that wait, each a second after the one before."""
    found = []
    for _ in range(count):
        found.append(asks(house, visitor_of(house, merchant)))
        house.clock.advance(1)  # type: ignore[attr-defined]
    return found


def head_of(house: House, merchant: MerchantId, conversation: str) -> Head:
    desk = Desk(merchant, Caller(CallerKind.SYSTEM, "test"))
    with desk.open():
        return house.conversations.get(desk, conversation=conversation)


def holder(house: House, merchant: MerchantId, conversation: str) -> str:
    held = head_of(house, merchant, conversation).assignee
    return held.id if held else ""


def load(house: House, person: str) -> int:
    desk = Desk(MerchantId("x"), Caller(CallerKind.SYSTEM, "test"))
    with desk.open(front=True):
        return house.assignment_store.workload(person).load


def work(house: House, merchant: MerchantId, **job: Any) -> None:
    """One job of the queue."""
    house.assignment.work({"merchant": merchant, **job})
