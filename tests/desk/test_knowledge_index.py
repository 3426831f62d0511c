"""One merchant's index is another's for nobody: neither by a pointer, nor by an object, nor by chance."""

import json
from typing import Any

import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.knowledge.index import Cache, Index, Published, from_bytes, to_bytes
from chalicelib.table import guard, keys
from chalicelib.table.desk import Desk
from chalicelib.table.guard import Breach
from chalicelib.vault.objects import Absent
from chalicelib.vault.seal import Unsealable
from chalicelib.wiring import House
from tests.desk.standing import FILES, NewMerchant, Stage, desk_of
from tests.desk.test_knowledge import made, publish, titles, work

QUESTION = "Do you ship to islands?"


@pytest.fixture
def s3(fresh: Stage) -> Any:
    return fresh.s3


@pytest.fixture
def pair(fresh: Stage, new_merchant: NewMerchant) -> tuple[Desk, Desk]:
    """Two merchants with the same question, and each its own answer."""
    desks = desk_of(new_merchant()), desk_of(new_merchant())
    for name, desk in zip("ab", desks, strict=True):
        publish(fresh.house, desk, made(fresh.house, desk, QUESTION, body=f"Answer of {name}."))
        work(fresh, desk)
    fresh.house.knowledge._cache._held.clear()
    return desks


def path_of(desk: Desk, revision: int = 1) -> str:
    return keys.object_path(keys.knowledge_index(desk, revision))


def objects_of(s3: Any, desk: Desk) -> list[str]:
    listed = s3.list_objects_v2(Bucket=FILES, Prefix=desk.merchant).get("Contents", [])
    return [each["Key"] for each in listed]


def answers(house: House, desk: Desk) -> list[str]:
    with desk.open():
        index = [each.body for each in house.knowledge.index(desk).entries.values()]
        found = house.knowledge.search(desk, text=QUESTION, locale="en")
    assert [each["body"] for each in found] == index
    return index


def test_near_identical_knowledge_bases_stay_apart(house: House, pair: tuple[Desk, Desk]) -> None:
    """Asked in turns, in one warm process, by the same words."""
    a, b = pair
    for _ in range(3):
        assert answers(house, a) == ["Answer of a."]
        assert answers(house, b) == ["Answer of b."]


def test_another_merchants_object_does_not_open(
    house: House, pair: tuple[Desk, Desk], s3: Any
) -> None:
    a, b = pair
    body = s3.get_object(Bucket=FILES, Key=path_of(b))["Body"].read()
    s3.put_object(Bucket=FILES, Key=path_of(a), Body=body)

    with a.open(), pytest.raises(Unsealable):
        house.knowledge.index(a)
    assert answers(house, b) == ["Answer of b."]


def test_an_older_object_of_ones_own_does_not_open_in_a_newer_ones_place(
    house: House, pair: tuple[Desk, Desk], s3: Any, fresh: Stage
) -> None:
    a, _ = pair
    old = s3.get_object(Bucket=FILES, Key=path_of(a))["Body"].read()
    publish(house, a, made(house, a, "Another?"))
    work(fresh, a)
    s3.put_object(Bucket=FILES, Key=path_of(a, 2), Body=old)

    with a.open(), pytest.raises(Unsealable):
        house.knowledge.index(a)


def test_another_merchants_pointer_does_not_open(
    house: House, pair: tuple[Desk, Desk], fresh: Stage
) -> None:
    a, b = ({"pk": {"S": keys.knowledge(desk).pk}, "sk": {"S": "HEAD"}} for desk in pair)
    item = fresh.dynamodb.get_item(TableName="ledger", Key=b)["Item"]
    fresh.dynamodb.put_item(TableName="ledger", Item={**item, **a})

    with pair[0].open(), pytest.raises(Unsealable):
        house.knowledge.index(pair[0])


def test_another_merchants_published_copy_stops_the_build(
    house: House, pair: tuple[Desk, Desk], fresh: Stage
) -> None:
    """Rather no new index than one with foreign words: the queue's alarm tells."""
    a, b = pair
    items = fresh.dynamodb.scan(TableName="ledger")["Items"]
    (foreign,) = [
        item
        for item in items
        if item["kind"]["S"] == "knowledge_published" and b.merchant in item["pk"]["S"]
    ]
    fresh.dynamodb.put_item(TableName="ledger", Item={**foreign, "pk": {"S": keys.knowledge(a).pk}})
    publish(house, a, made(house, a, "Another?"))
    with pytest.raises(Unsealable):
        work(fresh, a)

    assert answers(house, a) == ["Answer of a."]


def test_the_guard_lets_no_call_for_anothers_object_out(
    house: House, pair: tuple[Desk, Desk]
) -> None:
    a, b = pair
    client = house.client("s3")
    calls = {
        "get_object": {},
        "put_object": {"Body": b"x"},
        "delete_object": {},
    }
    for name, more in calls.items():
        for key in (path_of(b), f"{b.merchant}/x", f"x/{a.merchant}", "", f"{a.merchant}x/1", "x"):
            with a.open(front=True), pytest.raises(Breach):
                getattr(client, name)(Bucket=FILES, Key=key, **more)
        with pytest.raises(Breach):
            getattr(client, name)(Bucket=FILES, Key=path_of(a), **more)
        with guard.scope(front=True), pytest.raises(Breach):
            getattr(client, name)(Bucket=FILES, Key=path_of(a), **more)
    with a.open(), pytest.raises(Breach):
        client.list_objects_v2(Bucket=FILES, Prefix=a.merchant)
    with a.open(), pytest.raises(Breach):
        house.knowledge.index(b)


def test_what_was_replaced_is_taken_away(
    house: House, pair: tuple[Desk, Desk], s3: Any, fresh: Stage
) -> None:
    a, b = pair
    for n in range(3):
        publish(house, a, made(house, a, f"Question {n}?"))
        work(fresh, a)

    assert objects_of(s3, a) == [path_of(a, 4)]
    assert objects_of(s3, b) == [path_of(b, 1)]


def test_a_reader_whose_object_was_just_replaced_reads_the_new_one(
    house: House, pair: tuple[Desk, Desk], fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, _ = pair
    publish(house, a, made(house, a, "Another?"))
    work(fresh, a)
    current = house.knowledge._shelf.current
    monkeypatch.setattr(
        house.knowledge._shelf,
        "current",
        lambda desk, *, consistent=False: current(desk) if consistent else 1,
    )

    assert titles(house, a) == ["Another?", QUESTION]


def test_an_index_that_was_lost_is_built_anew_by_publishing_all(
    house: House, pair: tuple[Desk, Desk], s3: Any, fresh: Stage
) -> None:
    a, b = pair
    s3.delete_object(Bucket=FILES, Key=path_of(a))
    with a.open(), pytest.raises(Absent):
        house.knowledge.index(a)
    with a.open():
        house.knowledge.publish_all(a)
    work(fresh, a)

    assert answers(house, a) == ["Answer of a."]
    assert answers(house, b) == ["Answer of b."]


def test_publishing_all_of_nothing_is_an_empty_index(
    house: House, merchant: MerchantId, fresh: Stage
) -> None:
    desk = desk_of(merchant)
    with desk.open():
        house.knowledge.publish_all(desk)
    work(fresh, desk)

    assert answers(house, desk) == []


def test_several_changes_are_one_build(house: House, pair: tuple[Desk, Desk], fresh: Stage) -> None:
    a, _ = pair
    entries = [made(house, a, f"Question {n}?") for n in range(3)]
    publish(house, a, *entries)
    builds: list[int] = []
    lay = house.knowledge_builder._shelf.lay

    def counted(desk: Desk, revision: int, data: bytes) -> None:
        builds.append(revision)
        lay(desk, revision, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.knowledge_builder._shelf, "lay", counted)
        work(fresh, a)

    assert builds == [4]


def test_a_merchant_that_never_published_has_an_empty_index(
    house: House, merchant: MerchantId
) -> None:
    desk = desk_of(merchant)

    assert titles(house, desk) == []
    assert answers(house, desk) == []


# --- the cache


def index_of(revision: int, size: int = 10) -> tuple[Index, int]:
    return Index(revision=revision, entries={}, model={}), size


def test_the_cache_keeps_those_last_used_within_its_bytes() -> None:
    cache = Cache(max_bytes=25)
    for name in ("a", "b"):
        cache.put(name, *index_of(1))
    cache.get("a", 1)
    cache.put("c", *index_of(1))

    assert [bool(cache.get(name, 1)) for name in ("a", "b", "c")] == [True, False, True]
    cache.put("d", *index_of(1, 1_000))
    assert [bool(cache.get(name, 1)) for name in ("a", "c", "d")] == [False, False, True]
    cache.put("e", *index_of(1))
    assert [bool(cache.get(name, 1)) for name in ("d", "e")] == [False, True]


def test_the_cache_knows_merchant_and_revision() -> None:
    cache = Cache(max_bytes=100)
    cache.put("a", *index_of(1))
    cache.put("a", *index_of(2))

    assert cache.get("a", 1) is None
    assert cache.get("b", 2) is None
    assert cache.get("a", 2) == index_of(2)[0]
    assert cache._bytes == 10


def test_an_index_reads_as_it_was_written() -> None:
    entries = [Published("1", "faq", "zh", "几点？", "十点\n“早”", ("a",), ("b",), "c")]
    index = from_bytes(to_bytes(7, entries, {"x": [1.5]}))

    assert (index.revision, list(index.entries.values()), index.model) == (7, entries, {"x": [1.5]})
    assert json.loads(to_bytes(7, entries, {}))["revision"] == 7
