"""Two whole merchants, made by the real services: people of every role, keys, visitors, talk.

A module's tests share one world. Whatever a test changed is set back behind the services' backs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from moto.kms.models import kms_backends

from chalicelib.access.model import COOKIE
from chalicelib.attachments.model import File
from chalicelib.conversations.model import Event, MessageKind
from chalicelib.conversations.service import Words
from chalicelib.core.ids import new_id, new_sending_session
from chalicelib.core.rights import Role
from chalicelib.table import guard, writes
from chalicelib.table.desk import Desk
from chalicelib.tickets.rules import Wanted
from chalicelib.wiring import House
from tests.desk.standing import BEGIN, FILES, Stage, Tables
from tests.desk.stories import PASSWORD, admitted, token_of
from tests.doors import channelled
from tests.doors.rest import Rest
from tests.memory.table import Lying

ORIGIN = "https://shop.example"
FORM = {
    "fields": [
        {"id": "name", "label": "Name", "kind": "text"},
        {"id": "email", "label": "E-mail", "kind": "email"},
        {"id": "message", "label": "Message", "kind": "long"},
        {"id": "photos", "label": "Photos", "kind": "files"},
    ]
}
Rows = dict[tuple[str, str, str], Any]


@dataclass(frozen=True)
class Seat:
    """A person who has signed in."""

    desk: Desk
    email: str
    token: str

    @property
    def id(self) -> str:
        return self.desk.caller.id

    @property
    def headers(self) -> dict[str, str]:
        return {"cookie": f"{COOKIE}={self.token}"}


@dataclass(frozen=True)
class Bearer:
    """An API key, or a visitor's token; `desk` is whom it stands for."""

    desk: Desk
    secret: str

    @property
    def id(self) -> str:
        return self.desk.caller.id

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}"}


@dataclass
class Shop:
    """One merchant. `canary` stands in every text of it: whoever else reads it has read too much."""

    name: str
    canary: str
    owner: Seat
    seats: dict[str, Seat] = field(default_factory=dict)
    keys: dict[str, Bearer] = field(default_factory=dict)
    guests: list[Bearer] = field(default_factory=list)
    conversations: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    widget: str = ""
    grant: str = ""
    invitation: str = ""
    team: str = ""
    entry: str = ""
    imported: str = ""
    ticket: str = ""
    view: str = ""
    ticket_grant: str = ""
    # Sending sessions whose first message is said: of each guest, and the agent's.
    sessions: list[str] = field(default_factory=list)
    agents_session: str = ""
    file: str = ""  # of the first message of the first conversation
    pair: list[str] = field(default_factory=list)  # two customers, the second a part of the first
    inbox: str = ""
    channelled: str = ""  # the conversation that came by it
    letter: str = ""  # the seq of one that has an original
    unsent: str = ""  # the seq of a message in it that was refused
    form: str = ""
    form_token: str = ""
    domain: str = ""  # under which its mail may leave, once it is proved

    @property
    def merchant(self) -> str:
        return self.owner.desk.merchant

    @property
    def marks(self) -> list[str]:
        """What only this merchant's own callers may ever be shown."""
        people = [each for seat in self.seats.values() for each in (seat.id, seat.email)]
        guests = [guest.id for guest in self.guests]
        talk = [
            *self.conversations,
            self.invitation,
            self.widget,
            self.team,
            self.entry,
            self.imported,
            self.ticket,
            self.file,
            self.inbox,
            self.domain,
            self.channelled,
            *self.pair,
        ]
        return [
            self.canary,
            self.merchant,
            *people,
            *guests,
            *talk,
            *(key.id for key in self.keys.values()),
        ]


class Storage:
    """The tables as they lie: read and set back at once, whatever they hold."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._kept: dict[str, Lying] = {}

    def rows(self, *, limits: bool = False) -> Rows:
        """Every item by its place. Rate limits count whatever else is refused, and stand aside."""
        return {
            (name, pk, sk): item
            for name in self._tables
            for (pk, sk), item in self._tables[name].items.items()
            if limits or not pk.startswith("LIMIT")
        }

    def put(self, name: str, item: Mapping[str, Any]) -> None:
        """Behind everybody's back."""
        self._tables.put_item(TableName=name, Item=item)

    def outbox(self) -> tuple[str, str]:
        """Where the letter lies that was written last: two of one millisecond sort by chance."""
        return [place for place in self._tables["ledger"].items if "OUTBOX" in place[0]][-1]

    @property
    def kept(self) -> dict[str, Any]:
        """Tables, and the master keys without which nothing in them opens."""
        return {"tables": self._kept, "keys": dict(_kms().keys)}

    def take(self, kept: dict[str, Any]) -> None:
        self._kept = kept["tables"]
        _kms().keys.update(kept["keys"])

    def keep(self) -> None:
        self._kept = {name: self._tables[name].lying() for name in self._tables}

    def back(self) -> None:
        for name, lying in self._kept.items():
            self._tables[name].lay(lying)

    def forget_limits(self) -> None:
        table = self._tables["sockets"]
        for place in [place for place in table.items if place[0].startswith("LIMIT")]:
            table.put(place, None)


def _kms() -> Any:
    return kms_backends["123456789012"]["us-east-1"]


@dataclass
class World:
    """Built once in a run; every module of tests puts it on a stage of its own."""

    stage: Stage
    rest: Rest
    a: Shop
    b: Shop
    ended: dict[str, Mapping[str, str]]
    storage: Storage

    @property
    def house(self) -> House:
        return self.stage.house

    def reset(self) -> None:
        """As it was built."""
        self.storage.back()
        self.stage.clock.now = BEGIN
        for kept in (self.stage.mailer.sent, self.stage.wires.sent, self.stage.wires.closed):
            kept.clear()


_built: list[tuple[World, dict[str, Any]]] = []


def standing(stage: Stage, rest: Rest) -> World:
    channelled.networked(stage.house, "a", "b")
    if not _built:
        world = build(stage, rest)
        _built.append((world, world.storage.kept | {"objects": lying_in(stage.s3)}))
        return world
    world, kept = _built[0]
    stage.renew()
    storage = Storage(stage.dynamodb)
    storage.take(kept)
    for name, body in kept["objects"].items():
        stage.s3.put_object(Bucket=FILES, Key=name, Body=body)
    return replace(world, stage=stage, rest=rest, storage=storage)


def lying_in(s3: Any) -> dict[str, bytes]:
    """The sealed objects, which the next module's bucket has to have as well."""
    names = [each["Key"] for each in s3.list_objects_v2(Bucket=FILES).get("Contents", ())]
    return {name: s3.get_object(Bucket=FILES, Key=name)["Body"].read() for name in names}


def build(stage: Stage, rest: Rest) -> World:
    stage.renew()
    a, b = _shop(stage, "a", "canary-of-azure"), _shop(stage, "b", "canary-of-beryl")
    storage = Storage(stage.dynamodb)
    world = World(stage, rest, a, b, _ended(stage, a), storage)
    for shop in (a, b):
        for guest in shop.guests:
            assert _who(stage, guest.headers) == guest.desk.merchant
    storage.forget_limits()
    storage.keep()
    return world


def mailed_token(stage: Stage) -> str:
    """The token that the newest letter carries, sent as the mail function sends it."""
    pk, sk = Storage(stage.dynamodb).outbox()
    stage.house.signup.deliver(outbox_pk=pk, outbox_sk=sk)
    return stage.mailer.sent[-1].text.partition("?token=")[2].split()[0]


def asked_to_sign_up(stage: Stage, email: str, name: str) -> str:
    with guard.scope(front=True):
        stage.house.signup.sign_up(name=name, email=email, locale="en", time_zone="Asia/Shanghai")
    return mailed_token(stage)


def invited(stage: Stage, desk: Desk, email: str, role: str) -> str:
    with desk.open(front=True):
        stage.house.invitations.invite(desk, email=email, role=role)
    return mailed_token(stage)


def _who(stage: Stage, headers: Mapping[str, str]) -> str:
    with guard.scope(front=True):
        desk = stage.house.gate.admit(headers, address="", correlation="")
    assert desk is not None
    return desk.merchant


def _shop(stage: Stage, name: str, canary: str) -> Shop:
    email = f"owner@{name}.example"
    token = asked_to_sign_up(stage, email, name=f"Shop {canary}")
    with guard.scope(front=True):
        entered = stage.house.access.confirm_sign_up(
            token=token, name=f"Owner {canary}", password=PASSWORD, address="203.0.113.7"
        )
    assert entered.token is not None
    owner = Seat(admitted(stage.house, entered.token), email, entered.token)
    shop = Shop(name, canary, owner, seats={Role.OWNER: owner})
    for role in list(Role)[1:]:
        shop.seats[role] = seat(stage, shop, role)
    for role in (Role.ADMIN, Role.AGENT, Role.VIEWER):
        shop.keys[role] = api_key(stage, shop, role)
    _open_shop(stage, shop)
    shop.guests = [guest(stage, shop) for _ in range(3)]
    shop.sessions = [new_sending_session() for _ in shop.guests]
    files = [_uploaded(stage, shop, shop.guests[0]), (), ()]
    shop.conversations = [
        said(stage, each, f"Hello {canary} {each.id}", session, file)
        for each, session, file in zip(shop.guests, shop.sessions, files, strict=True)
    ]
    _handle(stage, shop)
    _merge(stage, shop)
    _file(stage, shop)
    _write_letters(stage, shop)
    _reach(stage.house, shop)
    return shop


def seat(stage: Stage, shop: Shop, role: str, name: str = "") -> Seat:
    """A new member, signed in by the link of the invitation."""
    email = f"{name or role}@{shop.name}.example"
    token = invited(stage, shop.owner.desk, email, role)
    with guard.scope(front=True):
        entered = stage.house.access.accept_invitation(
            token=token, name=f"{role} {shop.canary}", password=PASSWORD, address="203.0.113.8"
        )
    assert entered.token is not None
    return Seat(admitted(stage.house, entered.token), email, entered.token)


def api_key(stage: Stage, shop: Shop, role: str) -> Bearer:
    desk = shop.owner.desk
    with desk.open(front=True):
        _, secret = stage.house.api_keys.make(desk, name=f"Key {shop.canary}", role=role)
        return Bearer(stage.house.api_keys.admit(secret), secret)


def _open_shop(stage: Stage, shop: Shop) -> None:
    merchants, desk = stage.house.merchants, shop.owner.desk
    with desk.open(front=True):
        widget = merchants.change_widget(desk, version=1, allowed_origins=[ORIGIN])
        shop.widget = widget.key
        shop.grant = stage.house.customers.grant(widget_key=widget.key, origin=ORIGIN)["grant"]
        shop.entry, shop.imported = _known(stage, shop, desk)
        shop.team = stage.house.teams.make(desk, name=f"Team {shop.canary}").id
        shop.domain = stage.house.senders.add(desk, name=f"{shop.name}.example").id
        form, _ = stage.house.inboxes.make(desk, channel="form", name="Form", settings=FORM)
        shop.form = form.key
    with guard.scope(front=True):
        shop.form_token = stage.house.forms.show(key=shop.form, origin="")["token"]


def _known(stage: Stage, shop: Shop, desk: Desk) -> tuple[str, str]:
    """An entry of the knowledge, and an import."""
    knowledge = stage.house.knowledge
    text = f"Do you know {shop.canary}?"
    entry = knowledge.create(desk, locale="en", values={"title": text, "body": shop.canary})
    row = json.dumps({"question": text, "answer": shop.canary})
    imported = knowledge.take_in(desk, {"format": "jsonl", "text": row})
    return entry.id, imported.id


def guest(stage: Stage, shop: Shop) -> Bearer:
    with guard.scope(front=True):
        visit = stage.house.customers.visit(
            widget_key=shop.widget,
            grant=shop.grant,
            name=f"Guest {shop.canary}",
            email=f"guest@{shop.name}.example",
        )
    return Bearer(visit.desk, visit.token)


def _merge(stage: Stage, shop: Shop) -> None:
    shop.pair = [guest(stage, shop).id for _ in range(2)]
    desk, (stays, goes) = shop.seats[Role.AGENT].desk, shop.pair
    with desk.open():
        stage.house.directory.merging.merge(desk, customer_id=stays, other=goes)


def _uploaded(stage: Stage, shop: Shop, by: Bearer) -> tuple[tuple[int, str], ...]:
    """What stands for a file that was looked at."""
    file = File(new_id(), f"{shop.canary}.png", "image/png", 1_000)
    shop.file = file.id
    with by.desk.open():
        return ((1, stage.house.attachments.token(by.desk, file)),)


def said(
    stage: Stage,
    by: Bearer,
    text: str,
    session: str = "",
    attachments: tuple[tuple[int, str], ...] = (),
) -> str:
    """A visitor's first words; the conversation that they begin."""
    with by.desk.open():
        words = Words(session or new_sending_session(), 1, text, attachments=attachments)
        return stage.house.conversations.say(by.desk, conversation=None, words=words).conversation


def _handle(stage: Stage, shop: Shop) -> None:
    """The first conversation waits, the agent holds the second and has resolved the third."""
    desk, talk = shop.seats[Role.AGENT].desk, stage.house.conversations
    _, held, done = shop.conversations
    with desk.open():
        for conversation in (held, done):
            talk.move(desk, conversation=conversation, event=Event.TAKEN)
        talk.move(desk, conversation=done, event=Event.RESOLVED)
        shop.agents_session = new_sending_session()
        talk.register(desk, conversation=held, session=shop.agents_session)
        note = Words(shop.agents_session, 1, f"A note {shop.canary}", MessageKind.NOTE, "May")
        talk.say(desk, conversation=held, words=note)


def _file(stage: Stage, shop: Shop) -> None:
    """A ticket of the first conversation, with a note, a comment and a letter; a view for each."""
    house, agent = stage.house, shop.seats[Role.AGENT].desk
    shop.view = new_id()
    with agent.open(front=True):
        wanted = Wanted(f"Case {shop.canary}", f"All about {shop.canary}", tags=("lamp",))
        made = house.tickets.create_from_conversation(
            agent, conversation=shop.conversations[0], wanted=wanted
        )
        shop.ticket = made.id
        for public in (False, True):
            house.tickets.comment(agent, ticket=made.id, text=f"So {shop.canary}", public=public)
    view = {"id": shop.view, "name": f"View {shop.canary}", "filters": {"status": "new"}}
    desks = [seat.desk for seat in shop.seats.values()]
    for desk in [*desks, *(key.desk for key in shop.keys.values())]:
        with desk.open():
            house.counter.views._store.keep_views(desk, [view], version=0)
    opened = _ticket_link(stage, shop)
    with guard.scope(front=True):
        shop.ticket_grant = house.ticket_links.open(token=opened)["grant"]


def _reach(house: House, shop: Shop) -> None:
    """An inbox, a customer who came by it, and an answer that the other side did not take."""
    owner, agent = shop.owner.desk, shop.seats[Role.AGENT].desk
    inbox = channelled.inbox_of(house, owner, shop.name, f"Inbox {shop.canary}")
    shop.inbox = inbox.id
    shop.channelled = channelled.arrived(house, inbox, owner, f"By webhook {shop.canary}")
    seq = channelled.answered(house, agent, shop.channelled, f"Answer {shop.canary}")
    shop.unsent = str(seq)
    letter = channelled.shown(house, inbox, owner, shop.channelled, f"Letter {shop.canary}")
    shop.letter = str(letter)


def _ticket_link(stage: Stage, shop: Shop) -> str:
    desk = shop.owner.desk
    with desk.open():
        letter = stage.house.ticket_links.posting(desk, ticket=shop.ticket, about="opened")
        writes.transact(letter)
    return mailed_token(stage)


def _write_letters(stage: Stage, shop: Shop) -> None:
    """Links of every kind that nobody has used yet."""
    email = f"waiting@{shop.name}.example"
    shop.links["sign_up"] = asked_to_sign_up(stage, f"new@{shop.name}.example", shop.canary)
    shop.links["invitation"] = invited(stage, shop.owner.desk, email, Role.AGENT)
    with guard.scope(front=True):
        stage.house.signup.ask_password_reset(email=shop.seats[Role.VIEWER].email)
    shop.links["password_reset"] = mailed_token(stage)
    shop.links["ticket"] = _ticket_link(stage, shop)
    with shop.owner.desk.open():
        (waiting,) = stage.house.invitations.page(shop.owner.desk).items
    shop.invitation = waiting.id


def _ended(stage: Stage, shop: Shop) -> dict[str, Mapping[str, str]]:
    """Credentials that stood once."""
    house, desk = stage.house, shop.owner.desk
    stage.clock.now = BEGIN - timedelta(hours=25)
    expired = token_of(house, shop.owner.email)
    stage.clock.now = BEGIN
    out = admitted(house, revoked := token_of(house, shop.owner.email))
    gone = seat(stage, shop, Role.ADMIN, name="gone")
    key = api_key(stage, shop, Role.ADMIN)
    with desk.open(front=True):
        house.people.remove(desk, person=gone.id)
        house.api_keys.revoke(desk, key=key.id)
    with out.open(front=True):
        house.access.sign_out(out)
    return {
        "expired session": {"cookie": f"{COOKIE}={expired}"},
        "revoked session": {"cookie": f"{COOKIE}={revoked}"},
        "removed member": gone.headers,
        "revoked key": key.headers,
    }
