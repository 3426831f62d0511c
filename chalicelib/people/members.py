"""Members of a merchant: who belongs to it, in which role and teams, with how much room for work."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from chalicelib.audit.log import Audit
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from chalicelib.core.rights import Right, Role, may
from chalicelib.core.values import replace
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.model import Member, Membership, Person
from chalicelib.people.store import PeopleStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import DEFAULT_LIMIT, Cursors, Page

CloseSockets = Callable[[Desk, str], None]
Presences = Callable[[Desk], Mapping[str, str]]
Teams = Callable[[Desk], AbstractSet[str]]
Loads = Callable[[Iterable[str]], Mapping[str, int]]


class Members:
    def __init__(
        self,
        *,
        store: PeopleStore,
        merchants: MerchantsService,
        audit: Audit,
        cursors: Cursors,
        clock: Clock,
        close_sockets: CloseSockets,
        presences: Presences,
        teams: Teams,
        loads: Loads,
    ) -> None:
        """What later rooms know is handed in: `close_sockets` ends what a person has open at a desk,
        `presences` tells who is there, `teams` which ones stand, `loads` how many somebody holds.
        """
        self._store = store
        self._merchants = merchants
        self._audit = audit
        self._cursors = cursors
        self._clock = clock
        self._close_sockets = close_sockets
        self._presences = presences
        self._teams = teams
        self._loads = loads

    def person(self, person_id: str) -> Person:
        found = self._store.find(person_id)
        if found is None:
            raise NotFound("There is no such person.")
        return found

    def membership(self, desk: Desk, person_id: str) -> Membership | None:
        return self._store.membership(desk, person_id)

    def memberships(self, person_id: str) -> list[Membership]:
        return self._store.memberships(person_id)

    def members(
        self, desk: Desk, *, cursor: str | None = None, limit: int = DEFAULT_LIMIT
    ) -> Page[Member]:
        held = self._cursors.page(
            desk.merchant,
            "people",
            cursor,
            lambda after: self._store.members(desk, after=after, limit=limit),
        )
        people = self._store.find_many(membership.person for membership in held.items)
        return Page(items=self._seen(desk, held.items, people), next=held.next)

    def _seen(
        self, desk: Desk, held: Sequence[Membership], people: Mapping[str, Person]
    ) -> list[Member]:
        """As colleagues see them. A team that is no more is none of theirs."""
        standing = [membership for membership in held if membership.person in people]
        teams = self._teams(desk) if any(membership.teams for membership in standing) else set()
        presences = self._presences(desk)
        loads = self._loads([membership.person for membership in standing])
        return [
            Member(
                person=people[membership.person],
                membership=replace(membership, teams=membership.teams & teams),
                presence=presences.get(membership.person, "offline"),
                load=loads.get(membership.person, 0),
            )
            for membership in standing
        ]

    def roster(self, desk: Desk) -> list[Membership]:
        """Every membership of the merchant, without the persons."""
        return self._store.roster(desk)

    def join(self, desk: Desk, *operations: writes.Operation, action: str) -> None:
        """The caller becomes a member in their role, together with what brings them here.

        ConditionFailed of those operations flies on; a member twice or an address taken is told.
        """
        own = self._store.joining(desk, desk.caller.id, desk.caller.role, self._clock())
        detail = {"role": desk.caller.role}
        try:
            self._audit.write(
                desk, *operations, *own, action=action, on=desk.caller.id, detail=detail
            )
        except writes.ConditionFailed as error:
            failed = set(error.labels)
            if failed - {"member", "membership", "person", "address"}:
                raise
            if "member" in failed:
                raise Conflict("This person is a member already.", rule="member") from error
            raise Conflict("The address was taken just now; try again.") from error

    def change_member(
        self, desk: Desk, *, person: str, values: Mapping[str, Any], version: int
    ) -> Member:
        """Role, teams, capacity. Another role ends what is open under the old one."""
        held = self._member(desk, person)
        now = self._changed(desk, held, values)
        _may_touch(desk, held.role, now.role)
        if held.version != version:
            raise Stale("The member was changed in the meantime.")
        changes = self._store.changing_member(desk, held, now)
        owners = self._owners(desk, before=held.role, after=now.role)
        if now.role == held.role:
            detail = {"fields": ",".join(sorted(values))}
            self._write(desk, *changes, action="member.changed", on=person, detail=detail)
        else:
            detail = {"from": held.role, "to": now.role}
            self._write(
                desk, *changes, *owners, action="member.role_changed", on=person, detail=detail
            )
            self._close_sockets(desk, person)
        return self._seen(desk, [now], {held.person: self.person(person)})[0]

    def _changed(self, desk: Desk, held: Membership, values: Mapping[str, Any]) -> Membership:
        teams = frozenset(values.get("teams", held.teams))
        if "teams" in values and not teams <= self._teams(desk):
            raise Invalid("There is no such team.", pointer="/teams", rule="team")
        return replace(
            held,
            role=values.get("role", held.role),
            teams=teams,
            capacity=values.get("capacity", held.capacity),
            version=held.version + 1,
        )

    def remove(self, desk: Desk, *, person: str) -> None:
        held = self._member(desk, person)
        _may_touch(desk, held.role)
        leaving = self._store.leaving(desk, held)
        owners = self._owners(desk, before=held.role, after="")
        detail = {"role": held.role}
        self._write(desk, *leaving, *owners, action="member.removed", on=person, detail=detail)
        self._close_sockets(desk, person)

    def _member(self, desk: Desk, person_id: str) -> Membership:
        held = self._store.membership(desk, person_id)
        if held is None:
            raise NotFound("There is no such member.")
        return held

    def _owners(self, desk: Desk, *, before: str, after: str) -> list[writes.Operation]:
        if before == after or Role.OWNER not in (before, after):
            return []
        joins = after == Role.OWNER
        return [self._merchants.owner_joins(desk) if joins else self._merchants.owner_leaves(desk)]

    def _write(
        self,
        desk: Desk,
        *operations: writes.Operation,
        action: str,
        on: str,
        detail: dict[str, str],
    ) -> None:
        try:
            self._audit.write(desk, *operations, action=action, on=on, detail=detail)
        except writes.ConditionFailed as error:
            if "last_owner" in error.labels:
                raise Conflict("A merchant keeps at least one owner.", rule="last_owner") from error
            raise Stale("The member was changed in the meantime.") from error


def _may_touch(desk: Desk, *roles: str) -> None:
    """Making and unmaking owners is the owners' own."""
    if Role.OWNER in roles and not may(desk.caller.role, Right.OWNERS):
        raise Forbidden("Only an owner may do this.")
