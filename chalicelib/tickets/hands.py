"""Whose hand writes a line, and who may hold a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.caller import CallerKind
from chalicelib.core.errors import Forbidden, Invalid
from chalicelib.core.ids import PersonId
from chalicelib.core.rights import Right, may
from chalicelib.table.desk import Desk
from chalicelib.tickets.model import Assignee, Author, AuthorKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.api_keys.service import ApiKeysService
    from chalicelib.people.service import PeopleService
    from chalicelib.teams.service import TeamsService


def ensure_may_write(desk: Desk) -> None:
    caller = desk.caller
    if caller.kind is not CallerKind.SYSTEM and not may(caller.role, Right.ANSWER):
        raise Forbidden("Your role does not allow this.")


class Hands:
    def __init__(
        self,
        *,
        people: Callable[[], PeopleService],
        api_keys: Callable[[], ApiKeysService],
        teams: Callable[[], TeamsService],
    ) -> None:
        """Each is built with the first ticket that asks it: the desk itself moves most of them."""
        self._people = people
        self._api_keys = api_keys
        self._teams = teams

    def author(self, desk: Desk) -> Author:
        caller = desk.caller
        if caller.kind is CallerKind.PERSON:
            return Author(AuthorKind.AGENT, caller.id, self._people().name_of(desk))
        if caller.kind is CallerKind.API_KEY:
            return Author(AuthorKind.API, caller.id, self._api_keys().get(desk).name)
        return Author(AuthorKind.SYSTEM, caller.id)

    def answers(self, desk: Desk, person: str) -> bool:
        """Whether they are a member who may answer, as it is now."""
        held = self._people().membership(desk, person)
        return held is not None and may(held.role, Right.ANSWER)

    def assignee(self, desk: Desk, person: str | None) -> Assignee | None:
        """A member who may answer; Invalid for anybody else, whoever that is."""
        if not person:
            return None
        with desk.open(front=True):
            if not self.answers(desk, person):
                raise Invalid("Nobody here who answers.", pointer="/person", rule="member")
            return Assignee(PersonId(person), self._people().person(person).name)

    def team(self, desk: Desk, team: str | None) -> str:
        if team and team not in self._teams().ids(desk):
            raise Invalid("There is no such team.", pointer="/team", rule="team")
        return team or ""
