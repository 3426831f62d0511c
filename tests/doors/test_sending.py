"""Messages by REST: what a client does while its sockets fail. Same names, same numbers, once."""

from typing import Any

import pytest

from chalicelib.contracts.compiled import schema
from chalicelib.core.rights import Role
from tests.doors.examples import ABSENT
from tests.doors.front import Got
from tests.doors.rest import refused
from tests.doors.wire import line, say
from tests.doors.world import Bearer, Seat, World, guest

BEGIN, VISITOR = "POST /v1/sending-sessions", "POST /v1/visitor/messages"
AGENT = "POST /v1/conversations/{conversation}/messages"
READ = "GET /v1/conversations/{conversation}/messages"
SESSION = "0123456789ABCDEF"


def words(text: str) -> list[dict[str, Any]]:
    return [{"type": "text", "text": text}]


def session_of(world: World, who: Seat | Bearer, **body: Any) -> str:
    got = world.rest.send(BEGIN, body=body, headers=who.headers)
    assert got.status == 201, got.text
    return str(got.body["session"])


def said(session: str, n: int, text: str) -> dict[str, Any]:
    return {"session": session, "n": n, "parts": words(text)}


def visitor_says(world: World, who: Bearer, message: dict[str, Any], at: str | None = None) -> Got:
    return world.rest.send(VISITOR, body=message | {"conversation": at}, headers=who.headers)


def agent_says(world: World, who: Seat | Bearer, message: dict[str, Any], at: str) -> Got:
    path = {"conversation": at}
    return world.rest.send(AGENT, path=path, body=message, headers=who.headers)


def read(world: World, who: Seat | Bearer, at: str, after: int) -> Any:
    query = [("after", str(after))]
    got = world.rest.send(READ, path={"conversation": at}, query=query, headers=who.headers)
    assert got.status == 200
    return got.body


def test_a_visitor_without_a_socket_begins_goes_on_and_reads(world: World) -> None:
    who = guest(world.stage, world.a)
    session = session_of(world, who)
    first = visitor_says(world, who, said(session, 1, "one")).body
    second = visitor_says(world, who, said(session, 2, "two"), first["conversation"]).body

    assert (first["seq"], second["seq"]) == (1, 2)
    assert set(first) == {"conversation", "session", "n", "id", "seq", "at"}
    found = read(world, who, first["conversation"], 1)
    assert [(m["seq"], m["n"], m["session"]) for m in found["items"]] == [(2, 2, session)]
    assert (found["seq"], found["more"], found["state"]["status"]) == (2, False, "queued")


def test_what_was_said_on_a_socket_and_again_by_rest_is_one_message(
    world: World, front: Any
) -> None:
    """The socket fell before its acknowledgement: the same name is sent by the other way."""
    who = guest(world.stage, world.a)
    wire = line(world, front.sockets, who)
    session = wire.hello()
    heard = wire.ask(say(session, 1, "once"))
    before = world.storage.rows()

    again = visitor_says(world, who, said(session, 1, "once"))
    assert (again.status, again.body) == (201, {k: v for k, v in heard.items() if k != "t"})
    assert world.storage.rows() == before
    after = visitor_says(world, who, said(session, 2, "next"), heard["conversation"]).body
    assert wire.ask(say(session, 2, "next", heard["conversation"])) == {"t": "said", **after}


def test_on_both_ways_one_learns_for_how_long_words_can_be_changed(
    world: World, front: Any
) -> None:
    for who, seconds in ((guest(world.stage, world.a), 300), (world.a.seats[Role.AGENT], 900)):
        welcome = line(world, front.sockets, who).ask({"t": "hello", "v": 1})
        begun = world.rest.send(BEGIN, body={}, headers=who.headers).body
        assert begun["amend_s"] == welcome["amend_s"] == seconds


def test_an_agent_answers_under_their_name(world: World) -> None:
    agent, held = world.a.seats[Role.AGENT], world.a.conversations[1]
    session = session_of(world, agent, conversation=held)
    stored = agent_says(world, agent, said(session, 1, "by the slow way"), held).body

    (message,) = read(world, world.a.guests[1], held, stored["seq"] - 1)["items"]
    assert message["author"]["name"] == f"agent {world.a.canary}"
    assert (message["parts"], "session" in message) == (words("by the slow way"), False)


def test_an_api_key_signs_with_its_name(world: World) -> None:
    key, waiting = world.a.keys[Role.AGENT], world.a.conversations[0]
    session = session_of(world, key, conversation=waiting)
    note = said(session, 1, "noted") | {"kind": "note"}
    assert agent_says(world, key, note, waiting).status == 201

    stored = read(world, world.a.owner, waiting, 0)["items"][-1]
    assert stored["author"]["name"] == f"Key {world.a.canary}"


def test_a_session_may_be_let_into_another_conversation(world: World) -> None:
    agent, (waiting, held, _) = world.a.seats[Role.AGENT], world.a.conversations
    session = session_of(world, agent, conversation=waiting)
    refused(agent_says(world, agent, said(session, 1, "x"), held), 409, "unknown_session")

    assert session_of(world, agent, conversation=held, session=session) == session
    assert agent_says(world, agent, said(session, 1, "x"), held).status == 201


def test_a_visitor_is_told_the_conversation_of_now(world: World) -> None:
    who, mine = world.a.guests[0], world.a.conversations[0]
    got = world.rest.send(BEGIN, body={}, headers=who.headers)

    assert got.body["conversation"]["id"] == mine
    assert "customer" not in got.body["conversation"]
    agent = world.rest.send(BEGIN, body={}, headers=world.a.seats[Role.AGENT].headers)
    assert agent.body["conversation"] is None


def test_a_number_that_skips_says_which_is_expected(world: World) -> None:
    who, mine = world.a.guests[0], world.a.conversations[0]
    before = world.storage.rows()

    got = visitor_says(world, who, said(world.a.sessions[0], 9, "x"), mine)
    refused(got, 409, "out_of_order", expected=2)
    assert world.storage.rows() == before


@pytest.mark.parametrize("at", [None, 0])
def test_an_unknown_session_is_never_accepted(world: World, at: int | None) -> None:
    who, before = world.a.guests[0], world.storage.rows()
    mine = None if at is None else world.a.conversations[at]

    refused(visitor_says(world, who, said(SESSION, 1, "x"), mine), 409, "unknown_session")
    assert world.storage.rows() == before


def test_only_who_holds_it_answers(world: World) -> None:
    agent, waiting = world.a.seats[Role.AGENT], world.a.conversations[0]
    session = session_of(world, agent, conversation=waiting)
    before = world.storage.rows()

    got = agent_says(world, agent, said(session, 1, "x"), waiting)
    refused(got, 409, "conflict", rule="not_held")
    assert world.storage.rows() == before


@pytest.mark.parametrize("at", ["another's", "another merchant's", "absent"])
def test_a_session_is_not_let_into_what_is_not_ours(world: World, at: str) -> None:
    there = {
        "another's": world.a.conversations[1],
        "another merchant's": world.b.conversations[0],
        "absent": ABSENT,
    }[at]
    before = world.storage.rows()

    body = {"conversation": there, "session": SESSION}
    got = world.rest.send(BEGIN, body=body, headers=world.a.guests[0].headers)
    refused(got, 404, "not_found")
    assert world.storage.rows() == before


@pytest.mark.parametrize("name", ["part", "session"])
def test_both_ways_keep_one_contract(name: str) -> None:
    assert schema("rest")["$defs"][name] == schema("frames")["$defs"][name]


EDIT, RECALL = (
    f"POST /v1/conversations/{{conversation}}/messages/{{seq}}/{verb}"
    for verb in ("edit", "recall")
)


def amends(world: World, who: Seat | Bearer, name: str, at: str, seq: int, **body: Any) -> Got:
    path = {"conversation": at, "seq": str(seq)}
    return world.rest.send(name, path=path, body=body, headers=who.headers)


def test_what_was_said_is_reworded_and_taken_back_without_a_socket(world: World) -> None:
    """By a customer, an agent, and a merchant's own program; told in the sequence as ever."""
    who, agent, key = guest(world.stage, world.a), world.a.seats[Role.AGENT], world.a.keys["agent"]
    at = visitor_says(world, who, said(session_of(world, who), 1, "oen")).body["conversation"]
    note = said(session_of(world, key, conversation=at), 1, "ntoe") | {"kind": "note"}
    assert agent_says(world, key, note, at).status == 201
    edited = amends(world, who, EDIT, at, 1, parts=words("one"))
    assert edited.status == 200
    assert (edited.body["message"]["parts"], edited.body["message"]["edits"]) == (words("one"), 1)
    assert amends(world, key, EDIT, at, 2, parts=words("note")).status == 200
    recalled = amends(world, who, RECALL, at, 1)
    assert recalled.body["message"]["parts"] == []

    found = read(world, agent, at, 0)["items"]
    assert [m["parts"] for m in found[:2]] == [[], words("note")]
    assert [(m["event"]["name"], m["event"]["data"]["seq"]) for m in found[2:]] == [
        ("edited", 1),
        ("edited", 2),
        ("recalled", 1),
    ]


def test_an_edit_that_comes_late_without_a_socket_undoes_none(world: World) -> None:
    who = guest(world.stage, world.a)
    at = visitor_says(world, who, said(session_of(world, who), 1, "oen")).body["conversation"]
    for edits, text in ((0, "on"), (1, "one")):
        assert amends(world, who, EDIT, at, 1, parts=words(text), edits=edits).status == 200
    before = world.storage.rows()

    late = amends(world, who, EDIT, at, 1, parts=words("on"), edits=0)
    refused(late, 409, "conflict", rule="edited")
    again = amends(world, who, EDIT, at, 1, parts=words("one"), edits=1)
    assert again.body["message"]["edits"] == 2
    assert world.storage.rows() == before


def test_the_same_door_refuses_what_the_frame_refuses(world: World) -> None:
    who, other = guest(world.stage, world.a), guest(world.stage, world.a)
    at = visitor_says(world, who, said(session_of(world, who), 1, "one")).body["conversation"]
    before = world.storage.rows()
    for name, body in ((EDIT, {"parts": words("two")}), (RECALL, {})):
        refused(amends(world, other, name, at, 1, **body), 404, "not_found")
        refused(amends(world, world.a.seats["owner"], name, at, 1, **body), 403, "forbidden")
        refused(amends(world, who, name, at, 2, **body), 404, "not_found", pointer="/seq")
    world.stage.clock.advance(301)
    late = amends(world, who, EDIT, at, 1, parts=words("two"))
    refused(late, 409, "conflict", rule="window")
    assert world.storage.rows() == before
    assert amends(world, who, EDIT, at, 1, parts=words("one")).status == 200  # as it is already
