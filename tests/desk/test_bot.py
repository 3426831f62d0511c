"""The bot on real table semantics: from a customer's words to an answer, or to a person."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.bot.decide import PERSON
from chalicelib.bot.phrases import PHRASES
from chalicelib.bot.service import BotService
from chalicelib.conversations.model import (
    BOT_SILENCE,
    BOT_WATCHED,
    AuthorKind,
    Event,
    HandoffReason,
    Head,
    Message,
    Status,
)
from chalicelib.conversations.service import Words
from chalicelib.core.caller import system
from chalicelib.core.errors import Invalid, NotFound, Stale
from chalicelib.core.ids import MerchantId, new_id, new_sending_session
from chalicelib.table.desk import Desk
from chalicelib.wiring import House
from tests.desk.standing import MovableClock, NewMerchant, Stage, desk_of
from tests.desk.test_conversations import visitor_of
from tests.desk.test_functions import CONTEXT, Door, door
from tests.desk.test_knowledge import made, work

FAQ = (
    ("怎么申请退款？", "在订单页点击申请退款。"),
    ("多久发货？", "付款后48小时内发货。"),
    ("发货之后多久送到？", "一般三天。"),
    ("可以开发票吗？", "可以开电子发票。"),
)


__all__ = ["door"]


class Talk:
    """One customer of a merchant whose bot speaks first."""

    def __init__(self, stage: Stage, merchant: MerchantId, *, faq: Any = FAQ) -> None:
        self.stage, self.house, self.merchant = stage, stage.house, merchant
        self.owner, self.desk = desk_of(merchant), Desk(merchant, system("reply_bot"))
        with self.owner.open():
            self.house.merchants.change(self.owner, version=1, values={"bot_on": True})
            for title, body in faq:
                entry = made(self.house, self.owner, title, body=body, locale="zh")
                self.house.knowledge.publish(self.owner, entry=entry.id)
        work(stage, self.owner)
        self.visitor = visitor_of(self.house, merchant)
        self.session, self.n, self.id = new_sending_session(), 0, ""

    def say(self, text: str, *, choice: str = "") -> Message:
        self.n += 1
        words = Words(self.session, self.n, text, choice=choice)
        with self.visitor.open():
            said = self.house.conversations.say(
                self.visitor, conversation=self.id or None, words=words
            )
        self.id = said.conversation
        return said

    def serve(self, seq: int, *, receives: int = 1, bot: BotService | None = None) -> None:
        serve = (bot or self.house.bot).serve
        serve(merchant=self.merchant, conversation=self.id, seq=seq, receives=receives)

    def ask(self, text: str, *, choice: str = "") -> Message:
        """What the customer reads last after saying this."""
        self.serve(self.say(text, choice=choice).seq)
        return self.messages[-1]

    @property
    def messages(self) -> list[Message]:
        with self.desk.open():
            found = self.house.conversations.history(self.desk, conversation=self.id, limit=100)
        return found.messages

    @property
    def head(self) -> Head:
        with self.desk.open():
            return self.house.conversations.get(self.desk, conversation=self.id)

    @property
    def reason(self) -> HandoffReason | None:
        head = self.head
        return head.handoff.reason if head.handoff and head.status is Status.QUEUED else None


@pytest.fixture
def talk(fresh: Stage, merchant: MerchantId) -> Talk:
    return Talk(fresh, merchant)


def options(message: Message) -> list[str]:
    return [label for _, label in message.extra.options]


# --- the talk ---------------------------------------------------------------------------------------------


def test_a_question_is_answered_and_the_agents_see_what_was_tried(talk: Talk) -> None:
    answer = talk.ask("請問怎麼申請退款")

    assert (answer.author.kind, answer.text) == (AuthorKind.BOT, "在订单页点击申请退款。")
    assert answer.extra.tried["decision"] == "answer"
    assert answer.extra.tried["entries"][0]["title"] == "怎么申请退款？"
    assert "tried" not in answer.wire(talk.visitor.caller)
    assert talk.head.status is Status.BOT


def test_an_unclear_question_is_asked_back_and_a_click_answers_that_entry(talk: Talk) -> None:
    back = talk.ask("发货要多久才行啊，急用")
    ids = {label: each for each, label in back.extra.options}

    assert back.text == PHRASES["zh"]["ask_back"]
    assert "多久发货？" in options(back)
    assert options(back)[-1] == PHRASES["zh"]["none"]
    answer = talk.ask("发货之后多久送到？", choice=ids["发货之后多久送到？"])
    assert answer.text == "一般三天。"


def test_none_of_these_is_a_person(talk: Talk) -> None:
    talk.ask("发货要多久才行啊，急用")
    talk.ask(PHRASES["zh"]["none"], choice=PERSON)

    assert talk.reason is HandoffReason.ASKED


def test_a_second_miss_in_a_row_is_a_person(talk: Talk) -> None:
    talk.ask("发货要多久才行啊，急用")
    talk.ask("我是说发货要多久才行，很急")

    assert talk.reason is HandoffReason.LOW_CONFIDENCE


def test_who_asks_for_a_person_is_handed_over_with_kind_words(talk: Talk) -> None:
    last = talk.ask("转人工")

    assert talk.reason is HandoffReason.ASKED
    assert last.text == PHRASES["zh"]["asked"]
    assert [each.event for each in talk.messages if each.event] == [Event.HANDED_OVER]


def test_what_nobody_wrote_about_is_for_a_person(talk: Talk) -> None:
    talk.ask("量子计算机几点关门")

    assert talk.reason is HandoffReason.NO_ANSWER


def test_without_knowledge_every_question_is_for_a_person(
    fresh: Stage, merchant: MerchantId
) -> None:
    talk = Talk(fresh, merchant, faq=())
    talk.ask("怎么退款")

    assert talk.reason is HandoffReason.NO_KNOWLEDGE


def test_a_greeting_is_greeted_and_thanks_are_thanked(talk: Talk) -> None:
    assert talk.ask("你好").text == PHRASES["zh"]["greet"]
    assert talk.ask("谢谢").text == PHRASES["zh"]["thank"]
    assert talk.head.status is Status.BOT


@pytest.mark.parametrize("text", ["😭😭😭", "asdfghjkl", "？？？"])
def test_what_says_nothing_is_asked_once_more_then_a_person_comes(talk: Talk, text: str) -> None:
    assert talk.ask(text).text == PHRASES["zh"]["rephrase"]
    talk.ask(text)

    assert talk.reason is HandoffReason.NO_ANSWER


@pytest.mark.parametrize("text", ["退款" * 4_000, "refund退款возврат返金환불" * 200, "\u200b" * 9])
def test_no_text_leaves_the_customer_without_an_outcome(talk: Talk, text: str) -> None:
    last = talk.ask(text)

    assert last.author.kind is AuthorKind.BOT
    assert talk.head.answered == talk.messages[0].seq


def test_a_machine_is_never_answered(talk: Talk) -> None:
    asked = talk.say("自动回复：您好，我现在不在，稍后回复您")
    talk.serve(asked.seq)

    assert [each.seq for each in talk.messages] == [1]


def test_a_machine_is_not_even_given_a_person(
    talk: Talk, clock: MovableClock, check: Callable[[], int]
) -> None:
    talk.serve(talk.say("I am out of the office until Monday.").seq)
    for _ in range(20):
        clock.advance(180)
        check()

    assert [each.seq for each in talk.messages] == [1]
    assert talk.head.status is Status.BOT


def test_two_machines_stop_at_a_person(talk: Talk) -> None:
    talk.ask("怎么申请退款")
    while talk.head.status is Status.BOT:
        talk.ask("怎么申请退款")

    assert talk.reason is HandoffReason.NO_ANSWER
    assert len([each for each in talk.messages if each.author.kind is AuthorKind.BOT]) < 10


def test_several_messages_get_one_answer_whatever_jobs_come_again(talk: Talk) -> None:
    seqs = [talk.say(text).seq for text in ("你好", "请问", "怎么申请退款")]
    for seq in (*seqs, *seqs):
        talk.serve(seq)

    (answer,) = [each for each in talk.messages if each.author.kind is AuthorKind.BOT]
    assert answer.text == "在订单页点击申请退款。"


def test_the_bot_is_silent_once_a_person_has_the_conversation(talk: Talk) -> None:
    talk.ask("你好")
    seen = talk.say("怎么申请退款").seq
    with talk.desk.open():
        talk.house.conversations.hand_over(
            talk.desk, conversation=talk.id, reason=HandoffReason.ASKED
        )
    before = len(talk.messages)
    talk.serve(seen)

    assert len(talk.messages) == before


def test_a_bot_that_was_switched_off_hands_over_what_it_still_holds(talk: Talk) -> None:
    asked = talk.say("怎么申请退款")
    with talk.owner.open():
        talk.house.merchants.change(talk.owner, version=2, values={"bot_on": False})
    talk.serve(asked.seq)

    assert talk.reason is HandoffReason.OFF


def test_another_merchants_almost_equal_knowledge_is_never_told(
    fresh: Stage, new_merchant: NewMerchant
) -> None:
    ours = Talk(fresh, new_merchant(), faq=[("怎么申请退款？", "我们的答案"), *FAQ[1:]])
    theirs = Talk(fresh, new_merchant(), faq=[("怎么申请退款？", "他们的答案"), *FAQ[1:]])

    for _ in range(2):  # the second time from the process's own memory
        assert ours.ask("怎么申请退款").text == "我们的答案"
        assert theirs.ask("怎么申请退款").text == "他们的答案"
    tried = {hit["entry"] for hit in theirs.messages[-1].extra.tried["entries"]}
    with ours.owner.open():
        assert not tried & ours.house.knowledge.index(ours.owner).entries.keys()


# --- when the bot itself fails -------------------------------------------------------------------------------


def broken(house: House, **parts: Any) -> BotService:
    """The house's own bot with an engine that dies."""

    def dies(*_: Any) -> Any:
        raise RuntimeError("engine")

    whole = {
        "store": house.bot._store,
        "merchants": house.merchants,
        "conversations": house.conversations,
        "knowledge": house.knowledge,
        "due": house.due,
        "retrieve": dies,
        "triage": house.bot._triage,
        "audit": house.audit,
        "clock": house.clock,
    }
    return BotService(**{**whole, **parts})


def test_a_reply_that_fails_is_a_person_at_once(talk: Talk) -> None:
    asked = talk.say("怎么申请退款")
    talk.serve(asked.seq, bot=broken(talk.house))

    assert talk.reason is HandoffReason.BOT_FAILED
    assert talk.messages[-1].text == PHRASES["zh"]["bot_failed"]


def test_an_index_that_cannot_be_read_is_a_person(talk: Talk) -> None:
    def unreadable(_: Desk) -> Any:
        raise OSError("no object")

    asked = talk.say("怎么申请退款")
    talk.serve(asked.seq, bot=broken(talk.house, knowledge=SimpleNamespace(index=unreadable)))

    assert talk.reason is HandoffReason.BOT_FAILED


def test_a_job_that_was_cut_off_is_not_tried_a_second_time(talk: Talk) -> None:
    asked = talk.say("怎么申请退款")
    talk.serve(asked.seq, receives=2)

    assert talk.reason is HandoffReason.BOT_FAILED


def test_a_job_that_comes_again_after_its_answer_changes_nothing(talk: Talk) -> None:
    asked = talk.say("怎么申请退款")
    talk.serve(asked.seq)
    talk.serve(asked.seq, receives=5)

    assert talk.head.status is Status.BOT


def test_a_job_for_what_is_not_there_is_dropped(talk: Talk) -> None:
    talk.house.bot.serve(merchant=talk.merchant, conversation=new_id(), seq=1, receives=1)
    talk.house.bot.serve(merchant=new_id(), conversation=new_id(), seq=1, receives=3)


# --- the deadline of handing over --------------------------------------------------------------------------------


@pytest.fixture
def check(talk: Talk) -> Callable[[], int]:
    def run() -> int:
        return talk.house.run_due(lambda: True).done

    return run


def waited(talk: Talk) -> list[Message]:
    return [each for each in talk.messages if each.event == Event.WAITING]


def test_who_waits_past_the_deadline_is_told_so_and_the_supervisors_see_it(
    talk: Talk, clock: MovableClock, check: Callable[[], int]
) -> None:
    talk.ask("转人工")
    since = talk.head.waiting_since
    clock.advance(119)
    assert check() == 0
    clock.advance(1)

    assert (check(), check()) == (1, 0)
    (event,) = waited(talk)
    assert event.extra.data == {"waited_s": 120}
    assert talk.messages[-1].text == PHRASES["zh"]["deadline"]
    assert talk.messages[-1].author.kind is AuthorKind.BOT
    assert (talk.reason, talk.head.waiting_since) == (HandoffReason.ASKED, since)


def test_notices_come_more_seldom_and_end(
    talk: Talk, clock: MovableClock, check: Callable[[], int]
) -> None:
    talk.ask("转人工")
    for _ in range(40):  # a fifth one would come after little more than an hour
        clock.advance(120)
        check()

    assert [each.extra.data["waited_s"] for each in waited(talk)] == [120, 360, 840, 1800]


def test_a_customer_whom_the_bot_leaves_without_a_word_gets_a_person(
    talk: Talk, clock: MovableClock, check: Callable[[], int]
) -> None:
    """The job was lost, or its function is broken: nobody served it."""
    talk.say("多久发货？")
    clock.advance(59)
    assert check() == 0
    clock.advance(1)

    assert check() == 1
    assert talk.reason is HandoffReason.DEADLINE
    assert talk.messages[-1].text == PHRASES["zh"]["bot_failed"]


def test_it_is_looked_at_as_long_as_they_talk_and_again_when_they_come_back(
    talk: Talk, clock: MovableClock, check: Callable[[], int]
) -> None:
    talk.ask("多久发货？")
    looks = 0
    for _ in range(60):
        clock.advance(60)
        looks += check()
    assert talk.head.status is Status.BOT
    assert looks == BOT_WATCHED.total_seconds() / 60

    talk.say("可以开发票吗？")
    clock.advance(BOT_SILENCE.total_seconds())
    assert check() == 1
    assert talk.reason is HandoffReason.DEADLINE


def test_a_second_question_gets_its_own_minute(
    talk: Talk, clock: MovableClock, check: Callable[[], int]
) -> None:
    talk.ask("多久发货？")
    clock.advance(40)
    talk.say("可以开发票吗？")
    clock.advance(20)
    assert (check(), talk.head.status) == (1, Status.BOT)
    clock.advance(40)

    assert check() == 1
    assert talk.reason is HandoffReason.DEADLINE


def test_who_was_taken_meanwhile_is_told_nothing(
    talk: Talk, clock: MovableClock, check: Callable[[], int]
) -> None:
    talk.ask("转人工")
    with talk.desk.open():
        talk.house.conversations.move(talk.desk, conversation=talk.id, event=Event.RESOLVED)
    clock.advance(120)

    assert (check(), check()) == (1, 0)
    assert waited(talk) == []


def test_the_customers_button_makes_the_same_promise(
    talk: Talk, clock: MovableClock, check: Callable[[], int]
) -> None:
    talk.ask("你好")
    with talk.visitor.open():
        told = talk.house.bot.ask_for_person(talk.visitor, conversation=talk.id)
    clock.advance(120)

    assert (told["status"], told["handoff"]) == ("queued", "asked")
    assert check() == 1
    with talk.visitor.open(), pytest.raises(NotFound):
        talk.house.bot.ask_for_person(talk.visitor, conversation="no id")


# --- settings ----------------------------------------------------------------------------------------------------


def test_settings_are_kept_by_version_and_keywords_answer_first(talk: Talk) -> None:
    keywords = [{"words": ["营业时间"], "reply": "每天九点到六点。"}]
    bot = talk.house.bot
    with talk.owner.open():
        values = {"name": "小竹", "keywords": keywords, "handoff_deadline_s": 60}
        changed = bot.change(talk.owner, version=1, values=values)
        again = bot.change(talk.owner, version=2, values={"thresholds": {"answer": 0.9}})
        with pytest.raises(Stale):
            bot.change(talk.owner, version=1, values={"name": "x"})
        with pytest.raises(Invalid):
            bot.change(talk.owner, version=3, values={"thresholds": {"ask": 0.95}})
    answer = talk.ask("請問你們營業時間")

    assert (changed.name, changed.version, again.version) == ("小竹", 2, 3)
    assert again.keywords == changed.keywords
    assert (answer.text, answer.author.name) == ("每天九点到六点。", "小竹")


def test_what_people_wrote_lies_sealed(talk: Talk, dynamodb: Any) -> None:
    with talk.owner.open():
        talk.house.bot.change(talk.owner, version=1, values={"name": "青竹小助手"})
    items = dynamodb.scan(TableName="ledger")["Items"]
    (item,) = [each for each in items if each["kind"]["S"] == "bot"]

    assert "青竹小助手" not in str({name: each for name, each in item.items() if name != "words"})
    assert "青竹小助手".encode() not in item["words"]["B"]


def test_a_rehearsal_says_what_the_bot_would_do_and_answers_nobody(talk: Talk) -> None:
    with talk.owner.open():
        would = talk.house.bot.rehearse(talk.owner, text="怎么申请退款", locale="en").wire()

    assert (would["decision"], would["text"]) == ("answer", "在订单页点击申请退款。")
    assert would["tried"][0]["title"] == "怎么申请退款？"


def test_visitors_meet_the_bot_only_where_it_speaks_first(
    talk: Talk, new_merchant: NewMerchant
) -> None:
    other = desk_of(new_merchant())
    with talk.visitor.open():
        face = talk.house.bot.face(talk.visitor)
    with other.open():
        assert talk.house.bot.face(other) is None
    assert face is not None
    assert face["welcome"]["zh"]


# --- the queue's own door -----------------------------------------------------------------------------------------


def test_jobs_that_say_nothing_are_reported_and_the_others_are_served(
    door: Door, talk: Talk
) -> None:
    asked = talk.say("怎么申请退款")
    job = {"merchant": talk.merchant, "conversation": talk.id, "seq": asked.seq}
    records = [
        {
            "messageId": str(number),
            "eventSource": "aws:sqs",
            "body": body,
            "attributes": {"ApproximateReceiveCount": "1"},
        }
        for number, body in enumerate(["not json", json.dumps(job), "{}"])
    ]

    answer = door("reply_bot").handler({"Records": records}, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}, {"itemIdentifier": "2"}]}
    assert talk.messages[-1].text == "在订单页点击申请退款。"


def test_a_job_that_comes_again_is_handed_over_by_the_door_as_well(door: Door, talk: Talk) -> None:
    asked = talk.say("怎么申请退款")
    job = {"merchant": talk.merchant, "conversation": talk.id, "seq": asked.seq}
    record = {
        "messageId": "1",
        "eventSource": "aws:sqs",
        "body": json.dumps(job),
        "attributes": {"ApproximateReceiveCount": "5"},
    }

    assert door("reply_bot").handler({"Records": [record]}, CONTEXT) == {"batchItemFailures": []}
    assert talk.reason is HandoffReason.BOT_FAILED
