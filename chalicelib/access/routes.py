from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.access.model import TICKET_SECONDS, Entered, cookie, no_cookie
from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who

if TYPE_CHECKING:
    from chalicelib.access.service import AccessService

routes: Routes[AccessService] = Routes("access")
USE_LINK = Limit("use_link", most=30, seconds=300)


@routes.post("/merchants/confirm", who=Who.ANYONE, body="use_link", limits=[USE_LINK])
def confirm_sign_up(access: AccessService, asked: Asked) -> Answer:
    return _entered(access.confirm_sign_up(**_used(asked)))


@routes.post("/invitations/accept", who=Who.ANYONE, body="use_link", limits=[USE_LINK])
def accept_invitation(access: AccessService, asked: Asked) -> Answer:
    return _entered(access.accept_invitation(**_used(asked)))


def _used(asked: Asked) -> dict[str, Any]:
    body = asked.body
    return {
        "token": body["token"],
        "name": body.get("name"),
        "password": body.get("password"),
        "address": asked.address,
    }


def _entered(entered: Entered) -> Answer:
    headers = {"Set-Cookie": cookie(entered.token)} if entered.token else {}
    return Answer(entered.wire(), status=201, headers=headers)


@routes.post(
    "/sessions",
    who=Who.ANYONE,
    body="sign_in",
    limits=[Limit("sign_in", 100, 300), Limit("sign_in_mail", 10, 300, of="email")],
)
def sign_in(access: AccessService, asked: Asked) -> Answer:
    body = asked.body
    token, standing = access.sign_in(
        email=body["email"], password=body["password"], merchant=body.get("merchant")
    )
    return Answer(standing.wire(), status=201, headers={"Set-Cookie": cookie(token)})


@routes.get("/session", who=Who.SIGNED_IN)
def read_session(access: AccessService, asked: Asked) -> Answer:
    return Answer(access.standing(asked.desk).wire())


@routes.post("/session/merchant", who=Who.SIGNED_IN, body="switch_merchant")
def switch_merchant(access: AccessService, asked: Asked) -> Answer:
    token, standing = access.switch_merchant(asked.desk, merchant=asked.body["merchant"])
    return Answer(standing.wire(), headers={"Set-Cookie": cookie(token)})


@routes.delete("/session", who=Who.SIGNED_IN)
def sign_out(access: AccessService, asked: Asked) -> Answer:
    access.sign_out(asked.desk)
    return Answer(status=204, headers={"Set-Cookie": no_cookie()})


@routes.delete("/sessions", who=Who.SIGNED_IN)
def sign_out_everywhere(access: AccessService, asked: Asked) -> Answer:
    access.sign_out_everywhere(asked.desk)
    return Answer(status=204, headers={"Set-Cookie": no_cookie()})


@routes.post(
    "/socket-tickets",
    who=Who.VISITOR_OR_SIGNED_IN,
    limits=[Limit("socket_tickets", most=1_200, seconds=60)],
)
def issue_ticket(access: AccessService, asked: Asked) -> Answer:
    body = {
        "url": access.socket_url,
        "ticket": access.issue_ticket(asked.desk),
        "expires_in": TICKET_SECONDS,
    }
    return Answer(body, status=201)
