"""Entries of the knowledge: drafts and what is published, versions, lists, bounds, the audit."""

from typing import Any

import pytest

from chalicelib.core.ids import MerchantId
from chalicelib.knowledge.model import Entry, Status
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import Stage, desk_of


@pytest.fixture
def desk(merchant: MerchantId) -> Desk:
    return desk_of(merchant)


def made(house: House, desk: Desk, title: str = "Do you ship?", **values: Any) -> Entry:
    with desk.open():
        whole = {"title": title, "body": f"{title} Yes.", **values}
        return house.knowledge.create(desk, locale=whole.pop("locale", "en"), values=whole)


def work(house: House, desk: Desk, stage: Stage) -> None:
    """What stream and queue do with every job."""
    for item in stage.dynamodb.scan(TableName="ledger")["Items"]:
        if item["kind"]["S"] == "knowledge_job" and desk.merchant in item["pk"]["S"]:
            job = keys.last_of(item["sk"]["S"])
            house.knowledge_builder.work(merchant=desk.merchant, job=job)


def titles(house: House, desk: Desk) -> list[str]:
    with desk.open():
        return sorted(each.title for each in house.knowledge.index(desk).entries.values())


def test_a_draft_is_not_what_the_bot_reads(house: House, desk: Desk, fresh: Stage) -> None:
    entry = made(house, desk)
    work(house, desk, fresh)

    assert entry.status is Status.DRAFT
    assert titles(house, desk) == []


def test_what_is_published_stays_while_people_go_on_writing(
    house: House, desk: Desk, fresh: Stage
) -> None:
    entry = made(house, desk)
    with desk.open():
        published = house.knowledge.publish(desk, entry=entry.id)
        work(house, desk, fresh)
        changed = house.knowledge.change(desk, entry=entry.id, version=1, values={"title": "New?"})
        work(house, desk, fresh)

    assert [each.status for each in (published, changed)] == [Status.PUBLISHED, Status.CHANGED]
    assert titles(house, desk) == ["Do you ship?"]
    with desk.open():
        house.knowledge.publish(desk, entry=entry.id, version=2)
    work(house, desk, fresh)
    assert titles(house, desk) == ["New?"]
