"""Ways that people come to a desk, as the doors let them: used by the tests of several rooms."""

import re
from typing import Any

from chalicelib.access.model import COOKIE
from chalicelib.core.rights import Role
from chalicelib.table import guard
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import Stage

PASSWORD = "a quiet lane of bamboo"
OTHER_PASSWORD = "tea at four past nine"


def outbox(stage: Stage) -> list[dict[str, Any]]:
    items = stage.dynamodb.scan(TableName="ledger")["Items"]
    return [item for item in items if item["kind"]["S"] == "outbox"]


def deliver(stage: Stage) -> None:
    """What stream, queue and mail function do with every letter."""
    for item in outbox(stage):
        stage.house.signup.deliver(outbox_pk=item["pk"]["S"], outbox_sk=item["sk"]["S"])


def mailed_token(stage: Stage) -> str:
    """The token of the newest mail."""
    deliver(stage)
    found = re.search(r"\?token=([\w-]+)", stage.mailer.sent[-1].text)
    assert found is not None
    return found[1]


def asked_to_sign_up(stage: Stage, email: str, name: str = "青竹里") -> str:
    with guard.scope(front=True):
        stage.house.signup.sign_up(name=name, email=email, locale="en", time_zone="Asia/Shanghai")
    return mailed_token(stage)


def signed_up(stage: Stage, email: str, name: str = "青竹里") -> Desk:
    """A new merchant's owner, signed in."""
    token = asked_to_sign_up(stage, email, name)
    with guard.scope(front=True):
        entered = stage.house.access.confirm_sign_up(
            token=token, name="沈青", password=PASSWORD, address="203.0.113.7"
        )
        if entered.token is None:
            return signed_in(stage.house, email, merchant=entered.merchant.id)
        return admitted(stage.house, entered.token)


def invited(stage: Stage, desk: Desk, email: str, role: str = Role.AGENT) -> str:
    with desk.open(front=True):
        stage.house.invitations.invite(desk, email=email, role=role)
    return mailed_token(stage)


def joined(stage: Stage, desk: Desk, email: str, role: str = Role.AGENT) -> Desk:
    """A new member, signed in at the same merchant."""
    token = invited(stage, desk, email, role)
    with guard.scope(front=True):
        stage.house.access.accept_invitation(
            token=token, name="May", password=PASSWORD, address="203.0.113.8"
        )
    return signed_in(stage.house, email, merchant=desk.merchant)


def signed_in(
    house: House, email: str, *, merchant: str | None = None, password: str = PASSWORD
) -> Desk:
    return admitted(house, token_of(house, email, merchant=merchant, password=password))


def token_of(
    house: House, email: str, *, merchant: str | None = None, password: str = PASSWORD
) -> str:
    with guard.scope(front=True):
        token, _ = house.access.sign_in(email=email, password=password, merchant=merchant)
    return token


def admitted(house: House, token: str) -> Desk:
    """Whom the cookie lets in; Unauthenticated flies."""
    with guard.scope(front=True):
        desk = house.access.admit(
            {"cookie": f"{COOKIE}={token}"}, address="203.0.113.9", correlation="request"
        )
    assert desk is not None
    return desk


def again(house: House, desk: Desk) -> Desk:
    """The same session, asked about once more."""
    with guard.scope(front=True):
        return house.access._desk_of_session(desk.caller.session)
