"""The demo merchants, made as merchants would be: through the public API and the mailed links.

Each file in demo/ is one merchant: settings, people, hours, targets, what its bot knows.
"""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from infra.local.client import Caller, Refused, token_mailed
from infra.local.place import Place

DEMO = Path(__file__).parent / "demo"
NAMES = ("bamboo", "clinic")
# What a merchant's page of settings takes as it stands in the file, by its route.
SETTINGS = {"calendar", "sla", "bot"}


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    password: str


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8"))
    return found


def person(row: Mapping[str, Any]) -> Person:
    return Person(row["name"], row["email"], row["password"])


SHOP = read("bamboo")
OWNER, AGENT = person(SHOP["owner"]), person(SHOP["agents"][0])


def seed(place: Place) -> dict[str, Any]:
    """The demo merchants' sign-in details; makes whatever of them is not there yet."""
    known = remembered(place)
    if known and stands(place, known["widget_key"]):
        return known
    with ThreadPoolExecutor() as aside:
        shop, clinic = aside.map(lambda name: merchant(place, read(name)), NAMES)
    demo = {"origin": place.desk_url, "shop_origin": place.shop_url, **shop, "clinic": clinic}
    (place.state / "demo.json").write_text(json.dumps(demo, ensure_ascii=False, indent=2))
    return demo


def merchant(place: Place, wanted: dict[str, Any], allowed: Sequence[str] = ()) -> dict[str, Any]:
    """Whatever of it is missing is made; its widget shows on the demo's pages, or on these."""
    first, *_ = wanted["agents"]
    owner = sign_in(place, person(wanted["owner"])) or sign_up(place, wanted)
    made = owner.change("/v1/merchant", wanted["merchant"])
    widget = owner.change("/v1/widget", {"allowed_origins": list(allowed) or origins(place)})
    for name in SETTINGS & wanted.keys():
        owner.change(f"/v1/{name}", wanted[name])
    teams = ensure_teams(owner, wanted["teams"])
    for row in wanted["agents"]:
        if not sign_in(place, person(row)):
            invite(place, owner, person(row))
        seat(owner, row, [teams[name] for name in row["teams"]])
    teach(owner, wanted["knowledge"])
    open_tickets(owner, wanted["tickets"])
    return {
        "merchant": made["name"],
        "merchant_id": made["id"],
        "owner": vars(person(wanted["owner"])),
        "agent": vars(person(first)),
        "widget_key": widget["key"],
        "snippet": widget["snippet"],
    }


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


# --- people


def sign_in(place: Place, who: Person) -> Caller | None:
    caller = Caller(place)
    try:
        caller.call("POST", "/v1/sessions", {"email": who.email, "password": who.password})
    except Refused as refused:
        if refused.status != HTTPStatus.UNAUTHORIZED:
            raise
        return None
    return caller


def sign_up(place: Place, wanted: dict[str, Any]) -> Caller:
    caller, who = Caller(place), person(wanted["owner"])
    asked = {name: wanted["merchant"][name] for name in ("name", "locale", "time_zone")}
    token = token_mailed(
        place,
        to=who.email,
        by=lambda: caller.call("POST", "/v1/merchants", asked | {"email": who.email}),
    )
    given = {"token": token, "name": who.name, "password": who.password}
    caller.call("POST", "/v1/merchants/confirm", given)
    return caller


def invite(place: Place, owner: Caller, who: Person) -> None:
    asked = {"email": who.email, "role": "agent"}
    token = token_mailed(
        place, to=who.email, by=lambda: owner.call("POST", "/v1/invitations", asked)
    )
    given = {"token": token, "name": who.name, "password": who.password}
    Caller(place).call("POST", "/v1/invitations/accept", given)


def ensure_teams(owner: Caller, names: list[str]) -> dict[str, str]:
    known = {team["name"]: team["id"] for team in owner.call("GET", "/v1/teams")["items"]}
    for name in names:
        known[name] = known.get(name) or owner.call("POST", "/v1/teams", {"name": name})["id"]
    return known


def seat(owner: Caller, row: dict[str, Any], teams: list[str]) -> None:
    """The agent's teams, and how many conversations they hold at once."""
    people = owner.call("GET", "/v1/people")["items"]
    found = next(each for each in people if each["email"] == row["email"])
    wanted = {"teams": teams, "capacity": row["capacity"]}
    if any(found[name] != value for name, value in wanted.items()):
        version = {"if-match": f'"{found["version"]}"'}
        owner.call("PATCH", f"/v1/people/{found['person']}", wanted, version)


# --- what there is to know and to do


def teach(owner: Caller, entries: list[dict[str, Any]]) -> None:
    locales = {entry["locale"] for entry in entries}
    if not entries or any(
        owner.call("GET", f"/v1/knowledge?locale={each}")["items"] for each in locales
    ):
        return
    rows = "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    owner.call("POST", "/v1/knowledge/import", {"format": "jsonl", "text": rows, "publish": True})


def open_tickets(owner: Caller, tickets: list[dict[str, Any]]) -> None:
    if owner.call("GET", "/v1/tickets")["items"]:
        return
    for ticket in tickets:
        owner.call("POST", "/v1/tickets", ticket)
