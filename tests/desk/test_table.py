"""Keys, transactions and pages on real table semantics."""

import threading
from typing import Any

import pytest

from chalicelib.core.ids import MerchantId, new_id
from chalicelib.merchants.items import MerchantItem
from chalicelib.people.items import MemberItem
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.table.keys import Table
from chalicelib.table.pages import every, query
from chalicelib.wiring import House
from tests.desk.standing import desk_of, tables


def member(desk: Desk, person: str, role: str = "agent") -> MemberItem:
    return MemberItem.at(
        keys.member(desk, person), person=person, role=role, created_at="now", version=1
    )


def role_of(desk: Desk, person: str) -> str | None:
    found = MemberItem.find(keys.member(desk, person), consistent=True)
    return found.role if found else None


def test_every_table_of_the_keys_stands_in_the_template() -> None:
    assert set(tables()) == {str(table) for table in Table}


@pytest.mark.parametrize("part", ["", "a#b", "#"])
def test_a_part_with_the_separator_makes_no_key(part: str) -> None:
    desk = desk_of(MerchantId(new_id()))

    with pytest.raises(ValueError, match="key"):
        keys.member(desk, part)
    with pytest.raises(ValueError, match="merchant"):
        keys.merchant(desk_of(MerchantId(part)))


def test_a_front_name_cannot_pass_for_a_merchants_key() -> None:
    for key in (keys.person("M"), keys.session("M"), keys.link("M"), keys.widget_name("M")):
        assert keys.merchant_of(key.pk) is None


def test_an_item_is_created_once(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        writes.create(member(desk, "01"))
        with pytest.raises(writes.ConditionFailed):
            writes.create(member(desk, "01", "owner"))
        assert role_of(desk, "01") == "agent"


def test_a_change_needs_what_it_changes(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open(), pytest.raises(writes.ConditionFailed):
        writes.change(member(desk, "01"), [MemberItem.role.set("owner")])


def test_a_failed_transaction_tells_which_conditions_failed_and_writes_nothing(
    house: House, merchant: MerchantId
) -> None:
    """Given in an order that is not the one in which they are sent."""
    desk = desk_of(merchant)
    with desk.open():
        writes.create(member(desk, "01"))
        writes.create(member(desk, "02"))
        with pytest.raises(writes.ConditionFailed) as failed:
            writes.transact(
                writes.Change(member(desk, "01"), [MemberItem.role.set("owner")], label="change"),
                writes.Put(member(desk, "02"), label="put"),
                writes.Put(member(desk, "03"), label="new"),
                writes.Remove(member(desk, "04"), label="remove"),
            )

        assert set(failed.value.labels) == {"put", "remove"}
        assert role_of(desk, "01") == "agent"
        assert role_of(desk, "03") is None


def test_a_transaction_does_all_of_it(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        writes.create(member(desk, "01"))
        writes.create(member(desk, "02"))
        writes.transact(
            writes.Change(
                member(desk, "01"), [MemberItem.role.set("owner")], MemberItem.version == 1
            ),
            writes.Put(member(desk, "03")),
            writes.Remove(member(desk, "02"), MemberItem.role == "agent"),
        )

        assert [role_of(desk, each) for each in ("01", "02", "03")] == ["owner", None, "agent"]


def test_of_two_at_the_same_version_one_wins(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        item = MerchantItem.find(keys.merchant(desk))
        assert item is not None
        actions = [MerchantItem.version.add(1)]
        writes.change(item, actions, writes.version_is(item, 1))
        with pytest.raises(writes.ConditionFailed):
            writes.change(item, actions, writes.version_is(item, 1))


def test_an_update_keeps_what_another_version_of_the_code_has_written(
    house: House, merchant: MerchantId, dynamodb: Any
) -> None:
    desk = desk_of(merchant)
    key = keys.merchant(desk)
    place = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
    dynamodb.update_item(
        TableName="ledger",
        Key=place,
        UpdateExpression="SET extra = :p",
        ExpressionAttributeValues={":p": {"S": "large"}},
    )
    with desk.open():
        house.merchants.change(desk, version=1, values={"name": "Bamboo"})

    stored = dynamodb.get_item(TableName="ledger", Key=place)
    assert stored["Item"]["extra"] == {"S": "large"}


def test_pages_go_through_a_list_once_in_both_directions(
    house: House, merchant: MerchantId
) -> None:
    desk = desk_of(merchant)
    people = [f"{n:02d}" for n in range(7)]
    probe = keys.member(desk, "x")
    with desk.open():
        for person in people:
            writes.create(member(desk, person))
        for newest_first in (False, True):
            found, after = [], None
            while True:
                raw, after = query(
                    MemberItem,
                    probe.pk,
                    prefix=keys.prefix(probe),
                    limit=3,
                    after=after,
                    newest_first=newest_first,
                )
                found += [keys.last_of(item["sk"]["S"]) for item in raw]
                if after is None:
                    break
            assert found == (people[::-1] if newest_first else people)
        assert [keys.last_of(item["sk"]["S"]) for item in every(MemberItem, probe)] == people


def test_a_scope_belongs_to_its_thread(house: House, merchant: MerchantId) -> None:
    seen: list[str] = []

    def look() -> None:
        try:
            house.merchants.merchant(desk_of(merchant))
        except Exception as error:  # noqa: BLE001 - its name is what is looked at
            seen.append(type(error).__name__)

    with desk_of(merchant).open():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    assert seen == ["Breach"]
