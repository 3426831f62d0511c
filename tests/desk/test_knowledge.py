"""Entries of the knowledge: drafts and what is published, versions, lists, bounds, the audit."""

from typing import Any

import pytest

from chalicelib.core.errors import Conflict, Invalid, NotFound, Stale
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.knowledge import shelf
from chalicelib.knowledge.model import Entry, Status
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import MovableClock, NewMerchant, Stage, desk_of

SECRET = "secret-of-the-house"


@pytest.fixture
def desk(merchant: MerchantId) -> Desk:
    return desk_of(merchant)


def made(house: House, desk: Desk, title: str = "Do you ship?", **values: Any) -> Entry:
    with desk.open():
        whole = {"title": title, "body": f"{title} Yes.", **values}
        return house.knowledge.create(desk, locale=whole.pop("locale", "en"), values=whole)


def publish(house: House, desk: Desk, *entries: Entry) -> None:
    with desk.open():
        for entry in entries:
            house.knowledge.publish(desk, entry=entry.id)


def jobs(stage: Stage, desk: Desk) -> list[str]:
    """Ids of the jobs that wait, oldest first."""
    items = stage.dynamodb.scan(TableName="ledger")["Items"]
    mine = [item for item in items if item["pk"]["S"] == keys.knowledge(desk).pk]
    return sorted(
        keys.last_of(item["sk"]["S"]) for item in mine if item["kind"]["S"] == "knowledge_job"
    )


def work(stage: Stage, desk: Desk) -> None:
    """What stream and queue do with every job."""
    for job in jobs(stage, desk):
        stage.house.knowledge_builder.work(merchant=desk.merchant, job=job)


def titles(house: House, desk: Desk) -> list[str]:
    """What the bot can read."""
    with desk.open():
        return sorted(each.title for each in house.knowledge.index(desk).entries.values())


def test_a_draft_is_not_what_the_bot_reads(house: House, desk: Desk, fresh: Stage) -> None:
    entry = made(house, desk)
    work(fresh, desk)

    assert entry.status is Status.DRAFT
    assert titles(house, desk) == []


def test_what_is_published_stays_while_people_go_on_writing(
    house: House, desk: Desk, fresh: Stage
) -> None:
    entry = made(house, desk)
    with desk.open():
        published = house.knowledge.publish(desk, entry=entry.id)
        changed = house.knowledge.change(desk, entry=entry.id, version=1, values={"title": "New?"})
    work(fresh, desk)

    assert [each.status for each in (published, changed)] == [Status.PUBLISHED, Status.CHANGED]
    assert titles(house, desk) == ["Do you ship?"]
    publish(house, desk, entry)
    work(fresh, desk)
    assert titles(house, desk) == ["New?"]


def test_withdrawn_or_deleted_the_bot_forgets_it(house: House, desk: Desk, fresh: Stage) -> None:
    withdrawn, deleted = made(house, desk, "One?"), made(house, desk, "Two?")
    publish(house, desk, withdrawn, deleted)
    work(fresh, desk)
    assert titles(house, desk) == ["One?", "Two?"]
    with desk.open():
        draft = house.knowledge.unpublish(desk, entry=withdrawn.id)
        house.knowledge.delete(desk, entry=deleted.id)
    work(fresh, desk)

    assert titles(house, desk) == []
    assert draft.status is Status.DRAFT
    with desk.open():
        assert house.knowledge.get(desk, entry=withdrawn.id) == draft
        with pytest.raises(NotFound):
            house.knowledge.get(desk, entry=deleted.id)


def test_all_drafts_of_the_moment_are_published_and_none_that_come_later(
    house: House, desk: Desk, fresh: Stage, clock: MovableClock
) -> None:
    made_before = [made(house, desk, f"Question {n}?") for n in range(20)]
    gone = made_before.pop()
    with desk.open():
        house.knowledge.publish_all(desk)
        house.knowledge.delete(desk, entry=gone.id)
    clock.advance(1)
    later = made(house, desk, "Later?")
    work(fresh, desk)

    assert titles(house, desk) == sorted(each.content.title for each in made_before)
    with desk.open():
        assert house.knowledge.get(desk, entry=later.id).status is Status.DRAFT
        assert house.knowledge.get(desk, entry=made_before[0].id).status is Status.PUBLISHED


def test_a_stale_version_is_refused_and_nothing_written(
    house: House, desk: Desk, fresh: Stage
) -> None:
    entry = made(house, desk)
    with desk.open():
        changed = house.knowledge.change(desk, entry=entry.id, version=1, values={"body": "No."})
        with pytest.raises(Stale):
            house.knowledge.change(desk, entry=entry.id, version=1, values={"body": "?"})
        for act in (house.knowledge.publish, house.knowledge.unpublish):
            with pytest.raises(Stale):
                act(desk, entry=entry.id, version=1)
        assert house.knowledge.get(desk, entry=entry.id) == changed
    assert jobs(fresh, desk) == []


def test_published_again_without_a_change_makes_no_work(
    house: House, desk: Desk, fresh: Stage
) -> None:
    entry = made(house, desk)
    publish(house, desk, entry, entry)

    assert len(jobs(fresh, desk)) == 1


def test_html_is_kept_as_its_words(house: House, desk: Desk) -> None:
    entry = made(
        house,
        desk,
        "<b>Do</b> you\nship?",
        body="<p>Yes.</p><script>alert(1)</script>",
        alternatives=["<i>Shipping?</i>", "Shipping?", " <br> "],
        keywords=["<script>x</script>"],
    )

    assert entry.content.title == "Do you ship?"
    assert entry.content.body == "Yes."
    assert (entry.content.alternatives, entry.content.keywords) == (("Shipping?",), ())


@pytest.mark.parametrize(
    ("values", "pointer", "rule"),
    [
        ({"title": "<img src=x>"}, "/title", "minLength"),
        ({"title": " \u202e\ufeff "}, "/title", "minLength"),
        ({"body": "<script>alert(1)</script>"}, "/body", "minLength"),
        ({"body": "½" * 20_001}, "/body", "maxLength"),
    ],
)
def test_what_leaves_no_text_is_refused(
    house: House, desk: Desk, values: dict[str, str], pointer: str, rule: str
) -> None:
    with pytest.raises(Invalid) as refused:
        made(house, desk, **values)

    assert refused.value.extra == {"pointer": pointer, "rule": rule}


def test_lists_are_by_language_newest_first_in_pages(house: House, desk: Desk) -> None:
    english = [made(house, desk, f"Question {n}?").id for n in range(5)]
    chinese = made(house, desk, "什么时候发货？", locale="zh").id
    seen: list[str] = []
    with desk.open():
        cursor = None
        while True:
            page = house.knowledge.page(desk, locale="en", cursor=cursor, limit=2)
            seen += [each.id for each in page.items]
            if (cursor := page.next) is None:
                break
        everything = [each.id for each in house.knowledge.page(desk).items]
        only = [each.id for each in house.knowledge.page(desk, locale="zh").items]

    assert sorted(seen) == sorted(english)
    assert seen == sorted(english, reverse=True)
    assert sorted(everything) == sorted([*english, chinese])
    assert only == [chinese]


def test_a_merchant_has_room_for_so_much_and_what_goes_gives_it_back(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MAX_ENTRIES", 2)
    first = made(house, desk, "One?")
    made(house, desk, "Two?")
    with pytest.raises(Conflict) as refused:
        made(house, desk, "Three?")
    assert refused.value.extra["rule"] == "room"
    with desk.open():
        house.knowledge.delete(desk, entry=first.id)
    made(house, desk, "Three?")

    monkeypatch.setattr(shelf, "MAX_TEXT", 1_000)
    with desk.open():
        entry = next(iter(house.knowledge.page(desk).items))
        with pytest.raises(Conflict):
            house.knowledge.change(desk, entry=entry.id, version=1, values={"body": "x" * 1_000})


def test_the_count_is_what_there_is(house: House, desk: Desk) -> None:
    entries = [made(house, desk, f"Question {n}?") for n in range(3)]
    with desk.open():
        longer = house.knowledge.change(
            desk, entry=entries[0].id, version=1, values={"body": "x" * 500}
        )
        house.knowledge.delete(desk, entry=entries[1].id)
        state = house.knowledge.state(desk)

    assert state.entries == 2
    assert state.size == longer.content.size + entries[2].content.size


def test_the_state_tells_whether_the_index_has_what_is_published(
    house: House, desk: Desk, fresh: Stage
) -> None:
    with desk.open():
        empty = house.knowledge.state(desk).wire()
    publish(house, desk, made(house, desk))
    with desk.open():
        waiting = house.knowledge.state(desk).wire()
    work(fresh, desk)
    with desk.open():
        done = house.knowledge.state(desk).wire()

    assert (empty["pending"], empty["version"], empty["entries"]) == (False, 0, 0)
    assert (waiting["pending"], waiting["version"]) == (True, 0)
    assert (done["pending"], done["version"], done["published"]) == (False, 1, 1)


def test_publishing_importing_and_deleting_are_in_the_audit(
    house: House, desk: Desk, fresh: Stage
) -> None:
    entry = made(house, desk)
    publish(house, desk, entry)
    with desk.open():
        house.knowledge.change(desk, entry=entry.id, version=1, values={"title": SECRET})
        house.knowledge.unpublish(desk, entry=entry.id)
        house.knowledge.delete(desk, entry=entry.id)
        body = {"format": "jsonl", "text": '{"title": "a", "body": "b"}'}
        imported = house.knowledge.take_in(desk, body)
        house.knowledge.publish_all(desk)
        entries = [each for each in house.audit.page(desk).items if "knowledge" in each.action]

    assert [(each.action, each.object) for each in reversed(entries)] == [
        ("knowledge.created", entry.id),
        ("knowledge.published", entry.id),
        ("knowledge.changed", entry.id),
        ("knowledge.unpublished", entry.id),
        ("knowledge.deleted", entry.id),
        ("knowledge.imported", imported.id),
        ("knowledge.all_published", desk.merchant),
    ]


def test_what_people_wrote_lies_sealed(house: House, desk: Desk, fresh: Stage) -> None:
    entry = made(house, desk, SECRET, category=SECRET, keywords=[SECRET], alternatives=[SECRET])
    publish(house, desk, entry)
    work(fresh, desk)
    with desk.open():
        house.knowledge.publish(desk, entry=entry.id)
    lying = str(fresh.dynamodb.scan(TableName="ledger")["Items"])

    assert SECRET not in lying
    assert titles(house, desk) == [SECRET]


def test_search_finds_what_the_bot_would_find(house: House, desk: Desk, fresh: Stage) -> None:
    ship = made(house, desk, "Do you ship to islands?", alternatives=["Shipping to islands"])
    hours = made(house, desk, "When are you open?", body="From ten to six.")
    zh = made(house, desk, "什么时候发货？", locale="zh", body="两天内发货。")
    draft = made(house, desk, "Do you ship to islands by night?")
    publish(house, desk, ship, hours, zh)
    work(fresh, desk)
    with desk.open():
        found = house.knowledge.search(desk, text="can you ship it to an island", locale="en")
        chinese = house.knowledge.search(desk, text="你们几时發貨", locale="zh")
        nothing = house.knowledge.search(desk, text="", locale="en")
        with pytest.raises(Invalid):
            house.knowledge.search(desk, text="x" * 501, locale="en")

    assert found[0]["id"] == ship.id
    assert found[0]["score"] > 0
    assert draft.id not in [each["id"] for each in found]
    assert chinese[0]["id"] == zh.id
    assert nothing == []


@pytest.mark.parametrize("whose", ["another merchant's", "nobody's", "no id", ""])
def test_another_merchants_entry_is_not_there(
    house: House, new_merchant: NewMerchant, whose: str
) -> None:
    mine, other = desk_of(new_merchant()), desk_of(new_merchant())
    absent = {"another merchant's": made(house, mine).id, "nobody's": new_id()}.get(whose, whose)
    for act in (
        lambda: house.knowledge.get(other, entry=absent),
        lambda: house.knowledge.publish(other, entry=absent),
        lambda: house.knowledge.delete(other, entry=absent),
        lambda: house.knowledge.change(other, entry=absent, version=1, values={"body": "x"}),
        lambda: house.knowledge.imported(other, import_id=absent),
    ):
        with other.open(), pytest.raises(NotFound):
            act()
