"""Members and their roles: no merchant without an owner, no merchant's people in another's list."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.connections.model import Presence
from chalicelib.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Refused,
    Stale,
    Unauthenticated,
)
from chalicelib.core.rights import Role
from chalicelib.people.model import Member
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from chalicelib.vault import passwords
from tests.desk.standing import Stage
from tests.desk.stories import again, joined, signed_in, signed_up

OWNER, MAY = "owner@shop.example", "may@shop.example"


def members(stage: Stage, desk: Desk) -> dict[str, Member]:
    with desk.open(front=True):
        found = stage.house.people.members(desk).items
    return {member.person.email: member for member in found}


def change_role(stage: Stage, by: Desk, whom: Desk, role: str, version: int = 1) -> Member:
    with by.open(front=True):
        return stage.house.people.change_member(
            by, person=whom.caller.id, values={"role": role}, version=version
        )


def remove(stage: Stage, by: Desk, whom: Desk) -> None:
    with by.open(front=True):
        stage.house.people.remove(by, person=whom.caller.id)


def socket(stage: Stage, desk: Desk, connection: str) -> None:
    with desk.open(front=True):
        connections = stage.house.connections
        connections.opened(desk, connection=connection, name="May")
        connections.present(desk, connection=connection, presence=Presence.AVAILABLE)


def test_two_merchants_people_never_mix(fresh: Stage) -> None:
    one, two = signed_up(fresh, OWNER), signed_up(fresh, "other@shop.example")
    joined(fresh, one, MAY)
    joined(fresh, two, "li@shop.example")

    assert set(members(fresh, one)) == {OWNER, MAY}
    assert set(members(fresh, two)) == {"other@shop.example", "li@shop.example"}


def test_a_person_of_two_merchants_has_a_role_in_each(fresh: Stage) -> None:
    one, two = signed_up(fresh, OWNER), signed_up(fresh, "other@shop.example")
    at_one = joined(fresh, one, MAY, Role.VIEWER)
    at_two = joined(fresh, two, MAY, Role.ADMIN)

    assert at_one.caller.id == at_two.caller.id
    assert (at_one.caller.role, at_two.caller.role) == (Role.VIEWER, Role.ADMIN)
    change_role(fresh, two, at_two, Role.AGENT)
    assert again(fresh.house, at_one).caller.role == Role.VIEWER


def test_another_merchants_member_is_not_found(fresh: Stage) -> None:
    one, two = signed_up(fresh, OWNER), signed_up(fresh, "other@shop.example")
    may = joined(fresh, one, MAY)

    with pytest.raises(NotFound):
        change_role(fresh, two, may, Role.ADMIN)
    with pytest.raises(NotFound):
        remove(fresh, two, may)


def test_a_new_role_holds_from_the_next_request_on_and_closes_sockets(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    may = joined(fresh, owner, MAY, Role.ADMIN)
    socket(fresh, may, "c1")
    socket(fresh, owner, "c2")
    changed = change_role(fresh, owner, may, Role.VIEWER)

    assert (changed.role, changed.version) == (Role.VIEWER, 2)
    assert again(fresh.house, may).caller.role == Role.VIEWER
    assert fresh.wires.closed == ["c1"]
    with owner.open(front=True):
        entry = fresh.house.audit.page(owner).items[0]
    assert (entry.action, entry.object) == ("member.role_changed", may.caller.id)
    assert entry.detail == {"from": "admin", "to": "viewer"}


def test_a_stale_change_of_role_is_refused(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    may = joined(fresh, owner, MAY)
    change_role(fresh, owner, may, Role.ADMIN)

    with pytest.raises(Stale):
        change_role(fresh, owner, may, Role.VIEWER, version=1)
    assert again(fresh.house, may).caller.role == Role.ADMIN


def test_a_change_that_was_overtaken_after_reading_is_stale(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = signed_up(fresh, OWNER)
    may = joined(fresh, owner, MAY)
    with owner.open():
        read = fresh.house.people.membership(owner, may.caller.id)
    change_role(fresh, owner, may, Role.ADMIN)
    monkeypatch.setattr(fresh.house.people._store, "membership", lambda *_: read)

    with pytest.raises(Stale):
        change_role(fresh, owner, may, Role.VIEWER, version=1)
    with pytest.raises(Stale):
        remove(fresh, owner, may)
    monkeypatch.undo()
    assert again(fresh.house, may).caller.role == Role.ADMIN


def test_a_removed_members_session_and_sockets_end(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    may = joined(fresh, owner, MAY)
    socket(fresh, may, "c1")
    remove(fresh, owner, may)

    with pytest.raises(Unauthenticated):
        again(fresh.house, may)
    with pytest.raises(Forbidden):
        signed_in(fresh.house, MAY)
    assert set(members(fresh, owner)) == {OWNER}
    assert fresh.wires.closed == ["c1"]


def test_a_removed_member_can_be_invited_again(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    may = joined(fresh, owner, MAY)
    remove(fresh, owner, may)

    assert joined(fresh, owner, MAY, Role.VIEWER).caller.id == may.caller.id


def test_the_last_owner_can_neither_go_nor_step_down(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    joined(fresh, owner, MAY, Role.ADMIN)

    for attempt in (
        lambda: remove(fresh, owner, owner),
        lambda: change_role(fresh, owner, owner, Role.ADMIN),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.extra["rule"] == "last_owner"
    assert members(fresh, owner)[OWNER].role == Role.OWNER


def test_an_owner_may_step_down_once_there_is_another(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    may = joined(fresh, owner, MAY, Role.AGENT)
    change_role(fresh, owner, may, Role.OWNER)
    change_role(fresh, owner, owner, Role.ADMIN)

    with pytest.raises(Conflict):
        remove(fresh, again(fresh.house, may), may)


def test_of_two_owners_who_leave_at_once_one_stays(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    may = joined(fresh, owner, MAY, Role.OWNER)

    def leave(desk: Desk) -> str:
        try:
            remove(fresh, desk, desk)
        except Refused as refused:
            return refused.code
        return "left"

    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = sorted(pool.map(leave, (owner, may)))
    assert outcomes == ["conflict", "left"]


def test_an_admin_touches_no_owner(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    admin = joined(fresh, owner, MAY, Role.ADMIN)

    for attempt in (
        lambda: remove(fresh, admin, owner),
        lambda: change_role(fresh, admin, owner, Role.VIEWER),
        lambda: change_role(fresh, admin, admin, Role.OWNER),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_ones_own_profile_changes_by_version(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    with desk.open(front=True):
        changed = fresh.house.people.change_profile(
            desk, version=1, values={"name": "Qing", "locale": "zh"}
        )
        with pytest.raises(Stale):
            fresh.house.people.change_profile(desk, version=1, values={"name": "Other"})

    assert (changed.name, changed.locale, changed.version) == ("Qing", "zh", 2)
    assert members(fresh, desk)[OWNER].person.name == "Qing"


def test_the_list_of_people_pages_and_holds_to_its_merchant(fresh: Stage) -> None:
    one, two = signed_up(fresh, OWNER), signed_up(fresh, "other@shop.example")
    joined(fresh, one, MAY)
    with one.open(front=True):
        first = fresh.house.people.members(one, limit=1)
        assert first.next is not None
        second = fresh.house.people.members(one, limit=1, cursor=first.next)
    emails = [member.person.email for page in (first, second) for member in page.items]
    assert sorted(emails) == sorted([OWNER, MAY])

    with two.open(front=True), pytest.raises(Invalid):
        fresh.house.people.members(two, limit=1, cursor=first.next)


def test_presence_stands_beside_the_name(fresh: Stage) -> None:
    owner = signed_up(fresh, OWNER)
    joined(fresh, owner, MAY)
    socket(fresh, owner, "c1")

    found = {email: member.presence for email, member in members(fresh, owner).items()}
    assert found == {OWNER: "available", MAY: "offline"}


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = signed_up(fresh, OWNER)

    def stored() -> str:
        items = fresh.dynamodb.scan(TableName="ledger")["Items"]
        [found] = [item["password"]["S"] for item in items if item["kind"]["S"] == "person"]
        return str(found)

    assert stored().startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    before = stored()
    signed_in(fresh.house, OWNER)
    assert stored() == before

    monkeypatch.setattr(passwords, "PASSES", 3)
    passwords._hasher.cache_clear()
    try:
        signed_in(fresh.house, OWNER)
        assert ",t=3," in stored()
    finally:
        passwords._hasher.cache_clear()
    assert again(fresh.house, desk)


def test_an_unknown_address_costs_as_much_as_a_wrong_password(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same calls to the table, and one argon2 verification, either way."""
    signed_up(fresh, OWNER)
    calls: list[list[str]] = []
    check, matches = guard.check, passwords.matches

    def noted(service: str, operation: str, params: dict[str, object]) -> None:
        calls[-1].append(operation)
        check(service, operation, params)

    def verified(held: str | None, password: str) -> bool:
        calls[-1].append("argon2")
        return matches(held, password)

    monkeypatch.setattr(guard, "check", noted)
    monkeypatch.setattr(passwords, "matches", verified)
    for email in (OWNER, "nobody@else.example"):
        calls.append([])
        with guard.scope(front=True):
            assert fresh.house.people.authenticate(email=email, password="wrong" * 3) is None

    assert calls[0] == calls[1] == ["GetItem", "GetItem", "argon2"]


def test_no_persons_name_or_address_lies_in_clear(fresh: Stage) -> None:
    desk = signed_up(fresh, "canary@shop.example")
    with desk.open(front=True):
        fresh.house.people.change_profile(desk, version=1, values={"name": "canary-name"})

    assert "canary" not in str(fresh.dynamodb.scan(TableName="ledger")["Items"])
