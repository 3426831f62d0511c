"""Customers by REST: found, mended, merged and parted, blocked, and erased together."""

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.core.errors import Forbidden
from chalicelib.core.ids import ConversationId
from chalicelib.core.rights import Role
from chalicelib.customers.items import CustomerItem
from chalicelib.customers.model import MOST_MERGED
from chalicelib.table import keys, writes
from tests.doors.front import Got
from tests.doors.rest import refused
from tests.doors.wire import denied, line, say
from tests.doors.world import Bearer, World, guest, said

CUSTOMER = "/v1/customers/{customer}"
CONFIRMED = {"confirm": "erase"}


@dataclass
class Records:
    world: World

    def ask(
        self, name: str, customer: str = "", body: Any = None, version: int = 1, **query: Any
    ) -> Got:
        headers = {"if-match": f'"{version}"', **self.world.a.seats[Role.ADMIN].headers}
        path = {"customer": customer} if customer else None
        return self.world.rest.send(
            name, path=path, body=body, headers=headers, query=query.items()
        )

    def get(self, customer: str) -> dict[str, Any]:
        found = self.ask(f"GET {CUSTOMER}", customer)
        assert found.status == 200, found.text
        return dict(found.body)

    def post(self, verb: str, customer: str, body: Any = None) -> Got:
        return self.ask(f"POST {CUSTOMER}/{verb}", customer, body or {})

    def merge(self, stays: str, goes: str) -> Got:
        return self.post("merge", stays, {"customer": goes})

    def ids(self, **query: Any) -> list[str]:
        found = self.ask("GET /v1/customers", **query)
        assert found.status == 200, found.text
        return [each["id"] for each in found.body["items"]]

    def talks(self, customer: str, **query: Any) -> Got:
        return self.ask(f"GET {CUSTOMER}/conversations", customer, **query)

    def arrives(self) -> Bearer:
        return guest(self.world.stage, self.world.a)


@pytest.fixture
def records(world: World) -> Records:
    return Records(world)


WHOLE = {
    "name": "Li Na",
    "email": "Li.Na@Shop.example",
    "phone": "+86 138-0013-8000",
    "company": "青竹里",
    "tier": "vip",
    "attributes": [{"name": "尺码", "value": "M"}, {"name": "since", "value": "2019"}],
}


# --- the record and the list


def test_a_record_is_mended_and_read_as_it_was_given(records: Records, world: World) -> None:
    person = world.a.guests[0].id
    changed = records.ask(f"PATCH {CUSTOMER}", person, WHOLE)
    assert (changed.status, changed.headers["etag"]) == (200, '"2"')
    found = records.get(person)
    assert found == changed.body
    assert {name: found[name] for name in WHOLE} == {
        **WHOLE,
        "email": "li.na@shop.example",
        "phone": "+8613800138000",
    }
    assert {(i["kind"], i["value"], i["verified"]) for i in found["identities"]} == {
        ("email", "li.na@shop.example", False),
        ("phone", "+8613800138000", False),
    }
    gone = records.ask(
        f"PATCH {CUSTOMER}",
        person,
        {"phone": "", "company": "", "tier": "none", "attributes": []},
        version=2,
    )
    assert [gone.body[name] for name in ("phone", "company", "tier", "attributes")] == [
        "",
        "",
        "none",
        [],
    ]
    assert [each["kind"] for each in gone.body["identities"]] == ["email"]


@pytest.mark.parametrize(
    ("body", "pointer", "rule"),
    [
        ({"phone": "13800138000"}, "/phone", "e164"),
        ({"attributes": [{"name": "a", "value": "1"}] * 2}, "/attributes", "uniqueItems"),
        ({"attributes": [{"name": str(n), "value": "1"} for n in range(21)]}, "/attributes", None),
        ({"attributes": [{"name": "a" * 41, "value": "1"}]}, "/attributes/0/name", "maxLength"),
        ({"attributes": [{"name": "a", "value": "1" * 201}]}, "/attributes/0/value", "maxLength"),
        ({"company": "a\u0000b"}, "/company", "pattern"),
    ],
)
def test_what_is_no_record_is_refused(
    records: Records, world: World, body: Any, pointer: str, rule: str | None
) -> None:
    before = world.storage.rows()
    got = records.ask(f"PATCH {CUSTOMER}", world.a.guests[0].id, body)
    refused(got, 422, "invalid", pointer=pointer, **({"rule": rule} if rule else {}))
    assert world.storage.rows() == before


def test_a_stale_change_changes_nothing(records: Records, world: World) -> None:
    person = world.a.guests[0].id
    assert records.ask(f"PATCH {CUSTOMER}", person, {"tier": "gold"}).status == 200
    before = world.storage.rows()
    refused(records.ask(f"PATCH {CUSTOMER}", person, {"tier": "silver"}), 412, "stale")
    assert world.storage.rows() == before


def test_the_list_is_newest_first_and_shows_each_once(records: Records, world: World) -> None:
    world.stage.clock.advance(1)
    newest = records.arrives().id
    whole = records.ids()
    paged, cursor = [], ""
    while cursor is not None:
        more: dict[str, Any] = {"cursor": cursor} if cursor else {}
        found = records.ask("GET /v1/customers", limit="2", **more).body
        paged += [each["id"] for each in found["items"]]
        cursor = found["next"]
    assert whole[0] == newest
    assert paged == whole
    assert {each.id for each in world.a.guests} < set(whole)
    assert not {each.id for each in world.b.guests} & set(whole)


def test_a_row_tells_nobodys_address(records: Records, world: World) -> None:
    found = records.ask("GET /v1/customers")
    assert "guest@a.example" not in found.text
    assert world.a.canary in found.text


def test_customers_are_found_by_address_and_number(records: Records, world: World) -> None:
    person = world.a.guests[0].id
    records.ask(f"PATCH {CUSTOMER}", person, WHOLE)
    assert records.ids(email="LI.na@shop.EXAMPLE") == [person]
    assert records.ids(phone="0086 138 0013 8000") == [person]
    assert person not in records.ids(email="guest@a.example")  # what it was before
    assert world.a.guests[1].id in records.ids(email="guest@a.example")
    assert records.ids(email="guest@b.example") == []
    assert records.ids(email="nobody") == []
    refused(records.ask("GET /v1/customers", phone="138"), 422, "invalid", pointer="/query/phone")
    refused(
        records.ask("GET /v1/customers", phone="+8613800138000", email="a@b.example"),
        *(422, "invalid"),
        rule="either",
    )


def test_tiers_are_lists_of_their_own(records: Records, world: World) -> None:
    one, other, third = (each.id for each in world.a.guests)
    for person in (one, third):
        assert records.ask(f"PATCH {CUSTOMER}", person, {"tier": "vip"}).status == 200
    assert records.ask(f"PATCH {CUSTOMER}", other, {"tier": "gold"}).status == 200
    assert records.ids(tier="vip") == [each for each in records.ids() if each in (one, third)]
    assert (records.ids(tier="gold"), records.ids(tier="silver")) == ([other], [])
    assert records.ask(f"PATCH {CUSTOMER}", one, {"tier": "none"}, version=2).status == 200
    assert records.merge(other, third).status == 200
    assert records.ids(tier="vip") == []
    assert records.post("erase", other, CONFIRMED).status == 200
    assert records.ids(tier="gold") == []


@pytest.mark.parametrize(
    ("asked", "pointer", "rule"),
    [
        ({"blocked": "false"}, "/query/blocked", "enum"),
        ({"blocked": ""}, "/query/blocked", "enum"),
        ({"tier": "none"}, "/query/tier", "enum"),
        ({"tier": "VIP"}, "/query/tier", "enum"),
        ({"email": ""}, "/query/email", "email"),
        ({"blocked": "true", "tier": "vip"}, "/query/tier", "either"),
        ({"email": "a@b.example", "blocked": "true"}, "/query/blocked", "either"),
    ],
)
def test_what_is_no_list_is_refused(
    records: Records, world: World, asked: dict[str, Any], pointer: str, rule: str
) -> None:
    before = world.storage.rows()
    got = records.ask("GET /v1/customers", **asked)
    refused(got, 422, "invalid", pointer=pointer, rule=rule)
    assert world.storage.rows() == before


def test_looking_somebody_up_is_written_down(records: Records, world: World) -> None:
    records.ids(email="guest@a.example")
    (entry,) = [
        each
        for each in records.ask("GET /v1/audit").body["items"]
        if each["action"] == "customer.looked_up"
    ]
    assert entry["detail"] == {"by": "email"}


def test_who_came_before_there_was_a_list_is_in_it_once_changed(
    records: Records, world: World
) -> None:
    person, desk = world.a.guests[0].id, world.a.owner.desk
    item = CustomerItem.at(keys.customer(desk, person))
    with desk.open():
        gone = writes.setting(CustomerItem, dict.fromkeys(("recent_pk", "recent_sk")))
        writes.transact(writes.Change(item, gone))
    assert person not in records.ids()
    assert records.ask(f"PATCH {CUSTOMER}", person, {"tier": "gold"}).status == 200
    assert person in records.ids()


# --- merging


def test_merging_shows_one_person_and_rewrites_nothing(records: Records, world: World) -> None:
    one, other, _ = world.a.guests
    before, rows = records.get(other.id), world.storage.rows()
    merged = records.merge(one.id, other.id)
    assert (merged.status, merged.body["merged"]) == (200, [other.id])
    assert {each["customer"] for each in merged.body["identities"]} == {one.id, other.id}
    touched = {
        (pk, sk)
        for (table, pk, sk), item in world.storage.rows().items()
        if table == "desk" and rows.get((table, pk, sk)) != item
    }
    desk = world.a.owner.desk
    assert touched == {(keys.customer(desk, each.id).pk, "PROFILE") for each in (one, other)}
    assert other.id not in records.ids()
    assert records.get(other.id)["merged_into"] == one.id
    talks = [each["id"] for each in records.talks(one.id).body["items"]]
    assert talks == sorted(world.a.conversations[:2], reverse=True)

    parted = records.post("unmerge", one.id, {"customer": other.id})
    assert (parted.status, parted.body["merged"]) == (200, [])
    after = records.get(other.id)
    assert {**after, "version": 1} == {**before, "version": 1}
    assert other.id in records.ids()


def test_who_stays_keeps_their_tier_and_who_is_parted_has_theirs_again(
    records: Records, world: World
) -> None:
    one, other, _ = (each.id for each in world.a.guests)
    for person, tier in ((one, "gold"), (other, "vip")):
        assert records.ask(f"PATCH {CUSTOMER}", person, {"tier": tier}).status == 200
    assert records.merge(one, other).body["tier"] == "gold"
    assert (records.ids(tier="gold"), records.ids(tier="vip")) == ([one], [])
    assert records.post("unmerge", one, {"customer": other}).status == 200
    assert (records.ids(tier="gold"), records.ids(tier="vip")) == ([one], [other])


def test_nobody_of_another_merchant_is_merged_parted_blocked_or_listed(
    records: Records, world: World
) -> None:
    one, stranger = world.a.guests[0].id, world.b.guests[0].id
    theirs = records.world.rest.send(
        f"POST {CUSTOMER}/block",
        path={"customer": stranger},
        body={"reason": "spam"},
        headers=world.b.seats[Role.ADMIN].headers,
    )
    assert theirs.status == 200
    before = world.storage.rows()
    for verb in ("merge", "unmerge"):
        for stays, goes in ((one, stranger), (stranger, one)):
            refused(records.post(verb, stays, {"customer": goes}), 404, "not_found")
    refused(records.post("block", stranger, {"reason": "spam"}), 404, "not_found")
    refused(records.post("unblock", stranger), 404, "not_found")
    refused(records.ask(f"PATCH {CUSTOMER}", stranger, {"tier": "vip"}), 404, "not_found")
    assert records.ids(blocked="true") == []
    assert world.storage.rows() == before


def test_who_is_merged_reads_and_writes_on_in_their_own_conversation(
    records: Records, world: World, front: Any
) -> None:
    one, other, _ = world.a.guests
    records.merge(one.id, other.id)
    wire = line(world, front.sockets, other)
    session = wire.synced(world.a.conversations[1])
    answer = wire.ask(say(session, 1, "still here", world.a.conversations[1]))
    assert answer["t"] == "said"


def test_the_conversations_of_all_come_in_pages(records: Records, world: World) -> None:
    one, other, third = world.a.guests
    for each in (other, third):
        assert records.merge(one.id, each.id).status == 200
    found, cursor = [], ""
    while cursor is not None:
        page = records.talks(one.id, limit="1", **({"cursor": cursor} if cursor else {})).body
        found += [each["id"] for each in page["items"]]
        cursor = page["next"]
    assert found == sorted(world.a.conversations, reverse=True)


def test_there_is_no_chain_and_no_circle(records: Records, world: World) -> None:
    one, other, third = (each.id for each in world.a.guests)
    assert records.merge(one, other).status == 200
    before = world.storage.rows()
    for stays, goes, rule in (
        (other, one, "merged"),
        (other, third, "merged"),
        (third, other, "merged"),
        (third, one, "has_merged"),
        (one, other, "merged"),
    ):
        refused(records.merge(stays, goes), 409, "conflict", rule=rule)
    refused(records.merge(one, one), 422, "invalid", pointer="/customer", rule="other")
    refused(records.post("unmerge", one, {"customer": third}), 409, "conflict", rule="not_merged")
    refused(records.merge(one, world.b.guests[0].id), 404, "not_found")
    assert world.storage.rows() == before


def test_at_most_twenty_are_of_one(records: Records, world: World) -> None:
    stays = world.a.guests[0].id
    for _ in range(MOST_MERGED):
        assert records.merge(stays, records.arrives().id).status == 200
    refused(records.merge(stays, records.arrives().id), 409, "conflict", rule="most")


def test_merging_and_parting_are_written_down(records: Records, world: World) -> None:
    one, other, _ = (each.id for each in world.a.guests)
    records.merge(one, other)
    records.post("unmerge", one, {"customer": other})
    told = [
        (each["action"], each["object"], each["detail"])
        for each in records.ask("GET /v1/audit").body["items"][:2]
    ]
    assert told == [
        ("customer.unmerged", one, {"customer": other}),
        ("customer.merged", one, {"customer": other}),
    ]


def test_erasing_the_one_who_stays_erases_all(records: Records, world: World) -> None:
    """Each by their own key; who is a customer of the same shop keeps everything."""
    one, other = records.arrives(), records.arrives()
    talks = [said(world.stage, each, f"Hello {world.a.canary}") for each in (one, other)]
    assert records.ask(f"PATCH {CUSTOMER}", other.id, WHOLE).status == 200
    records.merge(one.id, other.id)
    assert records.post("erase", one.id, CONFIRMED).status == 200
    for each in (one, other):
        found = records.get(each.id)
        assert found["erased_at"]
        assert [found[name] for name in WHOLE] == ["", "", "", "", "none", []]
        assert found["identities"] == []
        assert world.a.canary not in str(found)
    for conversation in talks:
        got = world.rest.send(
            "GET /v1/conversations/{conversation}",
            path={"conversation": conversation},
            headers=world.a.owner.headers,
        )
        assert got.body["erased"]
    third = world.a.guests[2].id
    assert world.a.canary in str(records.get(third))
    assert not {one.id, other.id} & set(records.ids())
    assert not {one.id, other.id} & set(records.ids(email="guest@a.example"))
    refused(records.merge(third, one.id), 409, "conflict", rule="erased")


def test_an_erasure_that_broke_off_goes_on(records: Records) -> None:
    one, other = records.arrives().id, records.arrives().id
    records.merge(one, other)
    records.post("erase", other, CONFIRMED)  # as far as it came
    assert records.get(one)["erased_at"] is None
    assert records.post("erase", one, CONFIRMED).status == 200
    assert records.get(one)["erased_at"]


# --- blocking


@dataclass
class Blocked:
    records: Records
    visitor: Bearer
    conversation: str
    session: str


@pytest.fixture
def blocked(records: Records, world: World, front: Any) -> Blocked:
    visitor, conversation = world.a.guests[0], world.a.conversations[0]
    session = line(world, front.sockets, visitor).synced(conversation)
    got = records.post("block", visitor.id, {"reason": "spam"})
    assert (got.status, got.body["blocked_reason"]) == (200, "spam")
    return Blocked(records, visitor, conversation, session)


def test_who_is_blocked_says_nothing_more_and_nothing_is_written(
    blocked: Blocked, world: World, front: Any
) -> None:
    wire = line(world, front.sockets, blocked.visitor)
    before = world.storage.rows()
    for to in (blocked.conversation, None):
        denied(
            wire.send(say(blocked.session, 1, "again", to)), "forbidden", of="say", rule="blocked"
        )
    path = {"conversation": blocked.conversation}
    for name, body in (
        ("POST /v1/conversations/{conversation}/messages/{seq}/edit", {"parts": PARTS}),
        ("POST /v1/visitor/conversations/{conversation}/rating", {"score": 1, "text": "spam"}),
    ):
        got = world.rest.send(
            name,
            path={**path, **({"seq": "1"} if "{seq}" in name else {})},
            body=body,
            headers=blocked.visitor.headers,
        )
        refused(got, 403, "forbidden", rule="blocked")
    assert world.storage.rows() == before


PARTS = [{"type": "text", "text": "said better"}]


def test_what_they_had_said_is_acknowledged_and_read(
    blocked: Blocked, world: World, front: Any
) -> None:
    wire = line(world, front.sockets, blocked.visitor)
    history = wire.ask({"t": "sync", "conversation": blocked.conversation, "after": 0})
    assert history["t"] == "history"
    blocked.records.post("unblock", blocked.visitor.id)
    first = wire.ask(say(blocked.session, 1, "before", blocked.conversation))
    blocked.records.post("block", blocked.visitor.id, {"reason": "spam"})
    assert wire.ask(say(blocked.session, 1, "before", blocked.conversation)) == first


def test_a_block_is_lifted(blocked: Blocked, world: World, front: Any) -> None:
    got = blocked.records.post("unblock", blocked.visitor.id)
    assert (got.body["blocked_at"], got.body["blocked_reason"]) == (None, "")
    wire = line(world, front.sockets, blocked.visitor)
    assert wire.ask(say(blocked.session, 1, "thanks", blocked.conversation))["t"] == "said"


def test_no_conversation_begins_while_a_block_is_made(world: World, records: Records) -> None:
    """They were read before it, and their first words come after it."""
    visitor = records.arrives()
    house = world.house
    with visitor.desk.open():
        known = house.customers.who_calls(visitor.desk)
        records.post("block", visitor.id, {"reason": "spam"})
        begun = ConversationId(world.a.conversations[0])
        with visitor.desk.open(), pytest.raises(writes.ConditionFailed) as failed:
            writes.transact(house.customers.starting(visitor.desk, known, begun))
    assert failed.value.labels == ("customer",)
    with pytest.raises(Forbidden):
        said(world.stage, visitor, "first words")


def test_a_block_is_of_all_that_are_one(records: Records, world: World, front: Any) -> None:
    one, other, third = world.a.guests
    records.merge(one.id, other.id)
    refused(records.post("block", other.id, {"reason": "x"}), 409, "conflict", rule="merged")
    records.post("block", one.id, {"reason": "spam"})
    wire = line(world, front.sockets, other)
    session = wire.synced(world.a.conversations[1])
    denied(
        wire.send(say(session, 1, "again", world.a.conversations[1])),
        *("forbidden",),
        of="say",
        rule="blocked",
    )
    refused(records.merge(one.id, third.id), 409, "conflict", rule="blocked")


def test_who_is_blocked_is_a_list_the_latest_first(records: Records, world: World) -> None:
    one, other, third = (each.id for each in world.a.guests)
    for person in (other, one, third):
        world.stage.clock.advance(1)
        assert records.post("block", person, {"reason": "spam"}).status == 200
    assert records.ids(blocked="true") == [third, one, other]
    first = records.ask("GET /v1/customers", blocked="true", limit="2").body
    rest = records.ask("GET /v1/customers", blocked="true", limit="2", cursor=first["next"]).body
    assert [each["id"] for each in (*first["items"], *rest["items"])] == [third, one, other]
    assert (rest["next"], first["items"][0]["blocked_at"] is None) == (None, False)
    refused(records.ask("GET /v1/customers", cursor=first["next"]), 422, "invalid", rule="cursor")
    assert records.post("unblock", one).status == 200
    assert records.post("erase", third, CONFIRMED).status == 200
    assert records.ids(blocked="true") == [other]


def test_of_several_that_are_one_the_list_shows_one(records: Records, world: World) -> None:
    one, other, _ = (each.id for each in world.a.guests)
    for person in (one, other):
        assert records.post("block", person, {"reason": "spam"}).status == 200
    assert records.merge(one, other).status == 200
    assert records.ids(blocked="true") == [one]
    assert records.post("unmerge", one, {"customer": other}).status == 200
    assert sorted(records.ids(blocked="true")) == sorted([one, other])


def test_who_was_blocked_before_there_was_a_list_is_in_it_once_changed(
    blocked: Blocked, world: World
) -> None:
    records, person, desk = blocked.records, blocked.visitor.id, world.a.owner.desk
    item = CustomerItem.at(keys.customer(desk, person))
    with desk.open():
        gone = writes.setting(CustomerItem, dict.fromkeys(("held_pk", "held_sk")))
        writes.transact(writes.Change(item, gone))
    assert records.ids(blocked="true") == []
    version = records.get(person)["version"]
    assert records.ask(f"PATCH {CUSTOMER}", person, {"tier": "gold"}, version).status == 200
    assert records.ids(blocked="true") == [person]


def test_a_block_says_who_and_when_and_once(blocked: Blocked) -> None:
    since = blocked.records.get(blocked.visitor.id)["blocked_at"]
    blocked.records.world.stage.clock.advance(60)
    again = blocked.records.post("block", blocked.visitor.id, {"reason": "other"})
    assert (again.body["blocked_at"], again.body["blocked_reason"]) == (since, "spam")
    entries = blocked.records.ask("GET /v1/audit").body["items"]
    assert sum(each["action"] == "customer.blocked" for each in entries) == 1
    assert "spam" not in str(entries)


def test_agents_see_it_on_the_conversation(blocked: Blocked, world: World) -> None:
    got = world.rest.send(
        "GET /v1/conversations/{conversation}",
        path={"conversation": blocked.conversation},
        headers=world.a.owner.headers,
    )
    assert got.body["blocked"] is True
