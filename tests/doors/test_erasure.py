"""A customer is erased: nothing of theirs opens any more, anywhere, and everything else goes on."""

from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib.core.rights import Role
from chalicelib.table import guard, keys
from chalicelib.table.keys import Key, Table
from chalicelib.vault.customer_keys import Erased
from chalicelib.vault.seal import CUSTOMERS, NAMED, Place
from tests.doors.front import Got
from tests.doors.rest import refused
from tests.doors.test_ciphertext import SEALED, lying
from tests.doors.wire import Wire, denied, line, say
from tests.doors.world import Bearer, World, guest

NAME, WORDS = "Zhang Wei the canary", "canary: I live in the green house"
CONFIRMED = {"confirm": "erase"}


@dataclass
class Gone:
    """A customer with a conversation and a ticket; then they are erased."""

    world: World
    front: Any
    visitor: Bearer
    agent: Wire
    wire: Wire
    conversation: str = ""
    ticket: str = ""

    def rest(self, name: str, who: str = Role.OWNER, body: Any = None, **path: str) -> Got:
        headers = {"if-match": '"1"', **self.world.a.seats[who].headers}
        return self.world.rest.send(name, path=path or None, body=body, headers=headers)

    def erase(self, who: str = Role.ADMIN, body: Any = CONFIRMED) -> Got:
        name = "POST /v1/customers/{customer}/erase"
        return self.rest(name, who, body, customer=self.visitor.id)


@pytest.fixture
def gone(world: World, front: Any) -> Gone:
    visitor = guest(world.stage, world.a)
    agent = line(world, front.sockets, world.a.seats[Role.AGENT])
    agent.hello()
    found = Gone(world, front, visitor, agent, line(world, front.sockets, visitor))
    person = {"customer": visitor.id}
    found.rest("PATCH /v1/customers/{customer}", Role.AGENT, {"name": NAME}, **person)
    first = found.wire.ask(say(found.wire.hello(), 1, WORDS))
    found.conversation = str(first["conversation"])
    talk = {"conversation": found.conversation}
    assert (
        found.rest("POST /v1/conversations/{conversation}/take", Role.AGENT, {}, **talk).status
        == 200
    )
    session = agent.synced(found.conversation)
    agent.ask(say(session, 1, f"You said: {WORDS}", found.conversation))
    agent.ask(say(session, 2, f"A note: {WORDS}", found.conversation, kind="note"))
    case = {"title": f"Title {WORDS}", "description": f"About {WORDS}"}
    made = found.rest("POST /v1/conversations/{conversation}/ticket", Role.AGENT, case, **talk)
    found.ticket = str(made.body["id"])
    note = {"text": f"Comment {WORDS}", "public": True}
    found.rest("POST /v1/tickets/{ticket}/comments", Role.AGENT, note, ticket=found.ticket)
    return found


READS = {
    "GET /v1/customers/{customer}": "customer",
    "GET /v1/conversations/{conversation}": "conversation",
    "GET /v1/conversations/{conversation}/messages": "conversation",
    "GET /v1/conversations": "",
    "GET /v1/tickets": "",
    "GET /v1/tickets/{ticket}": "ticket",
    "GET /v1/tickets/{ticket}/timeline": "ticket",
}


def read(gone: Gone) -> dict[str, Got]:
    ids = {"customer": gone.visitor.id, "conversation": gone.conversation, "ticket": gone.ticket}
    return {
        name: gone.rest(name, **({part: ids[part]} if part else {})) for name, part in READS.items()
    }


def test_before_it_everything_is_there(gone: Gone) -> None:
    texts = {name: got.text for name, got in read(gone).items()}

    assert [name for name, text in texts.items() if NAME not in text and WORDS not in text] == []


def test_nothing_of_theirs_is_read_any_more_and_everything_still_answers(gone: Gone) -> None:
    receipt = gone.erase()
    assert receipt.status == 200
    for name, got in read(gone).items():
        assert got.status == 200, name
        assert NAME not in got.text, name
        assert "green house" not in got.text, name
        assert '"erased' in got.text, name
    history = gone.agent.ask({"t": "sync", "conversation": gone.conversation, "after": 0})
    said = [m for m in history["messages"] if m["kind"] in {"message", "note"}]
    assert len(said) == 3
    assert all(m["erased"] and m["parts"] == [] for m in said)
    assert history["state"]["erased"]


def test_no_process_can_open_what_lies_in_the_tables(gone: Gone) -> None:
    """Whatever still opens with the merchant's keys holds nothing of it."""
    gone.erase()
    under, world = 0, gone.world
    for item, attribute in SEALED.values():
        for each in lying(world, item, attribute):
            if each.place.owner != world.a.merchant:
                continue
            with guard.scope(merchant=world.a.merchant, front=True):
                try:
                    text = world.house.vault.open_bytes(each.place, each.blob)
                except Erased:
                    under += 1
                    assert each.blob[0] in {CUSTOMERS, NAMED}
                    continue
            assert b"green house" not in text, each.place
            assert NAME.encode() not in text, each.place
    assert under >= 8
    kept = next(
        values
        for (table, pk, _), values in world.storage.rows().items()
        if table == "keys" and gone.visitor.id in pk
    )
    assert "wrapped" not in kept


def test_it_ends_their_sockets_and_their_visit(gone: Gone) -> None:
    world = gone.world
    gone.erase()
    assert gone.wire.connection in world.stage.wires.closed
    denied(gone.wire.send({"t": "hello", "v": 1}), "unauthenticated", of="hello")
    before = world.storage.rows()
    denied(gone.wire.send(say("0" * 16, 1, "again")), "unauthenticated", of="say")
    named = say("0" * 16, 1, "again", gone.conversation)
    denied(gone.wire.send(named), "unknown_session", of="say")
    assert world.storage.rows() == before

    body = {"key": world.a.widget, "grant": world.a.grant, "token": gone.visitor.secret}
    again = world.rest.send("POST /v1/visitors", body=body)
    assert again.status == 201
    assert again.body["visitor"] != gone.visitor.id


def test_work_on_it_goes_on_without_words(gone: Gone) -> None:
    """The conversation is resolved and the ticket moved; nothing more is said to nobody."""
    session = gone.agent.synced(gone.conversation)
    gone.erase()
    words = say(session, 1, "Hello?", gone.conversation)
    denied(gone.agent.send(words), "conflict", of="say", rule="erased")
    talk = {"conversation": gone.conversation}
    done = gone.rest("POST /v1/conversations/{conversation}/resolve", Role.AGENT, {}, **talk)
    assert done.status == 200
    moved = gone.rest(
        "POST /v1/tickets/{ticket}/transition",
        Role.AGENT,
        {"to": "resolved", "version": 1},
        ticket=gone.ticket,
    )
    assert (moved.status, moved.body["erased"]) == (200, True)
    for name, body, part in (
        ("PATCH /v1/tickets/{ticket}", {"title": "Another"}, {"ticket": gone.ticket}),
        ("PATCH /v1/customers/{customer}", {"name": "X"}, {"customer": gone.visitor.id}),
    ):
        refused(gone.rest(name, Role.AGENT, body, **part), 409, "conflict", rule="erased")


def test_no_transcript_is_made_of_it_and_none_goes_out_that_was_asked_for_before(
    gone: Gone,
) -> None:
    world, talk = gone.world, {"conversation": gone.conversation}
    name = "{} /v1/conversations/{{conversation}}/transcript"
    assert gone.rest(name.format("POST"), Role.AGENT, {}, **talk).status == 202
    letter = world.storage.outbox()
    gone.erase()
    world.house.signup.deliver(outbox_pk=letter[0], outbox_sk=letter[1])
    assert world.stage.mailer.sent == []
    for got in (
        gone.rest(name.format("GET"), Role.OWNER, **talk),
        gone.rest(name.format("POST"), Role.AGENT, {}, **talk),
        world.rest.send(name.format("GET"), path=talk, headers=gone.visitor.headers),
    ):
        refused(got, 409, "conflict", rule="erased")


def test_it_is_written_down_once_and_answers_the_same_again(gone: Gone) -> None:
    first = gone.erase()
    gone.world.stage.clock.advance(60)
    assert gone.erase().body == first.body
    assert first.body["irrecoverable_from"] > first.body["erased_at"]
    entries = gone.rest("GET /v1/audit").body["items"]
    erased = [e for e in entries if e["action"] == "customer.erased"]
    assert [(e["object"], e["actor"]["id"]) for e in erased] == [
        (gone.visitor.id, gone.world.a.seats[Role.ADMIN].id)
    ]


@pytest.mark.parametrize("body", [{}, {"confirm": "yes"}, {"confirm": True}, {"confirm": "Erase"}])
def test_it_has_to_be_meant(gone: Gone, body: Any) -> None:
    before = gone.world.storage.rows()
    refused(gone.erase(body=body), 422, "invalid", pointer="/confirm")
    assert gone.world.storage.rows() == before


def test_a_customer_of_the_same_shop_keeps_everything(gone: Gone) -> None:
    shop = gone.world.a
    gone.erase()
    got = gone.rest("GET /v1/conversations/{conversation}", conversation=shop.conversations[0])
    assert shop.canary in got.text
    key = Key(Table.DESK, keys.customer(shop.owner.desk, shop.guests[0].id).pk, "PROFILE")
    assert any(
        each.place == Place(shop.merchant, key, "name")
        for each in lying(gone.world, *SEALED["CustomerItem.name"])
    )
