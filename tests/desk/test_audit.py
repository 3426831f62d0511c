"""The chain in the table: complete under concurrency, and its owner can prove it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.core.ids import MerchantId
from chalicelib.people.items import MemberItem
from chalicelib.table import keys, writes
from chalicelib.wiring import House
from tests.desk.standing import NewMerchant, desk_of


def write(house: House, merchant: MerchantId, *on: str) -> None:
    desk = desk_of(merchant)
    with desk.open():
        for each in on:
            house.audit.write(desk, action="test.done", on=each, detail={"fields": "x"})


def told(house: House, merchant: MerchantId) -> tuple[int, int]:
    """Entries, and faults."""
    desk = desk_of(merchant)
    with desk.open():
        n, faults = house.audit.verify(desk)
    return n, len(faults)


def place(merchant: MerchantId, n: int) -> dict[str, Any]:
    key = keys.audit_entry(desk_of(merchant), n)
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def test_an_entry_says_who_what_when_where(house: House, merchant: MerchantId) -> None:
    desk = desk_of(merchant)
    with desk.open():
        house.audit.write(desk, action="test.done", on="thing", detail={"a": "b"})
        newest = house.audit.page(desk).items[0]

    assert (newest.actor_kind, newest.actor_id) == ("person", desk.caller.id)
    assert (newest.action, newest.object, newest.detail) == ("test.done", "thing", {"a": "b"})
    assert (newest.at, newest.address) == ("2026-03-02T08:00:00.000Z", "203.0.113.7")


def test_an_untouched_chain_verifies(house: House, merchant: MerchantId) -> None:
    write(house, merchant, "a", "b", "c")

    assert told(house, merchant) == (4, 0)


@pytest.mark.parametrize("field", ["action", "object", "actor_id", "entry_at", "address", "hash"])
def test_an_edit_in_the_table_is_found(
    house: House, merchant: MerchantId, dynamodb: Any, field: str
) -> None:
    write(house, merchant, "a", "b", "c")
    dynamodb.update_item(
        TableName="ledger",
        Key=place(merchant, 2),
        UpdateExpression="SET #f = :v",
        ExpressionAttributeNames={"#f": field},
        ExpressionAttributeValues={":v": {"S": "other"}},
    )

    assert told(house, merchant)[1] > 0


@pytest.mark.parametrize("n", [1, 2, 4])
def test_a_deleted_entry_is_found_the_last_too(
    house: House, merchant: MerchantId, dynamodb: Any, n: int
) -> None:
    write(house, merchant, "a", "b", "c")
    dynamodb.delete_item(TableName="ledger", Key=place(merchant, n))

    assert told(house, merchant)[1] > 0


def test_two_entries_exchanged_are_found(house: House, merchant: MerchantId, dynamodb: Any) -> None:
    write(house, merchant, "a", "b", "c")
    two, three = (
        dynamodb.get_item(TableName="ledger", Key=place(merchant, n))["Item"] for n in (2, 3)
    )
    dynamodb.put_item(TableName="ledger", Item=three | place(merchant, 2))
    dynamodb.put_item(TableName="ledger", Item=two | place(merchant, 3))

    assert told(house, merchant)[1] > 0


def test_another_merchants_entries_cannot_fill_in(
    house: House, new_merchant: NewMerchant, dynamodb: Any
) -> None:
    one, two = new_merchant(), new_merchant()
    write(house, one, "a")
    write(house, two, "a")
    foreign = dynamodb.get_item(TableName="ledger", Key=place(one, 2))["Item"]
    dynamodb.put_item(TableName="ledger", Item=foreign | place(two, 2))

    assert told(house, one) == (2, 0)
    assert told(house, two)[1] > 0


def test_entries_written_at_the_same_time_all_land(house: House, merchant: MerchantId) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(lambda n: write(house, merchant, f"{n}"), range(40)))

    assert told(house, merchant) == (41, 0)


def test_a_change_and_its_entry_land_together_or_not_at_all(
    house: House, merchant: MerchantId
) -> None:
    desk = desk_of(merchant)
    item = MemberItem.at(
        keys.member(desk, "01"), person="01", role="agent", created_at="now", version=1
    )
    with desk.open():
        house.audit.write(desk, writes.Put(item, label="member"), action="member.joined", on="01")
        with pytest.raises(writes.ConditionFailed) as failed:
            house.audit.write(desk, writes.Put(item, label="member"), action="again", on="01")

    assert failed.value.labels == ("member",)
    assert told(house, merchant) == (2, 0)


def test_pages_run_from_the_newest_to_the_first(house: House, merchant: MerchantId) -> None:
    write(house, merchant, "a", "b", "c", "d")
    desk, found, cursor = desk_of(merchant), [], None
    with desk.open():
        while True:
            page = house.audit.page(desk, cursor=cursor, limit=2)
            found += [entry.n for entry in page.items]
            cursor = page.next
            if cursor is None:
                break

    assert found == [5, 4, 3, 2, 1]


def test_another_merchants_cursor_is_refused(house: House, new_merchant: NewMerchant) -> None:
    one, two = new_merchant(), new_merchant()
    write(house, one, "a", "b")
    write(house, two, "a", "b")
    with desk_of(one).open():
        cursor = house.audit.page(desk_of(one), limit=1).next

    assert cursor
    with desk_of(two).open(), pytest.raises(Invalid):
        house.audit.page(desk_of(two), cursor=cursor, limit=1)
