"""One demo merchant, made as a merchant would be: through the public API and the mailed links."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from infra.local.client import Caller, Refused, token_mailed
from infra.local.place import Place

MERCHANT: dict[str, Any] = {
    "name": "青竹里 Bamboo Lane",
    "locale": "zh",
    "time_zone": "Asia/Shanghai",
    "branding": {"accent": "#2f6b4f"},
    "greeting": {
        "zh": "您好！茶叶、茶具和订单的问题都可以问我们。",
        "en": "Hello! Ask us about tea, teaware or your order.",
    },
}


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    password: str


OWNER = Person("沈青 Shen Qing", "owner@bamboolane.example", "a-quiet-lane-of-bamboo")
AGENT = Person("May Lin", "may@bamboolane.example", "tea-at-four-past-nine")


def seed(place: Place) -> dict[str, Any]:
    """The demo merchant's sign-in details; makes whatever of it is not there yet."""
    known = remembered(place)
    if known and stands(place, known["widget_key"]):
        return known
    owner = sign_in(place, OWNER) or sign_up(place)
    merchant = owner.change("/v1/merchant", MERCHANT)
    widget = owner.change("/v1/widget", {"allowed_origins": origins(place)})
    if not sign_in(place, AGENT):
        invite(place, owner)
    demo = {
        "origin": place.desk_url,
        "shop_origin": place.shop_url,
        "merchant": merchant["name"],
        "merchant_id": merchant["id"],
        "owner": vars(OWNER),
        "agent": vars(AGENT),
        "widget_key": widget["key"],
        "snippet": widget["snippet"],
    }
    (place.state / "demo.json").write_text(json.dumps(demo, ensure_ascii=False, indent=2))
    return demo


def origins(place: Place) -> list[str]:
    return [place.shop_url, f"http://localhost:{place.shop_port}"]


def remembered(place: Place) -> dict[str, Any] | None:
    note = place.state / "demo.json"
    known = json.loads(note.read_text()) if note.exists() else None
    here = (place.desk_url, place.shop_url)
    return known if known and (known["origin"], known["shop_origin"]) == here else None


def stands(place: Place, key: str) -> bool:
    """Asks as the shop page will; it also wakes the front door before the first visitor does."""
    try:
        Caller(place).call("GET", f"/v1/widgets/{key}", headers={"origin": place.shop_url})
    except Refused:
        return False
    return True


def sign_in(place: Place, who: Person) -> Caller | None:
    caller = Caller(place)
    try:
        caller.call("POST", "/v1/sessions", {"email": who.email, "password": who.password})
    except Refused as refused:
        if refused.status != HTTPStatus.UNAUTHORIZED:
            raise
        return None
    return caller


def sign_up(place: Place) -> Caller:
    caller = Caller(place)
    asked = {name: MERCHANT[name] for name in ("name", "locale", "time_zone")}
    token = token_mailed(
        place,
        to=OWNER.email,
        by=lambda: caller.call("POST", "/v1/merchants", asked | {"email": OWNER.email}),
    )
    given = {"token": token, "name": OWNER.name, "password": OWNER.password}
    caller.call("POST", "/v1/merchants/confirm", given)
    return caller


def invite(place: Place, owner: Caller) -> None:
    asked = {"email": AGENT.email, "role": "agent"}
    token = token_mailed(
        place, to=AGENT.email, by=lambda: owner.call("POST", "/v1/invitations", asked)
    )
    given = {"token": token, "name": AGENT.name, "password": AGENT.password}
    Caller(place).call("POST", "/v1/invitations/accept", given)
