"""Anonymous doors: none of their answers tells whether an address is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.edge.routes import Answer, Asked, Limit, Routes, Who

if TYPE_CHECKING:
    from chalicelib.signup.service import SignupService

routes: Routes[SignupService] = Routes("signup")
ACCEPTED = {"accepted": True}
HOUR = 3600


@routes.post(
    "/merchants",
    who=Who.ANYONE,
    body="sign_up",
    limits=[Limit("sign_up", 60, HOUR), Limit("sign_up_mail", 5, HOUR, of="email")],
)
def sign_up(signup: SignupService, asked: Asked) -> Answer:
    body = asked.body
    signup.sign_up(
        name=body["name"],
        email=body["email"],
        locale=body["locale"],
        time_zone=body["time_zone"],
    )
    return Answer(ACCEPTED, status=202)


@routes.post("/links", who=Who.ANYONE, body="read_link", limits=[Limit("link", 60, 300)])
def read_link(signup: SignupService, asked: Asked) -> Answer:
    return Answer(signup.read_link(token=asked.body["token"]).wire())


@routes.post(
    "/password-resets",
    who=Who.ANYONE,
    body="ask_reset",
    limits=[Limit("reset", 60, HOUR), Limit("reset_mail", 5, HOUR, of="email")],
)
def ask_password_reset(signup: SignupService, asked: Asked) -> Answer:
    signup.ask_password_reset(email=asked.body["email"])
    return Answer(ACCEPTED, status=202)


@routes.post(
    "/password-resets/confirm",
    who=Who.ANYONE,
    body="confirm_reset",
    limits=[Limit("use_link", 30, 300)],
)
def confirm_password_reset(signup: SignupService, asked: Asked) -> Answer:
    signup.confirm_password_reset(
        token=asked.body["token"], password=asked.body["password"], address=asked.address
    )
    return Answer({"changed": True})
