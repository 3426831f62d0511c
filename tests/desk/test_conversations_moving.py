"""The bot's turn, handing over, assignment, tickets and ratings, as later rooms drive them."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from chalicelib.conversations.items import ConversationItem, MessageItem
from chalicelib.conversations.model import (
    NO_TICKET,
    RATING_WINDOW,
    Assignee,
    Event,
    HandoffReason,
    Head,
    Message,
    Status,
    TicketRef,
    Work,
)
from chalicelib.conversations.service import Words
from chalicelib.core.caller import system
from chalicelib.core.errors import Conflict, Invalid, NotFound
from chalicelib.core.ids import MerchantId, PersonId, new_id, new_sending_session
from chalicelib.core.values import replace
from chalicelib.table import keys, writes
from chalicelib.table.desk import Desk
from chalicelib.vault.seal import Place
from chalicelib.wiring import House
from tests.desk.standing import MovableClock
from tests.desk.test_conversations import agent_of, say, visitor_of

TRIED = {"decision": "answer", "entries": [{"entry": "E", "title": "Returns", "score": 7.5}]}
TICKET = TicketRef("01J8ZK5W3M0000000000000000", 1042)


class Talk:
    """A customer of a merchant whose bot speaks first, and whoever else takes part."""

    def __init__(self, house: House, merchant: MerchantId, *, bot_on: bool = True) -> None:
        self.house = house
        self.talk = house.conversations
        self.owner = agent_of(merchant, "owner")
        self.switch(bot_on)
        self.visitor, self.agent = visitor_of(house, merchant), agent_of(merchant)
        self.system = Desk(merchant=merchant, caller=system("reply_bot"))
        self.session, self.n = new_sending_session(), 0
        self.id: str | None = None
        self.asks("where is it?")

    def switch(self, bot_on: bool) -> None:
        with self.owner.open():
            merchant = self.house.merchants.merchant(self.owner)
            self.house.merchants.change(
                self.owner, version=merchant.version, values={"bot_on": bot_on}
            )

    def asks(self, text: str, *, choice: str = "") -> int:
        self.n += 1
        words = Words(self.session, self.n, text, choice=choice)
        self.id, seq = say(self.house, self.visitor, self.id, words)
        return seq

    @property
    def head(self) -> Head:
        with self.agent.open():
            return self.talk.get(self.agent, conversation=str(self.id))

    def messages(self) -> list[Message]:
        with self.agent.open():
            return self.talk.history(self.agent, conversation=str(self.id), after=0).messages

    def bot_says(self, up_to: int, **given: Any) -> Message | None:
        with self.system.open():
            return self.talk.bot_says(
                self.system, conversation=str(self.id), up_to=up_to, text="Soon.", **given
            )

    def hand_over(self, **given: Any) -> Head | None:
        given.setdefault("reason", HandoffReason.NO_ANSWER)
        with self.system.open():
            return self.talk.hand_over(self.system, conversation=str(self.id), **given)

    def move(self, event: Event, desk: Desk | None = None, **given: Any) -> Head:
        desk = desk or self.agent
        with desk.open():
            return self.talk.move(desk, conversation=str(self.id), event=event, **given)

    def rate(self, score: int, text: str = "", desk: Desk | None = None) -> Head:
        desk = desk or self.visitor
        with desk.open():
            return self.talk.rate(desk, conversation=str(self.id), score=score, text=text)

    def waiting(self) -> Sequence[Head]:
        with self.agent.open():
            return self.talk.view(self.agent, view="unassigned", cursor=None, limit=10).items


@pytest.fixture
def talk(house: House, merchant: MerchantId) -> Talk:
    return Talk(house, merchant)


# --- the bot's turn


def test_where_the_bot_is_on_a_conversation_begins_with_it_and_waits_for_nobody(talk: Talk) -> None:
    assert talk.head.status is Status.BOT
    assert talk.waiting() == []
    assert talk.messages()[0].marks.work is Work.BOT


def test_where_it_is_off_a_conversation_waits_for_an_agent(
    house: House, merchant: MerchantId
) -> None:
    talk = Talk(house, merchant, bot_on=False)

    assert (talk.head.status, talk.head.handoff) == (Status.QUEUED, None)
    assert [head.id for head in talk.waiting()] == [talk.id]
    assert talk.messages()[0].marks.work is Work.ASSIGN


def test_the_bot_answers_once_whatever_is_repeated(talk: Talk) -> None:
    first = talk.bot_says(1, options=[("a", "Parcels")], name="Bamboo", tried=TRIED)

    assert first is not None
    assert talk.bot_says(1) is None
    assert [message.text for message in talk.messages()] == ["where is it?", "Soon."]
    assert (talk.head.answered, talk.head.waiting_since) == (1, None)


def test_the_bot_says_nothing_into_what_an_agent_took(talk: Talk) -> None:
    held = talk.move(Event.TAKEN)

    assert held.status is Status.ACTIVE
    assert talk.bot_says(1) is None
    assert talk.hand_over(up_to=1) is None
    assert talk.head == held


def test_buttons_and_what_was_tried_come_back_to_agents_and_the_buttons_alone_to_the_customer(
    talk: Talk,
) -> None:
    talk.bot_says(1, options=[("a", "Parcels")], name="Bamboo", tried=TRIED)
    said = talk.messages()[-1]

    parts = [
        {"type": "text", "text": "Soon."},
        {"type": "options", "options": [{"id": "a", "label": "Parcels"}]},
    ]
    assert said.wire(talk.visitor.caller)["parts"] == parts
    assert said.wire(talk.agent.caller)["tried"] == TRIED
    assert "tried" not in said.wire(talk.visitor.caller)
    assert "Returns" not in json.dumps(said.wire(talk.visitor.caller))


def test_a_customers_choice_is_echoed_with_its_id(talk: Talk) -> None:
    talk.asks("Parcels", choice="a")

    wire = talk.messages()[-1].wire(talk.agent.caller)
    assert wire["parts"] == [{"type": "choice", "id": "a", "text": "Parcels"}]


def test_an_agent_cannot_choose(talk: Talk) -> None:
    talk.move(Event.TAKEN)

    with pytest.raises(Invalid):
        say(talk.house, talk.agent, talk.id, Words(new_sending_session(), 1, "x", choice="a"))


# --- handing over


def test_handed_over_it_waits_from_the_moment_the_customer_asked(
    talk: Talk, clock: MovableClock
) -> None:
    asked = clock()
    clock.advance(7)
    head = talk.hand_over(up_to=1, text="A colleague comes.", name="Bamboo", tried=TRIED)

    assert head is not None
    assert (head.status, head.waiting_since, head.queued_at) == (Status.QUEUED, asked, clock())
    assert head.handoff is not None
    assert (head.handoff.reason, head.handoff.at) == (HandoffReason.NO_ANSWER, clock())
    assert talk.head == head
    _, event, words = talk.messages()
    assert (event.event, event.marks.work) == ("handed_over", Work.ASSIGN)
    assert (words.text, words.marks.work) == ("A colleague comes.", None)


def test_it_is_handed_over_once_and_never_for_what_was_answered(talk: Talk) -> None:
    talk.bot_says(1)
    assert talk.hand_over(up_to=1) is None
    talk.asks("and now?")

    assert talk.hand_over(up_to=3) is not None
    assert talk.hand_over(up_to=3) is None
    assert talk.hand_over() is None
    assert [m.event for m in talk.messages() if m.event] == ["handed_over"]


def test_the_customers_button_hands_over_and_is_done_only_once(talk: Talk) -> None:
    for _ in range(2):
        with talk.visitor.open():
            head = talk.talk.ask_for_person(talk.visitor, conversation=str(talk.id))
        assert head.status is Status.QUEUED
        assert head.handoff is not None
        assert head.handoff.reason is HandoffReason.ASKED

    (event,) = [m for m in talk.messages() if m.event]
    assert event.author.kind == "customer"


def test_a_bot_switched_off_leaves_its_conversations_to_people_with_the_next_message(
    talk: Talk,
) -> None:
    talk.bot_says(1)
    talk.switch(False)
    talk.asks("hello?")

    assert talk.head.status is Status.QUEUED
    assert talk.head.handoff is not None
    assert talk.head.handoff.reason is HandoffReason.OFF
    assert talk.messages()[-1].marks.work is Work.ASSIGN


def test_what_is_reopened_waits_for_a_person_not_for_the_bot(talk: Talk) -> None:
    talk.hand_over(up_to=1)
    talk.move(Event.TAKEN)
    talk.move(Event.RESOLVED)
    talk.rate(4)
    talk.asks("one more thing")

    head = talk.head
    assert (head.status, head.handoff, head.assigned, head.rating) == (
        Status.QUEUED,
        None,
        None,
        None,
    )
    assert talk.messages()[-1].marks.work is Work.ASSIGN


# --- moving


def test_a_place_in_the_queue_is_not_lost_by_asking_again(talk: Talk, clock: MovableClock) -> None:
    talk.hand_over(up_to=1)
    talk.move(Event.TAKEN)
    session = new_sending_session()
    with talk.agent.open():
        talk.talk.register(talk.agent, conversation=str(talk.id), session=session)
    say(talk.house, talk.agent, talk.id, Words(session, 1, "Let me see."))
    talk.move(Event.RELEASED)
    place = held_at(talk)
    clock.advance(60)
    talk.asks("hello?")

    assert held_at(talk) == place


def test_a_talk_goes_on_without_moving_among_what_its_holder_holds(
    talk: Talk, clock: MovableClock
) -> None:
    talk.hand_over(up_to=1)
    ann = Assignee(PersonId(talk.agent.caller.id), "Ann")
    talk.move(Event.ASSIGNED, talk.system, to=ann)
    place = held_at(talk)
    clock.advance(600)
    talk.asks("hello?")

    assert held_at(talk) == place


def held_at(talk: Talk) -> str:
    with talk.agent.open():
        item = ConversationItem.find(keys.conversation(talk.agent, str(talk.id)))
    assert item is not None
    return str(item.held_sk)


def test_assigned_by_the_system_it_says_why(talk: Talk) -> None:
    talk.hand_over(up_to=1)
    ann = Assignee(PersonId(talk.agent.caller.id), "Ann")
    data = {"reason": "least_loaded", "load": 2, "capacity": 5, "name": "Ann", "other": "secret"}
    talk.move(Event.ASSIGNED, talk.system, to=ann, data=data)

    head = talk.head
    assert head.wire()["assigned"]["data"] == {"load": 2, "capacity": 5}
    assert (head.assignee, head.status) == (ann, Status.ACTIVE)
    line = talk.messages()[-1]
    assert line.wire(talk.agent.caller)["event"]["data"] == data
    seen = line.wire(talk.visitor.caller)
    assert seen["event"]["data"] == {"name": "Ann"}
    assert seen["author"] == seen["event"]["by"] == {"kind": "system", "id": "desk"}


def test_a_transfer_shows_the_customer_the_new_name_and_nobody_elses(talk: Talk) -> None:
    talk.hand_over(up_to=1)
    talk.move(Event.TAKEN)
    freed = talk.agent.caller.id
    bo = Assignee(PersonId(new_id()), "Bo")
    talk.move(Event.TRANSFERRED, to=bo, data={"name": "Bo", "person": bo.id, "reason": "ill"})

    line = talk.messages()[-1]
    assert (line.marks.frees, line.marks.work) == (freed, None)
    seen = line.wire(talk.visitor.caller)
    assert seen["event"] == {
        "name": "transferred",
        "by": {"kind": "system", "id": "desk"},
        "data": {"name": "Bo"},
    }
    assert freed not in json.dumps(seen)


def test_transferred_to_a_team_it_waits_there_and_frees_a_place(talk: Talk) -> None:
    talk.move(Event.TAKEN)
    head = talk.move(Event.TRANSFERRED, team="T", data={"name": "Billing"})

    assert (head.status, head.team, head.assignee) == (Status.QUEUED, "T", None)
    marks = talk.messages()[-1].marks
    assert (marks.work, marks.frees) == (Work.ASSIGN, talk.agent.caller.id)


def test_what_a_later_room_writes_goes_in_with_the_move_or_nothing_does(talk: Talk) -> None:
    talk.hand_over(up_to=1)
    before = talk.head
    seen: list[Head] = []
    refusing = writes.Change(
        ConversationItem.at(keys.conversation(talk.agent, "absent")), [], None, "workload"
    )

    def also(head: Head) -> list[writes.Operation]:
        seen.append(head)
        return [replace(refusing, actions=[ConversationItem.locale.set("en")])]

    with pytest.raises(writes.ConditionFailed) as refusal:
        talk.move(Event.TAKEN, also=also)
    assert (refusal.value.labels, seen, talk.head) == (("workload",), [before], before)


def test_a_head_that_moved_meanwhile_is_read_again_for_what_goes_with_it(talk: Talk) -> None:
    talk.hand_over(up_to=1)
    versions: list[int] = []

    def also(head: Head) -> list[writes.Operation]:
        versions.append(head.version)
        if len(versions) == 1:
            talk.asks("quick word")
        return []

    talk.move(Event.TAKEN, also=also)

    assert len(versions) == 2
    assert versions[0] < versions[1]
    assert talk.head.status is Status.ACTIVE


# --- tickets and ratings


def test_a_ticket_is_told_and_its_number_shown_until_it_is_done(talk: Talk) -> None:
    def tell(event: Event, ticket: TicketRef) -> Head:
        data = {"number": TICKET.number, "status": "new", "note": "internal"}
        with talk.system.open():
            return talk.talk.tell(
                talk.system, conversation=str(talk.id), event=event, data=data, ticket=ticket
            )

    before = talk.head
    opened = tell(Event.TICKET_OPENED, TICKET)
    assert talk.head == opened
    assert (opened.status, opened.updated_at) == (before.status, before.updated_at)
    line = talk.messages()[-1]
    assert line.wire(talk.visitor.caller)["event"]["data"] == {"number": 1042, "status": "new"}
    talk.asks("and?")
    assert talk.messages()[-1].marks.ticket == TICKET.id

    assert tell(Event.TICKET_CHANGED, NO_TICKET).wire()["ticket"] is None
    talk.asks("well?")
    assert talk.messages()[-1].marks.ticket == ""


def test_only_told_events_are_told(talk: Talk) -> None:
    with talk.system.open(), pytest.raises(ValueError, match="taken"):
        talk.talk.tell(talk.system, conversation=str(talk.id), event=Event.TAKEN, data={})


def test_a_rating_needs_a_resolved_conversation_of_ones_own(talk: Talk) -> None:
    with pytest.raises(Conflict):
        talk.rate(5)
    talk.move(Event.TAKEN)
    talk.move(Event.RESOLVED)
    stranger = visitor_of(talk.house, talk.visitor.merchant)

    with pytest.raises(NotFound):
        talk.rate(1, desk=stranger)
    assert talk.rate(5, "kind").wire()["rating"]["score"] == 5
    line = talk.messages()[-1]
    assert (line.text, line.extra.data) == ("kind", {"score": 5})


def test_a_rating_may_change_for_three_days_and_then_stays(talk: Talk, clock: MovableClock) -> None:
    talk.move(Event.TAKEN)
    talk.move(Event.RESOLVED)
    talk.rate(1)
    clock.advance(RATING_WINDOW.total_seconds())
    assert talk.rate(3).wire_for_visitor(clock())["can_rate"] is True
    clock.advance(1)

    assert talk.head.wire_for_visitor(clock())["can_rate"] is False
    with pytest.raises(Conflict):
        talk.rate(5)
    assert talk.head.wire_for_visitor(clock())["rating"] == 3


def test_rating_leaves_the_window_for_writing_again_as_it_was(
    talk: Talk, clock: MovableClock
) -> None:
    talk.move(Event.TAKEN)
    resolved = talk.move(Event.RESOLVED)
    clock.advance(3600)

    assert talk.rate(5).updated_at == resolved.updated_at


# --- both shapes


def test_a_body_of_two_parts_as_the_code_before_wrote_it_still_opens(
    talk: Talk, dynamodb: Any
) -> None:
    with talk.system.open():
        key = keys.message(talk.system, str(talk.id), 1)
        place = Place(talk.system.merchant, key, "body")
        body = talk.house.vault.seal(place, json.dumps(["older words", "Li"]))
    dynamodb.update_item(
        TableName="desk",
        Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        UpdateExpression="SET body = :body",
        ExpressionAttributeValues={":body": {"B": body}},
    )

    (message,) = talk.messages()
    assert (message.text, message.author.name, message.extra.options) == ("older words", "Li", ())


def test_a_message_that_carries_nothing_more_lies_in_two_parts(talk: Talk) -> None:
    with talk.system.open():
        item = MessageItem.find(keys.message(talk.system, str(talk.id), 1))
        assert item is not None
        place = Place(talk.system.merchant, item.key, "body")
        assert json.loads(talk.house.vault.open(place, item.body)) == ["where is it?", ""]
