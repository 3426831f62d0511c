"""What people do with what waits and what they hold: take, hand on, give back, close."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chalicelib.assignment.queueing import Queueing
from chalicelib.assignment.store import LABEL
from chalicelib.connections.model import Presence
from chalicelib.conversations.model import Assignee, Event, Head
from chalicelib.core.caller import CallerKind
from chalicelib.core.errors import Conflict, Invalid
from chalicelib.core.ids import PersonId
from chalicelib.core.rights import Right, may
from chalicelib.people.model import Membership
from chalicelib.table import writes
from chalicelib.table.desk import Desk


class AssignmentService(Queueing):
    def take(self, desk: Desk, *, conversation: str, beyond: bool = False) -> Head:
        """For oneself: up to one's capacity, or knowingly `beyond` it."""
        _ensure_person(desk)
        also = self._claimed(desk, desk.caller.id, beyond=beyond)
        with _told_of_capacity():
            return self._conversations.move(
                desk, conversation=conversation, event=Event.TAKEN, also=also
            )

    def transfer(
        self,
        desk: Desk,
        *,
        conversation: str,
        person: str = "",
        team: str = "",
        beyond: bool = False,
    ) -> Head:
        """To a colleague who is there, or to whoever of a team is next."""
        _ensure_person(desk)
        if bool(person) == bool(team):
            raise Invalid("Either to a person or to a team.", pointer="", rule="oneOf")
        head = self._conversations.get(desk, conversation=conversation)
        holds = head.assignee is not None and head.assignee.id == desk.caller.id
        if not holds and not may(desk.caller.role, Right.REASSIGN):
            raise Conflict("It is not yours to hand on: take it first.", rule="held")
        if person:
            return self._to_person(desk, conversation, person, beyond=beyond)
        return self._to_team(desk, conversation, team)

    def _to_person(self, desk: Desk, conversation: str, person: str, *, beyond: bool) -> Head:
        also = self._claimed(desk, person, beyond=beyond)
        if self._connections.presence_of(desk, person=person) is not Presence.AVAILABLE:
            raise Conflict("They are not there to answer.", rule="away")
        name = self._people.person(person).name
        with _told_of_capacity():
            return self._conversations.move(
                desk,
                conversation=conversation,
                event=Event.TRANSFERRED,
                to=Assignee(PersonId(person), name),
                data={"to": person, "name": name},
                also=also,
            )

    def _to_team(self, desk: Desk, conversation: str, team: str) -> Head:
        if team not in self._teams.ids(desk):
            raise Invalid("There is no such team.", pointer="/team", rule="team")
        return self._conversations.move(
            desk,
            conversation=conversation,
            event=Event.TRANSFERRED,
            team=team,
            data={"to": team, "name": self._teams.get(desk, team=team).name},
            also=self._freeing,
        )

    def release(self, desk: Desk, *, conversation: str) -> Head:
        return self._leave(desk, conversation, Event.RELEASED)

    def resolve(self, desk: Desk, *, conversation: str) -> Head:
        return self._leave(desk, conversation, Event.RESOLVED)

    def reopen(self, desk: Desk, *, conversation: str) -> Head:
        _ensure_person(desk)
        return self._conversations.move(desk, conversation=conversation, event=Event.REOPENED)

    def _leave(self, desk: Desk, conversation: str, event: Event) -> Head:
        _ensure_person(desk)
        return self._conversations.move(
            desk, conversation=conversation, event=event, also=self._freeing
        )

    def _answering(self, desk: Desk, person: str) -> Membership | None:
        member = self._people.membership(desk, person)
        return member if member and may(member.role, Right.ANSWER) else None

    def _freeing(self, head: Head) -> list[writes.Operation]:
        """The place of whoever holds it as the move finds it."""
        return [self._store.freeing(head.assignee.id, head.id)] if head.assignee else []

    def _claimed(
        self, desk: Desk, person: str, *, beyond: bool
    ) -> Callable[[Head], list[writes.Operation]]:
        """One place taken, and the former holder's given back, with the move itself."""
        member = self._answering(desk, person)
        if member is None:
            raise Invalid("Nobody here who answers.", pointer="/person", rule="member")
        capacity = None if beyond else member.capacity

        def operations(head: Head) -> list[writes.Operation]:
            if head.assignee and head.assignee.id == person:
                return []  # theirs already: the move itself is refused
            claiming = self._store.claiming(person, head.id, capacity=capacity, at=self._clock())
            return [claiming, *self._freeing(head)]

        return operations


def _ensure_person(desk: Desk) -> None:
    if desk.caller.kind is not CallerKind.PERSON:
        raise Conflict("Only a person can hold a conversation.", rule="person")


@contextmanager
def _told_of_capacity() -> Iterator[None]:
    try:
        yield
    except writes.ConditionFailed as error:
        if LABEL not in error.labels:
            raise
        raise Conflict("There is no room for another one.", rule="capacity") from error
