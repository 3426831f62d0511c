"""By what customers are known again, and by what never."""

import pytest

from chalicelib.core.errors import Conflict
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.core.values import replace
from chalicelib.customers.identities import Identity, Kind
from chalicelib.customers.model import Customer
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.customer_keys import Erased
from chalicelib.vault.seal import Place, Unsealable
from chalicelib.wiring import House
from tests.desk.standing import NewMerchant, desk_of

ADDRESS = "Li.Na@Shop.example"
PROVED = Identity(Kind.EMAIL, "", ADDRESS, verified=True)
CLAIMED = replace(PROVED, verified=False)
CHAT = Identity(Kind.EXTERNAL, new_id(), "oAbC", verified=True)


def arrives(house: House, desk: Desk, identity: Identity, name: str = "李娜") -> Customer:
    customer, operations = house.identities.arriving(desk, identity=identity, name=name)
    writes.transact(*operations)
    return customer


@pytest.fixture
def desk(merchant: MerchantId) -> Desk:
    return desk_of(merchant)


@pytest.mark.parametrize("identity", [PROVED, CLAIMED, CHAT])
def test_who_has_come_once_is_known_again(house: House, desk: Desk, identity: Identity) -> None:
    with desk.open():
        assert house.identities.recognise(desk, identity=identity) is None
        made = arrives(house, desk, identity)
        again = house.identities.recognise(desk, identity=replace(identity, value=identity.value))

    assert again == made
    assert again.email == (ADDRESS.lower() if identity.kind is Kind.EMAIL else "")


def test_an_address_is_the_same_however_it_is_written(house: House, desk: Desk) -> None:
    with desk.open():
        made = arrives(house, desk, PROVED)
        written = replace(PROVED, value=" li.na@SHOP.example. ")
        assert house.identities.recognise(desk, identity=written) == made


def test_what_nobody_vouches_for_never_leads_to_who_has_proved_it(house: House, desk: Desk) -> None:
    with desk.open():
        real = arrives(house, desk, PROVED)
        assert house.identities.recognise(desk, identity=CLAIMED) is None
        claimant = arrives(house, desk, CLAIMED)
        found = [house.identities.recognise(desk, identity=each) for each in (PROVED, CLAIMED)]

    assert [each.id for each in found if each] == [real.id, claimant.id]
    assert real.id != claimant.id


def test_what_somebody_typed_leads_nobody_to_them(house: House, desk: Desk) -> None:
    """The address of a ticket's contact, of a form, of the widget."""
    with desk.open():
        _, operations = house.customers.adding(desk, email=ADDRESS)
        writes.transact(*operations)
        for each in (PROVED, CLAIMED):
            assert house.identities.recognise(desk, identity=each) is None


def test_the_same_id_in_another_inbox_is_somebody_else(house: House, desk: Desk) -> None:
    with desk.open():
        arrives(house, desk, CHAT)
        assert house.identities.recognise(desk, identity=replace(CHAT, space=new_id())) is None


def test_of_two_who_arrive_at_once_one_is_made(house: House, desk: Desk) -> None:
    with desk.open():
        (first, one), (_, other) = (
            house.identities.arriving(desk, identity=CHAT, name="") for _ in range(2)
        )
        writes.transact(*one)
        with pytest.raises(writes.ConditionFailed) as failed:
            writes.transact(*other)
        assert failed.value.labels == ("identity",)
        assert house.identities.recognise(desk, identity=CHAT) == first


def test_another_merchants_customer_is_a_stranger(
    house: House, desk: Desk, new_merchant: NewMerchant
) -> None:
    with desk.open():
        arrives(house, desk, PROVED)
    other = desk_of(new_merchant())
    with other.open():
        assert house.identities.recognise(other, identity=PROVED) is None
        assert (
            house.customer_lists.page(
                other, narrowed={"email": ADDRESS}, cursor=None, limit=5
            ).items
            == []
        )


def test_proving_what_was_claimed_ends_the_claim(house: House, desk: Desk) -> None:
    with desk.open():
        made = arrives(house, desk, CLAIMED)
        for _ in range(2):  # asked again it is done already
            house.identities.prove(desk, customer_id=made.id, identity=CLAIMED)
        found = [house.identities.recognise(desk, identity=each) for each in (PROVED, CLAIMED)]
        (listed,) = house.identities.of(desk, customer_id=made.id)

    assert [each.id if each else "" for each in found] == [made.id, ""]
    assert listed.verified


def test_a_visitor_proves_the_address_that_they_typed(house: House, desk: Desk) -> None:
    with desk.open():
        typed, operations = house.customers.adding(desk, email=ADDRESS)
        writes.transact(*operations)
        house.identities.prove(desk, customer_id=typed.id, identity=CLAIMED)
        found = house.identities.recognise(desk, identity=PROVED)

    assert found
    assert found.id == typed.id


def test_what_is_somebody_elses_is_not_taken_from_them(house: House, desk: Desk) -> None:
    with desk.open():
        arrives(house, desk, PROVED)
        other = arrives(house, desk, CHAT)
        with pytest.raises(Conflict) as refused:
            house.identities.prove(desk, customer_id=other.id, identity=PROVED)
    assert refused.value.extra["rule"] == "identity"


def test_at_most_twenty_are_of_one(house: House, desk: Desk) -> None:
    with desk.open():
        made = arrives(house, desk, CHAT)
        for n in range(19):
            more = replace(PROVED, value=f"{n}@shop.example")
            house.identities.prove(desk, customer_id=made.id, identity=more)
        with pytest.raises(Conflict) as refused:
            house.identities.prove(desk, customer_id=made.id, identity=PROVED)
    assert refused.value.extra["rule"] == "identities"


def test_what_came_to_each_while_they_were_one_stays_with_each(house: House, desk: Desk) -> None:
    merging = house.directory.merging

    def whose(identity: Identity) -> str:
        found = house.identities.recognise(desk, identity=identity)
        return found.id if found else ""

    with desk.open():
        stays, goes = arrives(house, desk, PROVED), arrives(house, desk, CHAT)
        merging.merge(desk, customer_id=stays.id, other=goes.id)
        later = {
            each.id: replace(PROVED, value=f"{each.id}@shop.example") for each in (stays, goes)
        }
        for customer, identity in later.items():
            house.identities.prove(desk, customer_id=customer, identity=identity)
        known = (PROVED, CHAT, *later.values())
        assert {whose(each) for each in known} == {stays.id}
        merging.unmerge(desk, customer_id=stays.id, other=goes.id)
        assert [whose(each) for each in known] == [stays.id, goes.id, stays.id, goes.id]


def test_an_address_that_nothing_reaches_says_why_until_it_does(house: House, desk: Desk) -> None:
    with desk.open():
        made = arrives(house, desk, PROVED)
        house.identities.undeliverable(desk, identity=CLAIMED, reason="bounced")
        assert house.identities.reason_of(desk, identity=PROVED) == "bounced"
        assert [i.undeliverable for i in house.identities.of(desk, customer_id=made.id)] == [
            "bounced"
        ]
        for _ in range(2):
            house.identities.undeliverable(desk, identity=PROVED, reason="")
        assert house.identities.reason_of(desk, identity=PROVED) == ""


def test_who_was_erased_is_a_stranger_and_comes_anew(house: House, desk: Desk) -> None:
    with desk.open():
        made = arrives(house, desk, PROVED)
        house.identities.prove(desk, customer_id=made.id, identity=CHAT)
        house.directory.erasure.erase(desk, customer_id=made.id)
        assert [house.identities.recognise(desk, identity=each) for each in (PROVED, CHAT)] == [
            None,
            None,
        ]
        assert house.identities.of(desk, customer_id=made.id) == []
        assert arrives(house, desk, PROVED).id != made.id


def test_an_address_is_sealed_under_its_customers_key_where_it_lies(
    house: House, desk: Desk
) -> None:
    with desk.open():
        one, other = arrives(house, desk, PROVED), arrives(house, desk, CLAIMED)
        registry = house.identities._registry
        digest = registry.digest(desk, PROVED)
        places = [
            Place(desk.merchant, keys.customer_identity(desk, each.id, digest), "value", each.id)
            for each in (one, other)
        ]
        sealed = house.vault.seal(places[0], "a")
        with pytest.raises(Unsealable):
            house.vault.open(places[1], sealed)
        writes.transact(house.vault.customers.destroying(desk.merchant, one.id, house.clock()))
        house.vault.customers.forget(desk.merchant, one.id)
        with pytest.raises(Erased):
            registry.of(desk, one.id)
