"""Persons and their credentials; their memberships stand beside, in `members`."""

from collections.abc import Mapping

from chalicelib.core.caller import Caller, CallerKind
from chalicelib.core.errors import Forbidden, Invalid, Stale
from chalicelib.core.ids import PersonId, new_id
from chalicelib.people.members import Members
from chalicelib.people.model import Person, normalised
from chalicelib.people.passwords import weakness
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class PeopleService(Members):
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


def _own_id(desk: Desk) -> str:
    if desk.caller.kind is not CallerKind.PERSON:
        raise Forbidden("This is for people.")
    return desk.caller.id


def _check_password(password: str, email: str) -> None:
    if rule := weakness(password, email=email):
        raise Invalid("The password is too easy to guess.", pointer="/password", rule=rule)
