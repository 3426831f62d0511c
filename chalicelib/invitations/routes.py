from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.core.errors import NotFound
from chalicelib.core.ids import is_id
from chalicelib.core.rights import Right
from chalicelib.edge.routes import Answer, Asked, Limit, Routes
from chalicelib.invitations.model import Invitation

if TYPE_CHECKING:
    from chalicelib.invitations.service import InvitationsService

routes: Routes[InvitationsService] = Routes("invitations")


@routes.get("/invitations", who=Right.PEOPLE, query=("cursor", "limit"))
def list_invitations(invitations: InvitationsService, asked: Asked) -> Answer:
    page = invitations.page(asked.desk, cursor=asked.cursor, limit=asked.limit)
    items = [Invitation.wire(each) for each in page.items]
    return Answer({"items": items, "next": page.next})


@routes.post(
    "/invitations",
    who=Right.PEOPLE,
    body="invite",
    limits=[Limit("invite", most=100, seconds=3600), Limit("invite_to", 10, 3600, of="email")],
)
def invite(invitations: InvitationsService, asked: Asked) -> Answer:
    invitations.invite(asked.desk, email=asked.body["email"], role=asked.body["role"])
    return Answer({"accepted": True}, status=202)


@routes.delete("/invitations/{invitation}", who=Right.PEOPLE)
def withdraw_invitation(invitations: InvitationsService, asked: Asked) -> Answer:
    if not is_id(asked.path["invitation"]):
        raise NotFound("There is no such invitation.")
    invitations.withdraw(asked.desk, invitation=asked.path["invitation"])
    return Answer(status=204)
