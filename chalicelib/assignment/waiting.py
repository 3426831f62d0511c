"""What waits, and why: for the customer in the queue, and for the agents who look at it."""

from collections.abc import Mapping

from chalicelib.assignment.jobs import Jobs
from chalicelib.assignment.model import Pace, Place
from chalicelib.assignment.policy import Candidate, Why, why_waiting
from chalicelib.assignment.store import AssignmentStore
from chalicelib.calendars.service import CalendarsService
from chalicelib.connections.service import ConnectionsService
from chalicelib.conversations.model import Status
from chalicelib.conversations.service import ConversationsService
from chalicelib.core.clock import Clock
from chalicelib.core.rights import Right, may
from chalicelib.people.service import PeopleService
from chalicelib.table.desk import Desk
from chalicelib.teams.service import TeamsService

# A customer is told a place up to this; agents there are counted to it as well.
MOST_TOLD = 100


class Waiting:
    def __init__(
        self,
        *,
        clock: Clock,
        store: AssignmentStore,
        conversations: ConversationsService,
        connections: ConnectionsService,
        people: PeopleService,
        teams: TeamsService,
        calendars: CalendarsService,
        jobs: Jobs,
    ) -> None:
        self._clock = clock
        self._store = store
        self._conversations = conversations
        self._connections = connections
        self._people = people
        self._teams = teams
        self._calendars = calendars
        self._jobs = jobs

    def candidates(self, desk: Desk) -> dict[str, Candidate]:
        """Everybody who takes new work now, with what they hold already at any merchant."""
        there = self._connections.available(desk)
        if not there:
            return {}
        members = [
            member
            for member in self._people.roster(desk)
            if member.person in there and may(member.role, Right.ANSWER)
        ]
        loads = self._store.workloads(member.person for member in members)
        return {
            member.person: Candidate(
                member.person,
                held.load if (held := loads.get(member.person)) else 0,
                member.capacity,
                member.teams,
                held.assigned_at if held else None,
            )
            for member in members
        }

    def place(self, desk: Desk) -> Place:
        """Where the visitor who asks stands, and whether anybody is there."""
        now = self._clock()
        calendar = self._calendars.calendar(desk)
        is_open = calendar.is_open(now)
        opens_at = None if is_open else calendar.next_open(now)
        agents = len(self._connections.available(desk, most=MOST_TOLD))
        head = self._conversations.current(desk)
        if head is None or head.status is not Status.QUEUED:
            status = str(head.status) if head else "none"
            return Place(status, is_open=is_open, opens_at=opens_at, agents=agents)
        position, more = self._conversations.position(desk, head=head, most=MOST_TOLD)
        pace = self._store.pace(desk) if agents and not more else Pace()
        wait = pace.expected(position)
        return Place(str(head.status), position, more, wait, is_open, opens_at, agents)

    def why(self, desk: Desk, *, conversation: str) -> Why | None:
        """Why nobody has it yet; None where it does not wait."""
        head = self._conversations.get(desk, conversation=conversation)
        if head.status is not Status.QUEUED:
            return None
        candidates = self.candidates(desk)
        team = head.team if head.team in self._teams.ids(desk) else ""
        return why_waiting(
            list(candidates.values()),
            team=team,
            members=self._in_team(desk, team),
            is_open=self._calendars.calendar(desk).is_open(self._clock()),
        )

    def _in_team(self, desk: Desk, team: str) -> int:
        return sum(team in member.teams for member in self._people.roster(desk)) if team else 0


def room_in(candidates: Mapping[str, Candidate]) -> bool:
    return any(each.has_room for each in candidates.values())
