"""Imports: judged whole at the door, applied once each, wherever the work is killed and begun again."""

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import botocore.client
import pytest

from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.ids import MerchantId
from chalicelib.knowledge import builder, shelf
from chalicelib.knowledge.model import Entry, Import, ImportStatus, Status
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import FILES, NewMerchant, Stage, desk_of
from tests.desk.test_knowledge import jobs, made, titles, work

KNOWN, NEW = "Do you ship?", "When are you open?"


@pytest.fixture
def desk(merchant: MerchantId) -> Desk:
    return desk_of(merchant)


def take_in(house: House, desk: Desk, *rows: dict[str, Any], **body: Any) -> Import:
    text = "\n".join(json.dumps(row) for row in rows)
    with desk.open():
        return house.knowledge.take_in(desk, {"format": "jsonl", "text": text, **body})


def row(title: str, body: str = "Yes.", **more: Any) -> dict[str, Any]:
    return {"title": title, "body": body, "locale": "en", **more}


def entries(house: House, desk: Desk) -> dict[str, Entry]:
    with desk.open():
        return {each.content.title: each for each in house.knowledge.page(desk, limit=100).items}


def objects(stage: Stage, desk: Desk) -> list[str]:
    listed = stage.s3.list_objects_v2(Bucket=FILES, Prefix=desk.merchant)
    return [each["Key"] for each in listed.get("Contents", [])]


def test_rows_become_drafts_and_the_import_tells_how_far_it_is(
    house: House, desk: Desk, fresh: Stage
) -> None:
    accepted = take_in(house, desk, *(row(f"Question {n}?") for n in range(40)))
    assert (accepted.status, accepted.rows) == (ImportStatus.WAITING, 40)
    assert entries(house, desk) == {}
    work(fresh, desk)
    with desk.open():
        done = house.knowledge.imported(desk, import_id=accepted.id)

    assert (done.status, done.created, done.updated) == (ImportStatus.DONE, 40, 0)
    assert {each.status for each in entries(house, desk).values()} == {Status.DRAFT}
    assert titles(house, desk) == []
    assert (jobs(fresh, desk), objects(fresh, desk)) == ([], [])


def test_published_at_once_where_asked(house: House, desk: Desk, fresh: Stage) -> None:
    take_in(house, desk, row(KNOWN), row(NEW), publish=True)
    work(fresh, desk)

    assert titles(house, desk) == sorted([KNOWN, NEW])
    assert {each.status for each in entries(house, desk).values()} == {Status.PUBLISHED}


def test_a_question_that_a_file_brings_again_is_the_same_entry(
    house: House, desk: Desk, fresh: Stage
) -> None:
    take_in(house, desk, row(KNOWN), publish=True)
    work(fresh, desk)
    again = take_in(house, desk, row("do  you SHIP", "No."), row(NEW))
    work(fresh, desk)
    with desk.open():
        done = house.knowledge.imported(desk, import_id=again.id)
        state = house.knowledge.state(desk)
    found = entries(house, desk)

    assert (done.created, done.updated) == (1, 1)
    assert found["do you SHIP"].status is Status.CHANGED
    assert titles(house, desk) == [KNOWN]
    assert state.entries == 2
    assert state.size == sum(each.content.size for each in found.values())


def test_the_newer_file_stands_in_whatever_order_the_queue_brings_them(
    house: House, desk: Desk, fresh: Stage
) -> None:
    old = take_in(house, desk, row(KNOWN, "Old."), row(NEW, "Old."))
    take_in(house, desk, row(KNOWN, "New."))
    older, newer = jobs(fresh, desk)
    for job in (newer, older):
        house.knowledge_builder.work(merchant=desk.merchant, job=job)
    with desk.open():
        done = house.knowledge.imported(desk, import_id=old.id)
        state = house.knowledge.state(desk)
    found = entries(house, desk)

    assert {title: each.content.body for title, each in found.items()} == {
        KNOWN: "New.",
        NEW: "Old.",
    }
    assert (done.status, done.created, done.skipped) == (ImportStatus.DONE, 1, 1)
    assert state.entries == 2
    assert state.size == sum(each.content.size for each in found.values())


def test_a_file_with_faults_leaves_nothing_behind(house: House, desk: Desk, fresh: Stage) -> None:
    before = fresh.dynamodb.scan(TableName="ledger")["Items"]
    with pytest.raises(Invalid) as refused:
        take_in(house, desk, row("fine"), row(""), row("bad", locale="fr"), row("Fine?"))

    assert refused.value.extra["rule"] == "rows"
    assert [(each["row"], each["rule"]) for each in refused.value.extra["errors"]] == [
        (2, "minLength"),
        (3, "enum"),
        (4, "duplicate"),
    ]
    assert refused.value.extra["more"] is False
    assert fresh.dynamodb.scan(TableName="ledger")["Items"] == before
    assert objects(fresh, desk) == []


@pytest.mark.parametrize(
    ("body", "pointer", "rule"),
    [
        ({}, "/text", "oneOf"),
        ({"text": "title,body\na,b", "content_base64": ""}, "/text", "oneOf"),
        ({"content_base64": "no base 64!"}, "/content_base64", "base64"),
        ({"content_base64": "YQ"}, "/content_base64", "base64"),
        ({"content_base64": "/w=="}, "/content_base64", "encoding"),
        ({"text": ""}, "/text", "rows"),
    ],
)
def test_what_is_no_file_is_refused(
    house: House, desk: Desk, body: dict[str, str], pointer: str, rule: str
) -> None:
    with desk.open(), pytest.raises(Invalid) as refused:
        house.knowledge.take_in(desk, {"format": "csv", **body})

    assert (refused.value.extra["pointer"], refused.value.extra["rule"]) == (pointer, rule)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_sheet_of_any_encoding(house: House, desk: Desk, fresh: Stage, encoding: str) -> None:
    data = base64.b64encode("问题,答案\n几点开门？,=1+1\n".encode(encoding)).decode()
    body = {"format": "csv", "content_base64": data}
    body |= {"encoding": encoding} if encoding == "gb18030" else {}
    with desk.open():
        house.knowledge.take_in(desk, body)
    work(fresh, desk)
    (found,) = entries(house, desk).values()

    assert (found.content.title, found.content.body) == ("几点开门？", "=1+1")
    assert found.locale == "zh"  # the merchant's own, where neither row nor request names one


def test_a_file_beyond_the_room_is_refused_whole(
    house: House, desk: Desk, fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MAX_ENTRIES", 3)
    made(house, desk)
    with pytest.raises(Conflict):
        take_in(house, desk, *(row(f"Question {n}?") for n in range(3)))
    take_in(house, desk, *(row(f"Question {n}?") for n in range(2)))
    with pytest.raises(Conflict):
        made(house, desk, "One more?")
    work(fresh, desk)

    assert len(entries(house, desk)) == 3


def test_the_same_question_of_two_merchants_are_two_entries(
    house: House, new_merchant: NewMerchant, fresh: Stage
) -> None:
    desks = [desk_of(new_merchant()) for _ in range(2)]
    for name, desk in zip("ab", desks, strict=True):
        take_in(house, desk, row(KNOWN, f"Answer of {name}."), publish=True)
        work(fresh, desk)
    ids = [entries(house, desk)[KNOWN].id for desk in desks]

    assert ids[0] != ids[1]
    with desks[0].open():
        (found,) = house.knowledge.search(desks[0], text=KNOWN, locale="en")
    assert found["body"] == "Answer of a."


def test_a_job_that_nobody_gave_is_nothing(house: House, desk: Desk) -> None:
    for job in ("0" * 26, "", "x"):
        house.knowledge_builder.work(merchant=desk.merchant, job=job)
    with pytest.raises(ValueError, match="merchant"):
        house.knowledge_builder.work(merchant="PLATFORM", job="0" * 26)


# --- killed and begun again


class Killed(BaseException):
    """The function's end in mid-work: nothing of ours catches it."""


def killing(patch: pytest.MonkeyPatch, last: int) -> Callable[[], bool]:
    """Lets so many calls be done and kills the next; says whether there was one."""
    real, calls = botocore.client.BaseClient._make_api_call, 0

    def call(self: Any, operation: str, params: dict[str, Any]) -> Any:
        nonlocal calls
        calls += 1
        if calls > last:
            raise Killed
        return real(self, operation, params)

    patch.setattr(botocore.client.BaseClient, "_make_api_call", call)
    return lambda: calls > last


class Kept:
    """The merchant's storage as it lies now, to be set back to it."""

    def __init__(self, stage: Stage, desk: Desk) -> None:
        self._stage, self._desk = stage, desk
        self._table = stage.dynamodb["ledger"]
        self._lying = self._table.lying()
        self._objects = {
            path: self._stage.s3.get_object(Bucket=FILES, Key=path)["Body"].read()
            for path in objects(stage, desk)
        }

    def back(self) -> None:
        self._table.lay(self._lying)
        for path in objects(self._stage, self._desk):
            self._stage.s3.delete_object(Bucket=FILES, Key=path)
        for path, body in self._objects.items():
            self._stage.s3.put_object(Bucket=FILES, Key=path, Body=body)
        self._stage.house.knowledge._cache._held.clear()


def outcome(stage: Stage, desk: Desk) -> Any:
    """All that is left, but for what chance and time decide."""
    house = stage.house
    with desk.open():
        state = house.knowledge.state(desk)
        index = sorted(each.title for each in house.knowledge.index(desk).entries.values())
        held = house.knowledge._shelf.current(desk)
    known = {
        title: (each.content, each.version, each.status, bool(each.brought_by))
        for title, each in entries(house, desk).items()
    }
    counts = [
        {name: each[name]["N"] for name in ("created", "updated", "skipped")}
        | {"done": "finished_at" in each}
        for each in stage.dynamodb.scan(TableName="ledger")["Items"]
        if each["kind"]["S"] == "knowledge_import"
    ]
    files = [path.rsplit("/", 1)[0] for path in objects(stage, desk)]
    built = (state.built == state.revision, held == state.built)
    return known, index, counts, files, built, (state.entries, state.size), jobs(stage, desk)


def scene(stage: Stage, desk: Desk) -> None:
    """An import of known and new questions waits, and a job that publishes all; an index stands."""
    take_in(stage.house, desk, row(KNOWN, "Old."), publish=True)
    work(stage, desk)
    take_in(stage.house, desk, row(KNOWN), row("Two?"), row("Three?"), publish=True)
    made(stage.house, desk, "Draft by hand?")
    with desk.open():
        stage.house.knowledge.publish_all(desk)


def test_killed_after_any_call_and_begun_again_it_ends_the_same(
    fresh: Stage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "BATCH", 2)
    scene(fresh, desk)
    kept = Kept(fresh, desk)
    work(fresh, desk)
    wanted = outcome(fresh, desk)
    assert wanted[1] == sorted([KNOWN, "Two?", "Three?", "Draft by hand?"])
    calls, was_killed = 0, True
    while was_killed:
        kept.back()
        with pytest.MonkeyPatch.context() as patch:
            killed = killing(patch, calls)
            with suppress(Killed):
                work(fresh, desk)
            was_killed = killed()
        work(fresh, desk)
        assert outcome(fresh, desk) == wanted, f"killed after {calls} calls"
        calls += 1
    assert calls > 30
