"""Edited and recalled on real table semantics: told by the sequence, the former words kept aside."""

from typing import Any

import pytest

from chalicelib.conversations.amendments import WINDOWS
from chalicelib.conversations.model import AuthorKind, Event, Message, MessageKind
from chalicelib.conversations.service import Words
from chalicelib.core.errors import Conflict, Invalid, NotFound
from chalicelib.core.ids import MerchantId, new_sending_session
from chalicelib.live.relay import Relay
from chalicelib.table import keys
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Unsealable
from chalicelib.wiring import House
from tests.desk.standing import MovableClock, Queues, Wires
from tests.desk.test_bot import Talk
from tests.desk.test_conversations import agent_of, say, stored, visitor_of
from tests.desk.test_fan_out import Scene, frames, message_item, record

OLD, NEW = "the red lamp", "the blue lamp"


@pytest.fixture
def visitor(house: House, merchant: MerchantId) -> Desk:
    return visitor_of(house, merchant)


@pytest.fixture
def agent(merchant: MerchantId) -> Desk:
    return agent_of(merchant)


@pytest.fixture
def talk(fresh: Any, merchant: MerchantId) -> Talk:
    return Talk(fresh, merchant)


@pytest.fixture
def conversation(house: House, visitor: Desk, agent: Desk) -> str:
    """1 the customer's words, 2 taken, 3 the agent's note."""
    found, _ = say(house, visitor, None, Words(new_sending_session(), 1, OLD))
    session = new_sending_session()
    with agent.open():
        house.conversations.move(agent, conversation=found, event=Event.TAKEN)
        house.conversations.register(agent, conversation=found, session=session)
    say(house, agent, found, Words(session, 1, "a note", MessageKind.NOTE))
    return found


def edit(house: House, desk: Desk, conversation: str, seq: int, text: str = NEW) -> Message:
    with desk.open():
        return house.conversations.edit(desk, conversation=conversation, seq=seq, text=text)


def recall(house: House, desk: Desk, conversation: str, seq: int) -> Message:
    with desk.open():
        return house.conversations.recall(desk, conversation=conversation, seq=seq)


def history(house: House, desk: Desk, conversation: str, after: int = 0) -> list[dict[str, Any]]:
    with desk.open():
        found = house.conversations.shown(desk, conversation=conversation, after=after, limit=100)
    return [message.wire(desk.caller) for message in found.messages]


def lying(dynamodb: Any) -> str:
    return str(dynamodb.scan(TableName="desk")["Items"])


def test_an_edit_is_one_more_number_of_the_sequence_and_the_old_words_are_gone(
    house: House, visitor: Desk, agent: Desk, conversation: str
) -> None:
    edit(house, visitor, conversation, 1)

    for reader in (visitor, agent):
        found = history(house, reader, conversation)
        assert [message["seq"] for message in found] == [1, 2, 3, 4]
        assert OLD not in str(found)
        assert found[0]["parts"] == [{"type": "text", "text": NEW}]
        assert found[3]["event"]["name"] == "edited"
        assert found[3]["amended"]["parts"] == [{"type": "text", "text": NEW}]


def test_who_holds_the_old_words_learns_of_the_change_by_reading_on(
    house: House, agent: Desk, visitor: Desk, conversation: str
) -> None:
    edit(house, visitor, conversation, 1, "once")
    edit(house, visitor, conversation, 1, "twice")
    recall(house, visitor, conversation, 1)

    read_on = history(house, agent, conversation, after=3)
    assert [message["event"]["name"] for message in read_on] == ["edited", "edited", "recalled"]
    assert {message["amended"]["edits"] for message in read_on} == {2}
    assert "once" not in str(read_on)
    assert "twice" not in str(read_on)


def test_the_list_shows_the_words_of_now_and_nothing_of_recalled_ones(
    house: House, agent: Desk, visitor: Desk
) -> None:
    conversation, _ = say(house, visitor, None, Words(new_sending_session(), 1, OLD))

    def preview() -> str:
        with agent.open():
            (row,) = house.conversations.view(agent, view="unassigned", cursor=None, limit=9).items
        assert row.last is not None
        assert row.last.seq == 1
        return row.last.preview

    edit(house, visitor, conversation, 1)
    assert preview() == NEW
    recall(house, visitor, conversation, 1)
    assert preview() == ""


def test_a_change_asked_for_again_is_made_once_and_never_refused_for_its_age(
    house: House, clock: MovableClock, visitor: Desk, conversation: str, dynamodb: Any
) -> None:
    first = edit(house, visitor, conversation, 1)
    before = lying(dynamodb)
    clock.advance(WINDOWS[AuthorKind.CUSTOMER].total_seconds() + 1)

    assert edit(house, visitor, conversation, 1) == first
    assert lying(dynamodb) == before
    with pytest.raises(Conflict):
        edit(house, visitor, conversation, 1, "other words")
    with pytest.raises(Conflict):
        recall(house, visitor, conversation, 1)
    assert lying(dynamodb) == before


def test_the_former_words_are_kept_sealed_for_those_who_supervise(
    house: House, visitor: Desk, merchant: MerchantId, conversation: str, dynamodb: Any
) -> None:
    edit(house, visitor, conversation, 1)
    recall(house, visitor, conversation, 1)

    supervisor = agent_of(merchant, "supervisor")
    with supervisor.open():
        shown = house.reception.versions(supervisor, conversation=conversation, seq=1)
        (entry, *_) = house.audit.page(supervisor).items
    texts = [[part["text"] for part in version["parts"]] for version in shown]
    assert texts == [[OLD], [NEW], []]
    assert (entry.action, entry.object) == ("message.versions_read", conversation)
    assert OLD not in lying(dynamodb)


def test_a_kept_version_opens_in_its_own_place_alone(
    house: House, visitor: Desk, merchant: MerchantId, conversation: str, dynamodb: Any
) -> None:
    edit(house, visitor, conversation, 1)
    kept = keys.message_version(visitor, conversation, 1, 1)
    there = {"pk": {"S": kept.pk}, "sk": {"S": kept.sk}}
    body = dynamodb.get_item(TableName="desk", Key=there)["Item"]["body"]
    place = {"pk": {"S": kept.pk}, "sk": {"S": keys.message(visitor, conversation, 1).sk}}
    dynamodb.update_item(
        TableName="desk",
        Key=place,
        UpdateExpression="SET body = :b",
        ExpressionAttributeValues={":b": body},
    )

    with pytest.raises(Unsealable):
        stored(house, visitor, conversation)


def test_a_change_crossed_by_another_is_made_on_what_is_there_then(
    house: House, visitor: Desk, agent: Desk, conversation: str
) -> None:
    """A message that comes between reading and writing costs another try, and loses nothing."""
    read = house.conversations._store.message
    came: list[str] = []

    def late(desk: Desk, conversation_id: str, seq: int) -> Message | None:
        if not came:
            came.append("once")
            recall(house, agent, conversation, 3)
        return read(desk, conversation_id, seq)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.conversations._store, "message", late)
        edit(house, visitor, conversation, 1)
    names = [m["event"]["name"] for m in history(house, agent, conversation, after=3)]
    assert names == ["recalled", "edited"]


def test_every_socket_is_told_of_a_change_once_by_its_event(
    house: House, merchant: MerchantId, wires: Wires
) -> None:
    scene = Scene(house, merchant)
    with scene.visitor.open():
        before = message_item(scene.visitor, scene.conversation, 1)
        recall(house, scene.visitor, scene.conversation, 1)
        changed, event = (message_item(scene.visitor, scene.conversation, n) for n in (1, 2))
    scene.deliver(record(changed, before), record(event))

    for connection in ("v", "a", "o"):
        (told,) = [frame["message"] for frame in frames(wires, connection)]
        assert (told["seq"], told["event"]["name"]) == (2, "recalled")
        assert (told["amended"]["seq"], told["amended"]["parts"]) == (1, [])


def test_a_change_gives_nobody_work(house: House, visitor: Desk, queues: Queues) -> None:
    conversation, _ = say(house, visitor, None, Words(new_sending_session(), 1, OLD))
    relay = Relay(client=lambda: queues, urls=str)
    with visitor.open():
        before = message_item(visitor, conversation, 1)
        edit(house, visitor, conversation, 1)
        changed, event = (message_item(visitor, conversation, seq) for seq in (1, 2))
    for each in (record(changed, before), record(event)):
        relay.forward(each)

    assert queues.jobs == []
    relay.forward(record(before))
    assert [job["seq"] for job in queues.jobs] == [1]


def test_the_bot_answers_the_words_of_now(talk: Talk) -> None:
    said = talk.say("where is my parcel")
    edit(talk.house, talk.visitor, talk.id, said.seq, "請問怎麼申請退款")
    talk.serve(said.seq)

    assert talk.messages[-1].author.kind is AuthorKind.BOT
    heard = talk.messages[-1].extra.tried
    assert heard["entries"], heard


def test_a_recalled_question_is_not_answered(talk: Talk) -> None:
    said = talk.say("請問怎麼申請退款")
    recall(talk.house, talk.visitor, talk.id, said.seq)
    talk.serve(said.seq)

    assert [message.author.kind for message in talk.messages] == [AuthorKind.CUSTOMER] * 2


def answered(house: House, desk: Desk, conversation: str, quote: int, **more: Any) -> int:
    session = new_sending_session()
    with desk.open():
        house.conversations.register(desk, conversation=conversation, session=session)
    return say(house, desk, conversation, Words(session, 1, "so", quote=quote, **more))[1]


def test_a_quote_follows_what_it_quotes(
    house: House, visitor: Desk, agent: Desk, conversation: str
) -> None:
    seq = answered(house, agent, conversation, 1)

    def quote() -> Any:
        return history(house, visitor, conversation, after=seq - 1)[0]["quote"]

    assert (quote()["text"], quote()["author"]["kind"]) == (OLD, "customer")
    edit(house, visitor, conversation, 1)
    assert quote()["text"] == NEW
    recall(house, visitor, conversation, 1)
    assert (quote()["text"], quote()["recalled"]) == ("", True)


@pytest.mark.parametrize("quote", [2, 3, 4, 999_999_999_999])
def test_a_quote_to_the_customer_is_of_what_the_customer_can_see(
    house: House, visitor: Desk, agent: Desk, conversation: str, quote: int
) -> None:
    """An event, a note, and what is not there yet: the same answer."""
    session = new_sending_session()
    for desk in (visitor, agent):
        with desk.open():
            house.conversations.register(desk, conversation=conversation, session=session)
        before = stored(house, desk, conversation)
        with pytest.raises(Invalid) as refused:
            say(house, desk, conversation, Words(session, 1, "so", quote=quote))
        assert refused.value.extra == {"pointer": "/quote", "rule": "exists"}
        assert stored(house, desk, conversation) == before


def test_a_note_is_quoted_in_a_note(
    house: House, visitor: Desk, agent: Desk, conversation: str
) -> None:
    seq = answered(house, agent, conversation, 3, kind=MessageKind.NOTE)

    assert history(house, agent, conversation, after=seq - 1)[0]["quote"]["text"] == "a note"
    assert history(house, visitor, conversation, after=seq - 1)[0]["kind"] == "hidden"


def test_versions_are_of_messages(house: House, merchant: MerchantId, conversation: str) -> None:
    supervisor = agent_of(merchant, "supervisor")
    for seq in (0, 2, 9):
        with supervisor.open(), pytest.raises(NotFound):
            house.conversations.versions(supervisor, conversation=conversation, seq=seq)


def test_a_change_leaves_the_rest_of_the_message_as_it_was(
    house: House, visitor: Desk, conversation: str
) -> None:
    with visitor.open():
        before = message_item(visitor, conversation, 1).serialize()
        edit(house, visitor, conversation, 1)
        after = message_item(visitor, conversation, 1).serialize()

    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"body", "edits", "amended_at"}
