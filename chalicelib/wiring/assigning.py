"""The room that gives work to people, and what it hears of their sockets."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.wiring.casework import Casework

if TYPE_CHECKING:
    from chalicelib.assignment.attendance import Attendance
    from chalicelib.assignment.jobs import Jobs
    from chalicelib.assignment.later import Later
    from chalicelib.assignment.service import AssignmentService


class Assigning(Casework):
    @cached_property
    def assignment(self) -> AssignmentService:
        from chalicelib.assignment.service import AssignmentService

        return AssignmentService(
            clock=self.clock,
            store=self.assignment_store,
            conversations=self.conversations,
            connections=self.connections,
            people=self.people,
            teams=self.teams,
            calendars=self.calendars,
            jobs=self._assign_jobs,
        )

    @cached_property
    def later(self) -> Later:
        from chalicelib.assignment.later import Later

        return Later(
            customers=self.customers, conversations=self.conversations, tickets=self.tickets
        )

    @cached_property
    def attendance(self) -> Attendance:
        from chalicelib.assignment.attendance import Attendance

        return Attendance(
            clock=self.clock, connections=self.connections, due=self.due, jobs=self._assign_jobs
        )

    @cached_property
    def _assign_jobs(self) -> Jobs:
        from chalicelib.assignment.jobs import Jobs
        from chalicelib.table.jobs import JobQueue

        url = self.config.assign_queue_url
        return Jobs(queue=JobQueue(client=lambda: self.client("sqs"), url=url))
