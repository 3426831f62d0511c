"""What the product relies on when it reads: partitions in order, sparse indexes, cursors."""

from typing import Any

from tests.contract.leg import NAME, Item, Leg, n, refused, s


def _sks(items: list[Item]) -> list[str]:
    return [item["sk"]["S"] for item in items]


def _filled(leg: Leg, count: int = 25) -> list[str]:
    """Two kinds of items in one partition, as a conversation has them."""
    leg.put("HEAD", a=n(1))
    names = [f"MSG#{number:012d}" for number in range(1, count + 1)]
    for name in names:
        leg.put(name, a=n(1))
    return names


def a_partition_is_read_in_order_both_ways_by_pages(leg: Leg) -> None:
    names = _filled(leg)
    condition = "#p = :p AND #s BETWEEN :l AND :h"
    values = {":p": s(leg.pk), ":l": s(names[2]), ":h": s(names[21])}
    more: dict[str, Any] = {"ExpressionAttributeNames": {"#p": "pk", "#s": "sk"}}
    for limit in (1, 7, 20, 100):
        for forward in (True, False):
            pages = list(
                leg.pages(condition, values, Limit=limit, ScanIndexForward=forward, **more)
            )
            wanted = names[2:22] if forward else names[2:22][::-1]
            assert [sk for page in pages for sk in _sks(page)] == wanted
            assert all(len(page) <= limit for page in pages)


def a_list_is_what_begins_alike(leg: Leg) -> None:
    names = _filled(leg, 5)
    leg.put("MSX#1", a=n(1))
    values = {":p": s(leg.pk), ":s": s("MSG#")}
    assert _sks(leg.query("pk = :p AND begins_with (sk, :s)", values)) == names
    assert leg.query("pk = :p AND begins_with (sk, :s)", {**values, ":s": s("Z")}) == []
    assert leg.query("pk = :p", {":p": s(f"{leg.pk}-other")}) == []
    assert len(leg.query("pk = :p", {":p": s(leg.pk)}, ConsistentRead=True)) == 7


def texts_sort_by_their_bytes(leg: Leg) -> None:
    for name in ("a", "B", "é", "中", "😀", "a0", "Z"):
        leg.put(name)
    wanted = sorted(("a", "B", "é", "中", "😀", "a0", "Z"), key=lambda name: name.encode())
    assert _sks(leg.query("pk = :p", {":p": s(leg.pk)})) == wanted


def an_index_holds_what_has_its_attributes_and_follows_it(leg: Leg) -> None:
    queue, mine = f"{leg.pk}#WAITING", f"{leg.pk}#MINE"
    leg.put("1", held_pk=s(queue), held_sk=s("2026-01#1"), text=s("not shown"))
    leg.put("2", held_pk=s(queue), held_sk=s("2026-03#2"))
    leg.put("3", held_pk=s(queue), held_sk=s("2026-02#3"))
    leg.put("4", text=s("in no list"))
    leg.put("5", held_pk=s(queue))

    def listed(pk: str, **more: Any) -> list[Item]:
        return leg.query("held_pk = :p", {":p": s(pk)}, IndexName="held", **more)

    assert _sks(listed(queue)) == ["1", "3", "2"]
    assert _sks(listed(queue, Limit=1, ScanIndexForward=False)) == ["2", "3", "1"]
    assert listed(queue, Limit=2)[0] == {
        **leg.key("1"),
        "held_pk": s(queue),
        "held_sk": s("2026-01#1"),
    }
    values = {":m": s(mine), ":s": s("2026-04#3")}
    leg.update("SET held_pk = :m, held_sk = :s", sk="3", ExpressionAttributeValues=values)
    leg.update("REMOVE held_pk, held_sk", sk="2")
    leg.client.delete_item(TableName=NAME, Key=leg.key("1"))
    assert listed(queue) == []
    assert _sks(listed(mine)) == ["3"]
    between = {":p": s(mine), ":l": s("0"), ":h": s("2026-04")}
    where = "held_pk = :p AND held_sk BETWEEN :l AND :h"
    assert leg.query(where, between, IndexName="held") == []


def an_index_is_never_read_consistently(leg: Leg) -> None:
    values = {":p": s(leg.pk)}
    more: dict[str, Any] = {"IndexName": "held", "ConsistentRead": True}
    refused("ValidationException", lambda: leg.query("held_pk = :p", values, **more))


def many_heads_are_read_at_once(leg: Leg) -> None:
    for name in ("1", "2"):
        leg.put(name, a=s(name))
    keys = [leg.key(name) for name in ("2", "none", "1")]
    answer = leg.client.batch_get_item(RequestItems={NAME: {"Keys": keys}})
    found = {item["sk"]["S"]: item["a"]["S"] for item in answer["Responses"][NAME]}
    assert found == {"1": "1", "2": "2"}
    assert not answer["UnprocessedKeys"]
    twice = {NAME: {"Keys": [leg.key("1"), leg.key("1")]}}
    refused("ValidationException", lambda: leg.client.batch_get_item(RequestItems=twice))


def a_page_ends_at_a_megabyte(leg: Leg) -> None:
    for number in range(4):
        leg.put(f"{number}", text=s("x" * 350_000))
    pages = [_sks(page) for page in leg.pages("pk = :p", {":p": s(leg.pk)})]
    assert [sk for page in pages for sk in page] == ["0", "1", "2", "3"]
    assert len(pages[0]) < 4


def what_is_not_there_is_not_an_error(leg: Leg) -> None:
    assert leg.get("nothing") is None


CASES = (
    a_partition_is_read_in_order_both_ways_by_pages,
    a_list_is_what_begins_alike,
    texts_sort_by_their_bytes,
    an_index_holds_what_has_its_attributes_and_follows_it,
    an_index_is_never_read_consistently,
    many_heads_are_read_at_once,
    a_page_ends_at_a_megabyte,
    what_is_not_there_is_not_an_error,
)
