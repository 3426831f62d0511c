from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who

if TYPE_CHECKING:
    from chalicelib.assignment.later import Later
    from chalicelib.assignment.service import AssignmentService

routes: Routes[AssignmentService] = Routes("assignment")
later: Routes[Later] = Routes("later")


@routes.post("/conversations/{conversation}/take", who=Right.ANSWER, body="take")
def take(assignment: AssignmentService, asked: Asked) -> Answer:
    head = assignment.take(
        asked.desk,
        conversation=asked.path["conversation"],
        beyond=asked.body.get("beyond", False),
    )
    return Answer(head.wire())


@routes.post("/conversations/{conversation}/release", who=Right.ANSWER)
def release(assignment: AssignmentService, asked: Asked) -> Answer:
    head = assignment.release(asked.desk, conversation=asked.path["conversation"])
    return Answer(head.wire())


@routes.post("/conversations/{conversation}/resolve", who=Right.ANSWER)
def resolve(assignment: AssignmentService, asked: Asked) -> Answer:
    head = assignment.resolve(asked.desk, conversation=asked.path["conversation"])
    return Answer(head.wire())


@routes.post("/conversations/{conversation}/reopen", who=Right.ANSWER)
def reopen(assignment: AssignmentService, asked: Asked) -> Answer:
    head = assignment.reopen(asked.desk, conversation=asked.path["conversation"])
    return Answer(head.wire())


@routes.post("/conversations/{conversation}/transfer", who=Right.ANSWER, body="transfer")
def transfer(assignment: AssignmentService, asked: Asked) -> Answer:
    head = assignment.transfer(
        asked.desk,
        conversation=asked.path["conversation"],
        person=asked.body.get("person", ""),
        team=asked.body.get("team", ""),
        beyond=asked.body.get("beyond", False),
    )
    return Answer(head.wire())


@routes.get("/conversations/{conversation}/waiting", who=Right.READ)
def waiting(assignment: AssignmentService, asked: Asked) -> Answer:
    """Why nobody has it yet."""
    why = assignment.why(asked.desk, conversation=asked.path["conversation"])
    return Answer(why.wire() if why else {"reason": None, "available": 0, "room": 0})


@routes.get("/visitor/queue", who=Who.VISITOR)
def visitor_queue(assignment: AssignmentService, asked: Asked) -> Answer:
    return Answer(assignment.place(asked.desk).wire())


@later.post(
    "/visitor/leave-message",
    who=Who.VISITOR,
    body="leave_message",
    limits=[Limit("leave_message", most=20, seconds=3600)],
)
def leave_message(messages: Later, asked: Asked) -> Answer:
    return Answer({"ticket": messages.leave_message(asked.desk, **asked.body)}, status=201)
