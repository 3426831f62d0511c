"""Teams, and what a membership says of teams and capacity."""

import pytest

from chalicelib.core.errors import Conflict, Invalid, NotFound, Stale
from chalicelib.core.ids import new_id
from chalicelib.core.rights import Role
from chalicelib.people.model import CAPACITY, Member
from chalicelib.table.desk import Desk
from chalicelib.teams import service
from chalicelib.teams.model import Team
from tests.desk.standing import Stage
from tests.desk.stories import joined, signed_up

OWNER, MAY = "owner@shop.example", "may@shop.example"


def made(stage: Stage, desk: Desk, name: str = "Returns") -> Team:
    with desk.open():
        return stage.house.teams.make(desk, name=name)


def change(stage: Stage, by: Desk, whom: Desk, *, version: int = 1, **values: object) -> Member:
    with by.open(front=True):
        return stage.house.people.change_member(
            by, person=whom.caller.id, values=values, version=version
        )


def listed(stage: Stage, desk: Desk) -> dict[str, dict[str, object]]:
    with desk.open(front=True):
        found = stage.house.people.members(desk).items
    return {member.person.email: member.wire() for member in found}


def test_a_team_is_made_renamed_by_version_and_removed(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    team = made(fresh, desk)
    with desk.open():
        renamed = fresh.house.teams.rename(desk, team=team.id, version=1, name="After sales")
        with pytest.raises(Stale):
            fresh.house.teams.rename(desk, team=team.id, version=1, name="Other")
        assert [each.wire() for each in fresh.house.teams.all(desk)] == [
            {"id": team.id, "name": "After sales", "version": 2}
        ]
        fresh.house.teams.remove(desk, team=team.id)
        with pytest.raises(NotFound):
            fresh.house.teams.remove(desk, team=team.id)
        entries = [entry.action for entry in fresh.house.audit.page(desk, limit=3).items]

    assert renamed.version == 2
    assert entries == ["team.removed", "team.renamed", "team.made"]


def test_the_number_of_teams_is_bounded(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    desk = signed_up(fresh, OWNER)
    made(fresh, desk)

    with pytest.raises(Conflict):
        made(fresh, desk)


def test_a_teams_name_does_not_lie_in_clear(fresh: Stage) -> None:
    made(fresh, signed_up(fresh, OWNER), "canary-team")

    assert "canary" not in str(fresh.dynamodb.scan(TableName="ledger")["Items"])


def test_a_membership_has_teams_and_room_for_work(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    may, team = joined(fresh, desk, MAY), made(fresh, desk)
    assert listed(fresh, desk)[MAY]["capacity"] == CAPACITY

    changed = change(fresh, desk, may, teams=[team.id], capacity=7)

    assert (list(changed.membership.teams), changed.membership.capacity) == ([team.id], 7)
    found = listed(fresh, desk)[MAY]
    assert (found["teams"], found["capacity"], found["load"]) == ([team.id], 7, 0)
    assert (found["role"], found["version"]) == (Role.AGENT, 2)
    with pytest.raises(Stale):
        change(fresh, desk, may, capacity=3)


def test_only_another_role_closes_what_is_open(fresh: Stage) -> None:
    desk = signed_up(fresh, OWNER)
    may = joined(fresh, desk, MAY)
    with may.open(front=True):
        fresh.house.connections.opened(may, connection="c1", name="May")

    change(fresh, desk, may, capacity=7)
    assert fresh.wires.closed == []
    change(fresh, desk, may, version=2, role=Role.SUPERVISOR)
    assert fresh.wires.closed == ["c1"]

    with desk.open():
        entries = fresh.house.audit.page(desk, limit=2).items
    assert [(entry.action, entry.detail) for entry in entries] == [
        ("member.role_changed", {"from": "agent", "to": "supervisor"}),
        ("member.changed", {"fields": "capacity"}),
    ]


def test_a_team_that_is_not_there_is_nobodys(fresh: Stage) -> None:
    one, two = signed_up(fresh, OWNER), signed_up(fresh, "other@shop.example")
    may, theirs = joined(fresh, one, MAY), made(fresh, two)
    for team in (new_id(), theirs.id):
        with pytest.raises(Invalid) as refused:
            change(fresh, one, may, teams=[team])
        assert refused.value.extra == {"pointer": "/teams", "rule": "team"}

    ours = made(fresh, one)
    change(fresh, one, may, teams=[ours.id])
    with one.open():
        fresh.house.teams.remove(one, team=ours.id)
    assert listed(fresh, one)[MAY]["teams"] == []
