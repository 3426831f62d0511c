"""Persons, their credentials and their memberships."""

from collections.abc import Callable, Mapping

from chalicelib.audit.log import Audit
from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.clock import Clock
from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from chalicelib.core.ids import MerchantId, PersonId, new_id
from chalicelib.core.rights import Right, Role, may
from chalicelib.merchants.service import MerchantsService
from chalicelib.people.model import Member, Membership, Person, normalised
from chalicelib.people.passwords import weakness
from chalicelib.people.store import PeopleStore
from chalicelib.table import writes
from chalicelib.table.desk import Desk
from chalicelib.table.pages import DEFAULT_LIMIT, Cursors, Page

CloseSockets = Callable[[Desk, str], None]
Presences = Callable[[Desk], Mapping[str, str]]


class PeopleService:
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
    ) -> None:
        """`close_sockets` ends what a person has open at a desk; `presences` tells who is there."""
        self._store = store
        self._merchants = merchants
        self._audit = audit
        self._cursors = cursors
        self._clock = clock
        self._close_sockets = close_sockets
        self._presences = presences

    # --- persons

    def person(self, person_id: str) -> Person:
        found = self._store.find(person_id)
        if found is None:
            raise NotFound("There is no such person.")
        return found

    def name_of(self, desk: Desk) -> str:
        """How the caller is called, where it is a person. Opens its own scope."""
        if desk.caller.kind is not CallerKind.PERSON:
            return ""
        with desk.open(front=True):
            person = self._store.find(desk.caller.id)
        return person.name if person else ""

    def by_address(self, email: str) -> Person | None:
        person_id = self._store.find_by_address(normalised(email))
        return self._store.find(person_id) if person_id else None

    def authenticate(self, *, email: str, password: str) -> Person | None:
        """The person of this address and password; nobody takes as long as somebody."""
        return self._store.find_by_password(normalised(email), password)

    def epoch(self, person_id: str) -> int | None:
        return self._store.epoch(person_id)

    def known_or_arriving(
        self, *, email: str, name: str | None, password: str | None, locale: str
    ) -> tuple[Person, list[writes.Operation]]:
        """Who has the address; or a new person, and what makes them one."""
        known = self.by_address(email)
        if known is not None:
            return known, []
        for field, value in (("name", name), ("password", password)):
            if not value:
                raise Invalid("A new person needs it.", pointer=f"/{field}", rule="required")
        address = normalised(email)
        _check_password(password or "", address)
        person = Person(
            id=PersonId(new_id()), name=name or "", email=address, locale=locale, version=1, epoch=1
        )
        return person, self._store.creation(person, password or "", self._clock())

    def change_profile(self, desk: Desk, *, version: int, values: Mapping[str, str]) -> Person:
        """One's own name and language."""
        own = _own_id(desk)
        change = self._store.changing(own, version, values)
        detail = {"fields": ",".join(sorted(values))}
        try:
            self._audit.write(desk, change, action="person.changed", on=own, detail=detail)
        except writes.ConditionFailed as error:
            raise Stale("It was changed in the meantime.") from error
        return self.person(own)

    # --- credentials

    def changing_password(self, person: Person, password: str) -> writes.Operation:
        """Ends all sessions with it; the label `person` fails where they were ended already."""
        _check_password(password, person.email)
        return self._store.changing_password(person.id, person.epoch, password)

    def end_sessions(self, desk: Desk) -> None:
        """All of the caller's own sessions, in whichever merchant."""
        self._store.end_sessions(_own_id(desk))
        action = "person.signed_out_everywhere"
        self.sessions_ended(desk.caller, action=action, address=desk.address)

    def sessions_ended(self, caller: Caller, *, action: str, address: str = "") -> None:
        """Tell every merchant whom the person serves, and close what is open there."""
        for membership in self._store.memberships(caller.id):
            desk = Desk(membership.merchant, caller, address)
            with desk.open(front=True):
                self._audit.write(desk, action=action, on=caller.id)
                self._close_sockets(desk, caller.id)

    # --- members

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
        presences = self._presences(desk)
        items = [
            _member(people[membership.person], membership, presences)
            for membership in held.items
            if membership.person in people
        ]
        return Page(items=items, next=held.next)

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

    def change_role(self, desk: Desk, *, person: str, role: str, version: int) -> Member:
        held = self._member(desk, person)
        _may_touch(desk, held.role, role)
        if held.version != version:
            raise Stale("The role was changed in the meantime.")
        detail = {"from": held.role, "to": role}
        changes = self._store.changing_role(desk, held, role)
        owners = self._owners(desk, before=held.role, after=role)
        self._write(desk, *changes, *owners, action="member.role_changed", on=person, detail=detail)
        self._close_sockets(desk, person)
        now = Membership(MerchantId(desk.merchant), held.person, role, version + 1)
        return _member(self.person(person), now, self._presences(desk))

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


def _own_id(desk: Desk) -> str:
    if desk.caller.kind is not CallerKind.PERSON:
        raise Forbidden("This is for people.")
    return desk.caller.id


def _check_password(password: str, email: str) -> None:
    if rule := weakness(password, email=email):
        raise Invalid("The password is too easy to guess.", pointer="/password", rule=rule)


def _member(person: Person, held: Membership, presences: Mapping[str, str]) -> Member:
    presence = presences.get(person.id, "offline")
    return Member(person=person, role=held.role, version=held.version, presence=presence)
