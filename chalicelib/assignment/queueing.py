"""The function `assign`: what waits finds its agent, and what an absent one left waits again.

A job says where to look and no more. What there is to do is asked of the table each time, and every
claim has its condition, so that a job may come twice, late or beside another.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from chalicelib.assignment.policy import Back, Candidate, Choice, choose
from chalicelib.assignment.store import LABEL
from chalicelib.assignment.waiting import Waiting, room_in
from chalicelib.connections.model import GRACE_SECONDS, Presence
from chalicelib.conversations.model import Assignee, Event, Head, Status
from chalicelib.core.caller import system
from chalicelib.core.errors import Busy, Conflict, NotFound
from chalicelib.core.ids import MerchantId
from chalicelib.core.rights import Right, may
from chalicelib.core.values import replace
from chalicelib.table import writes
from chalicelib.table.desk import Desk

# At most so many in one invocation: what is left is the next one's.
RUN = 25
Job = Mapping[str, str]
MOST_MERCHANTS = 50


def taken_since(away: datetime | None, head: Head) -> bool:
    """Whether somebody who is away by their own word took it all the same: that was their choice."""
    by_hand = head.assigned is not None and head.assigned.reason == Event.TAKEN
    return by_hand and (away is None or (head.assigned is not None and head.assigned.at >= away))


class Queueing(Waiting):
    def work(self, job: Job) -> None:
        """One job of the queue: `conversation` waits, or `person` came, left or has room."""
        desk = Desk(MerchantId(job["merchant"]), system("assign"))
        with desk.open(front=True):
            person = job.get("person", "")
            if not person or self.look_at(desk, person=person):
                self.assign(
                    desk, conversation=job.get("conversation", ""), after=job.get("after", "")
                )

    # --- what waits finds its agent

    def assign(self, desk: Desk, *, conversation: str = "", after: str = "") -> int:
        """Oldest first, as many as there is room for; how many found an agent."""
        candidates = self.candidates(desk)
        if not room_in(candidates):
            return 0
        page = self._conversations.view(desk, view="unassigned", cursor=after or None, limit=RUN)
        teams, pace, given = self._teams.ids(desk), self._store.pace(desk), 0
        for head in self._queued(desk, page.items, conversation):
            team = head.team if head.team in teams else ""
            if not self._give(desk, head, team, candidates):
                continue
            now = self._clock()
            waited = now - (head.queued_at or head.created_at)
            pace, given = pace.after(waited.total_seconds(), now), given + 1
        if given:
            self._store.keep_pace(desk, pace)
        if page.next and room_in(candidates):
            self._jobs.assign(desk, after=page.next)
        return given

    def _queued(self, desk: Desk, page: Sequence[Head], conversation: str) -> Iterator[Head]:
        """The index may not show yet what has just begun to wait: its job names it."""
        yield from (head for head in page if head.status is Status.QUEUED)
        if conversation and all(head.id != conversation for head in page):
            head = self._conversations.get(desk, conversation=conversation)
            if head.status is Status.QUEUED:
                yield head

    def _give(self, desk: Desk, head: Head, team: str, candidates: dict[str, Candidate]) -> bool:
        """Whoever is found to be full by now is left out, and the next one is asked."""
        while choice := choose(candidates.values(), team=team):
            person = choice.person
            try:
                self._claim(desk, head, choice)
            except writes.ConditionFailed as error:
                if LABEL not in error.labels:
                    raise
                held = self._store.workload(person)
                load = max(held.load, candidates[person].capacity)
                candidates[person] = replace(candidates[person], load=load)
            except (Busy, Conflict, NotFound):
                return (
                    False  # it is somebody's already, or is being written to: its job comes again
                )
            else:
                candidates[person] = candidates[person].given(self._clock())
                return True
        return False

    def _claim(self, desk: Desk, head: Head, choice: Choice) -> None:
        name = self._people.person(choice.person).name
        claiming = self._store.claiming(
            choice.person, head.id, capacity=choice.capacity, at=self._clock()
        )

        def still(now: Head) -> list[writes.Operation]:
            if now.team != head.team:
                raise Conflict("It waits for another team by now.", rule="team")
            return [claiming]

        self._conversations.move(
            desk,
            conversation=head.id,
            event=Event.ASSIGNED,
            to=Assignee(choice.person, name),
            data={
                "reason": str(choice.reason),
                **choice.data(),
                "to": choice.person,
                "name": name,
            },
            also=still,
        )

    # --- who is there

    def look_at(self, desk: Desk, *, person: str) -> bool:
        """Where somebody is, and what follows from it; True where they take new work.

        A place that is free here is free at every merchant the person serves.
        """
        member = self._people.membership(desk, person)
        if member is None or not may(member.role, Right.ANSWER):
            self._give_back(desk, person, reason=Back.MEMBER_LEFT, everything=True)
            return False
        presence = self._connections.presence_of(desk, person=person)
        there = presence is Presence.AVAILABLE
        # Whoever is coming back counts as away until their new socket has said hello.
        if not there and self._connections.is_back_in_a_moment(desk, person=person):
            self._jobs.look_at(desk, person=person, delay=GRACE_SECONDS)
            return False
        if presence is Presence.OFFLINE:
            self._give_back(desk, person, reason=Back.AGENT_LEFT)
            return False
        if presence is Presence.AWAY:
            since = self._connections.away_since(desk, person=person)
            self._give_back(desk, person, reason=Back.AGENT_AWAY, keeps=partial(taken_since, since))
            return False
        for other in self._people.memberships(person)[:MOST_MERCHANTS]:
            if other.merchant != desk.merchant:
                self._jobs.assign(Desk(other.merchant, desk.caller))
        return True

    def _give_back(
        self,
        desk: Desk,
        person: str,
        *,
        reason: Back,
        everything: bool = False,
        keeps: Callable[[Head], bool] = lambda _: False,
    ) -> None:
        """To the queue: what waits for an answer of somebody who is not there; else it stays theirs."""

        def goes(head: Head) -> bool:
            return everything or (head.waiting_since is not None and not keeps(head))

        page = self._conversations.held(desk, person=person, limit=RUN)
        while True:
            for head in filter(goes, page.items):
                self._requeue(desk, head, person, reason, goes)
            if page.next is None:
                return
            page = self._conversations.held(desk, person=person, cursor=page.next, limit=RUN)

    def _requeue(
        self, desk: Desk, head: Head, person: str, reason: Back, goes: Callable[[Head], bool]
    ) -> None:
        def freeing(now: Head) -> list[writes.Operation]:
            if now.assignee is None or now.assignee.id != person or not goes(now):
                raise Conflict("Somebody else holds it by now, or it was answered.", rule="held")
            return [self._store.freeing(person, head.id)]

        try:
            self._conversations.move(
                desk,
                conversation=head.id,
                event=Event.REQUEUED,
                data={"reason": str(reason)},
                also=freeing,
            )
        except Conflict:
            return
