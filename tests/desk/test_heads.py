"""The customer's own texts in a head: in one value under their key, beside those of the version before."""

from typing import Any

import pytest

from chalicelib.conversations.mapping import Mapping
from chalicelib.conversations.model import Head, Message
from chalicelib.conversations.sealing import OF_CUSTOMERS, OWN
from chalicelib.conversations.service import Words
from chalicelib.core.ids import MerchantId, new_sending_session
from chalicelib.core.values import replace
from chalicelib.table import writes
from chalicelib.vault.seal import NAMED, Unsealable
from chalicelib.wiring import House
from tests.desk.agents import head_of, visitor_of
from tests.desk.former import Row, alone, apart, place_of, seen_before

NAME, FIRST, SECOND = "李娜", "the red lamp", "the blue lamp"


class Talk:
    """A customer with a key of their own, who has said one thing."""

    def __init__(self, house: House, merchant: MerchantId, dynamodb: Any) -> None:
        self.house, self.merchant, self.table = house, merchant, dynamodb["desk"]
        self.customer = visitor_of(house, merchant)
        self.session, self.n = new_sending_session(), 0
        key = house.vault.customers.creating(merchant, self.customer.caller.id)
        with self.customer.open():
            writes.create(key.item)
        self.id = self.say(FIRST).conversation

    def say(self, text: str) -> Message:
        self.n += 1
        words = Words(self.session, self.n, text)
        with self.customer.open():
            return self.house.conversations.say(self.customer, conversation=None, words=words)

    def recall(self, seq: int) -> None:
        with self.customer.open():
            self.house.conversations.recall(self.customer, conversation=self.id, seq=seq)

    @property
    def row(self) -> Row:
        return dict(self.table.items[place_of(self.merchant, self.id)])

    @row.setter
    def row(self, row: Row) -> None:
        self.table.put(place_of(self.merchant, self.id), row)

    @property
    def texts(self) -> tuple[str, ...]:
        """As every list shows them."""
        head = self.head
        assert head.last is not None
        return head.customer_name, head.last.preview, head.subject

    @property
    def head(self) -> Head:
        return head_of(self.house, self.merchant, self.id)

    @property
    def sealed(self) -> set[str]:
        return self.row.keys() & {OWN, *OF_CUSTOMERS}


@pytest.fixture
def talk(house: House, merchant: MerchantId, dynamodb: Any) -> Talk:
    return Talk(house, merchant, dynamodb)


def test_a_new_head_has_them_in_one_value_that_does_not_say_whose_it_is(talk: Talk) -> None:
    assert talk.texts == (NAME, FIRST, "")
    assert talk.sealed == {OWN}
    assert talk.row[OWN]["B"][0] == NAMED

    talk.say(SECOND)
    assert talk.texts == (NAME, SECOND, "")
    assert talk.sealed == {OWN}


@pytest.mark.parametrize("name", ['Zoë "Z" \\ O\'Hara', "Li\nNa", "[1]", ""])
@pytest.mark.parametrize("subject", ["", "About: «my, order»"])
def test_any_text_comes_back_as_it_was(talk: Talk, name: str, subject: str) -> None:
    mapping: Mapping = talk.house.conversations._store._mapping
    with talk.customer.open():
        values = mapping.values(
            talk.customer, replace(talk.head, customer_name=name, subject=subject)
        )
    talk.row = {**talk.row, OWN: {"B": values[OWN]}}

    assert talk.texts == (name, FIRST, subject)


def test_a_head_of_the_version_before_keeps_the_shape_that_it_can_read(talk: Talk) -> None:
    former = {"customer_name": NAME, "preview": FIRST, "subject": "An order"}
    talk.row = apart(talk.house, talk.merchant, talk.row, **former)
    assert talk.texts == tuple(former.values())

    talk.say(SECOND)
    assert talk.texts == (NAME, SECOND, "An order")
    assert seen_before(talk.house, talk.merchant, talk.row) == {**former, "preview": SECOND}
    assert talk.sealed == set(OF_CUSTOMERS)


def test_what_the_version_before_writes_on_a_new_head_is_shown_until_the_next_words(
    talk: Talk,
) -> None:
    assert seen_before(talk.house, talk.merchant, talk.row) == {}
    talk.row = {**talk.row, **alone(talk.house, talk.merchant, talk.row, preview="in between")}
    assert talk.texts == (NAME, "in between", "")

    talk.say(SECOND)
    assert talk.texts == (NAME, SECOND, "")
    assert talk.sealed == {OWN}


def test_words_that_the_version_before_has_stored_leave_nothing_when_they_are_recalled(
    talk: Talk,
) -> None:
    """Neither themselves nor those before them, which lie in the other value still."""
    said = talk.say(SECOND)
    former = alone(talk.house, talk.merchant, talk.row, preview=SECOND)
    talk.row = {**talk.row, **former}
    talk.recall(said.seq)

    assert talk.texts == (NAME, "", "")
    assert talk.sealed == {OWN}


def test_nothing_of_somebody_erased_is_sealed_again_with_what_comes_after(talk: Talk) -> None:
    """By a process that has read the head just before, and looks for the key anew."""
    before, mapping = talk.head, talk.house.conversations._store._mapping
    customers = talk.house.vault.customers
    with talk.customer.open():
        ended = customers.destroying(talk.merchant, before.customer, talk.house.clock())
        writes.transact(ended)
        customers.forget(talk.merchant, before.customer)
        changes = mapping.changes(
            talk.customer, before, replace(before, seq=2, subject="what the version after adds")
        )

    assert changes == {"seq": 2}
    assert talk.head.erased


def test_a_head_that_names_somebody_else_does_not_open(talk: Talk, dynamodb: Any) -> None:
    other = Talk(talk.house, talk.merchant, dynamodb)
    for customer in (other.head.customer, "01M8523QF7B860XQ33MF5A9893", ""):
        talk.row = {**talk.row, "customer": {"S": customer}}
        with pytest.raises(Unsealable):
            _ = talk.head
