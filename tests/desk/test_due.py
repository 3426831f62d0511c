"""What is due is done once, whatever crashes, comes twice or waits behind it."""

import random
from datetime import datetime, timedelta

import pytest

from chalicelib.core.caller import system
from chalicelib.core.ids import MerchantId, new_id
from chalicelib.due.model import Entry
from chalicelib.due.service import DueService
from chalicelib.due.store import PAGE
from chalicelib.table import guard, keys, writes
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import MovableClock, NewMerchant

ALWAYS = lambda: True  # noqa: E731


def at_desk(merchant: str) -> Desk:
    return Desk(MerchantId(merchant), system("test"))


def put(due: DueService, merchant: str, subject: str, at: datetime, kind: str = "sla") -> None:
    desk = at_desk(merchant)
    with desk.open():
        writes.transact(due.put(desk, kind=kind, subject=subject, at=at))


class Marks:
    """A handler whose effect is an item that can be made once only, beside `done`."""

    def __init__(self, due: DueService) -> None:
        self.due = due
        self.made: list[tuple[str, str]] = []

    def __call__(self, desk: Desk, entry: Entry) -> None:
        writes.transact(self.due.done(desk, entry))
        self.made.append((desk.merchant, entry.subject))


@pytest.fixture
def marks(house: House) -> Marks:
    return Marks(house.due)


def test_what_is_due_is_done_at_its_own_merchants_desk_and_the_rest_waits(
    house: House, clock: MovableClock, marks: Marks
) -> None:
    put(house.due, "one", "a", clock.now - timedelta(seconds=30))
    put(house.due, "two", "a", clock.now)
    put(house.due, "two", "b", clock.now + timedelta(milliseconds=1))

    report = house.due.run({"sla": marks}, goes_on=ALWAYS)

    assert sorted(marks.made) == [("one", "a"), ("two", "a")]
    assert (report.done, report.failed, report.late_s, report.left) == (2, 0, 30.0, False)
    assert house.due.run({"sla": marks}, goes_on=ALWAYS).done == 0
    clock.advance(1)
    assert house.due.run({"sla": marks}, goes_on=ALWAYS).done == 1


def test_another_time_takes_the_place_of_the_first(
    house: House, clock: MovableClock, marks: Marks
) -> None:
    put(house.due, "one", "a", clock.now)
    put(house.due, "one", "a", clock.now + timedelta(hours=1))
    put(house.due, "one", "a", clock.now + timedelta(hours=2), kind="close")

    assert house.due.run({"sla": marks}, goes_on=ALWAYS).done == 0
    clock.advance(3600)
    assert house.due.run({"sla": marks}, goes_on=ALWAYS).done == 1


def test_two_runs_at_once_do_each_thing_once(
    house: House, clock: MovableClock, marks: Marks
) -> None:
    for n in range(20):
        put(house.due, "one", f"s{n}", clock.now)

    def meets_another(desk: Desk, entry: Entry) -> None:
        if len(marks.made) == 7:
            with guard.scope():
                house.due.run({"sla": marks}, goes_on=ALWAYS)
        marks(desk, entry)

    report = house.due.run({"sla": meets_another}, goes_on=ALWAYS)

    assert len(marks.made) == len(set(marks.made)) == 20
    assert report.failed == 0


def test_an_entry_put_to_another_time_meanwhile_is_not_done(
    house: House, clock: MovableClock, marks: Marks
) -> None:
    put(house.due, "one", "a", clock.now)

    def overtaken(desk: Desk, entry: Entry) -> None:
        put(house.due, "one", "a", clock.now + timedelta(hours=1))
        marks(desk, entry)

    assert house.due.run({"sla": overtaken}, goes_on=ALWAYS).done == 0
    assert marks.made == []
    clock.advance(3600)
    assert house.due.run({"sla": marks}, goes_on=ALWAYS).done == 1


def test_a_fault_keeps_nobody_waiting_and_is_tried_again_a_minute_later(
    house: House, clock: MovableClock, marks: Marks
) -> None:
    put(house.due, "one", "poison", clock.now - timedelta(hours=1))
    for n in range(5):
        put(house.due, "one", f"s{n}", clock.now)

    def faulty(desk: Desk, entry: Entry) -> None:
        if entry.subject == "poison":
            raise RuntimeError
        marks(desk, entry)

    report = house.due.run({"sla": faulty}, goes_on=ALWAYS)
    assert (report.done, report.failed) == (5, 1)
    assert house.due.run({"sla": faulty}, goes_on=ALWAYS).failed == 0
    clock.advance(60)
    assert house.due.run({"sla": marks}, goes_on=ALWAYS).done == 1


def test_a_kind_that_nobody_knows_is_a_fault(house: House, clock: MovableClock) -> None:
    put(house.due, "one", "a", clock.now, kind="later")

    assert house.due.run({}, goes_on=ALWAYS).failed == 1


def test_a_run_goes_on_page_by_page_and_stops_when_its_time_is_up(
    house: House, clock: MovableClock, marks: Marks
) -> None:
    subjects = [f"s{n}" for n in range(5 * PAGE)]
    shards = dict.fromkeys(range(keys.DUE_SHARDS), 0)
    chosen = []
    for subject in subjects:  # more than a page, all in one shard
        shard = keys.shard_of_due(keys.due(at_desk("one"), "sla", subject))
        shards[shard] += 1
        if shard == 0:
            chosen.append(subject)
    many = [f"{subject}{letter}" for subject in chosen for letter in "ab"]
    for subject in many:
        put(house.due, "one", subject, clock.now)
    left = iter(range(50))

    short = house.due.run({"sla": marks}, goes_on=lambda: next(left, None) is not None)

    assert short.left
    assert 0 < short.done < len(many)
    rest = house.due.run({"sla": marks}, goes_on=ALWAYS)
    assert short.done + rest.done == len(many) > PAGE
    assert not rest.left
    assert min(shards.values()) > 30  # spread


def test_the_scope_of_a_run_reaches_that_index_and_no_item() -> None:
    with guard.scope(family=keys.DUE):
        for key in (keys.audit_head(at_desk("one")), keys.session("x"), keys.person("x")):
            with pytest.raises(guard.Breach):
                guard.check("dynamodb", "GetItem", {"Key": {"pk": {"S": key.pk}}})


def test_no_scope_reads_the_index_by_mistake(house: House) -> None:
    query = {
        "KeyConditionExpression": "#p = :p",
        "ExpressionAttributeNames": {"#p": "due_pk"},
        "ExpressionAttributeValues": {":p": {"S": keys.due_shard(0)}},
    }
    with guard.scope(merchant="one"), pytest.raises(guard.Breach):
        guard.check("dynamodb", "Query", query)
    with guard.scope(family=keys.DUE):
        guard.check("dynamodb", "Query", query)


def test_each_minute_finds_what_came_due_within_a_minute(
    house: House, clock: MovableClock, new_merchant: NewMerchant, marks: Marks
) -> None:
    """Moments within half an hour, a run every minute and each entry in its turn."""
    chance = random.Random(3)  # noqa: S311
    delays = []
    for n in range(120):
        put(house.due, f"m{n % 7}", new_id(), clock.now + chance.randint(0, 1_800_000) * MS)

    def timed(desk: Desk, entry: Entry) -> None:
        clock.advance(0.01)
        delays.append((clock.now - entry.at).total_seconds())
        marks(desk, entry)

    begin = clock.now
    for minute in range(1, 32):
        clock.now = max(clock.now, begin + timedelta(minutes=minute))
        house.due.run({"sla": timed}, goes_on=ALWAYS)

    assert len(delays) == 120
    assert sorted(delays)[int(0.99 * len(delays))] <= 61


MS = timedelta(milliseconds=1)
