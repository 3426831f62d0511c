"""What the bot does about what it has heard: every kind of question has its outcome."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from chalicelib.attachments.model import File
from chalicelib.bot.decide import HELPFUL, PERSON, confidence, decide
from chalicelib.bot.hearing import MOST_A_MINUTE, MOST_MESSAGES, Heard, hear
from chalicelib.bot.model import Decision, Hit, Intent, Keyword, Outcome, Settings, Thresholds
from chalicelib.bot.phrases import PHRASES
from chalicelib.bot.replies import ANSWER, reply
from chalicelib.bot.rules import MOST_NOTICES, changed, next_notice
from chalicelib.bot.triage import triage
from chalicelib.conversations.messages import Extra
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    HandoffReason,
    Head,
    Message,
    MessageKind,
    Status,
)
from chalicelib.core.errors import Invalid
from chalicelib.core.ids import ConversationId, CustomerId, MessageId

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FAR = Hit("far", 0.5, 0.1, 0.1, 0.1)
SURE = [Hit("refund", 9.0, 1.0, 1.0, 0.6), Hit("ship", 2.0, 0.3, 0.2, 0.1), FAR]
UNSURE = [Hit("refund", 5.0, 0.5, 0.5, 0.3), Hit("ship", 4.0, 0.4, 0.4, 0.2), FAR]
HOPELESS = [Hit("refund", 1.0, 0.1, 0.1, 0.1), Hit("ship", 1.0, 0.1, 0.1, 0.1)]
SETTINGS = Settings(keywords=(Keyword(("营业时间", "opening hours"), "9:00-18:00"),))


def decided(
    heard: Heard, hits: Sequence[Hit] = (), *, entries: Sequence[str] = ("refund", "ship", "far")
) -> Decision:
    return decide(heard, SETTINGS, entries=entries, find=lambda _text, k: hits[:k])


def heard(
    text: str = "怎么退款", *, misses: int = 0, choice: str = "", looping: bool = False
) -> Heard:
    return Heard(text, triage(text), "zh", choice=choice, misses=misses, looping=looping)


def outcome(found: Decision) -> tuple[Outcome, tuple[str, ...], HandoffReason | None]:
    return found.outcome, found.entries, found.reason


@pytest.mark.parametrize(
    ("hits", "misses", "expected"),
    [
        (SURE, 0, (Outcome.ANSWER, ("refund",), None)),
        (SURE, 1, (Outcome.ANSWER, ("refund",), None)),
        (UNSURE, 0, (Outcome.ASK_BACK, ("refund", "ship"), None)),
        (UNSURE, 1, (Outcome.HAND_OVER, (), HandoffReason.LOW_CONFIDENCE)),
        (HOPELESS, 0, (Outcome.HAND_OVER, (), HandoffReason.NO_ANSWER)),
        ([], 0, (Outcome.HAND_OVER, (), HandoffReason.NO_ANSWER)),
    ],
)
def test_it_answers_asks_back_once_or_hands_over(
    hits: list[Hit], misses: int, expected: tuple[Outcome, tuple[str, ...], HandoffReason | None]
) -> None:
    assert outcome(decided(heard(misses=misses), hits)) == expected


def test_a_lone_hit_that_has_little_of_the_question_is_no_answer() -> None:
    assert decided(heard(), [Hit("refund", 3.0, 0.1, 1.0, 1.0)]).outcome is not Outcome.ANSWER
    assert confidence([Hit("refund", 3.0, 0.0, 0.0, 0.0)]) < Thresholds().answer


def test_a_hit_beside_what_its_entry_is_about_is_no_answer_however_alone_it_stands() -> None:
    """All of the question is in one of many wordings: it shares the way of asking, not the matter."""
    assert decided(heard(), [Hit("refund", 9.0, 1.0, 0.7, 0.1)]).outcome is Outcome.ASK_BACK


def test_without_knowledge_it_hands_over_and_says_so() -> None:
    found = decided(heard(), entries=())

    assert outcome(found) == (Outcome.HAND_OVER, (), HandoffReason.NO_KNOWLEDGE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Outcome.NOTHING),
        ("   ", Outcome.NOTHING),
        ("自动回复：我不在", Outcome.NOTHING),
        ("你好", Outcome.GREET),
        ("are you a robot?", Outcome.GREET),
        ("谢谢", Outcome.THANK),
        ("😭", Outcome.ASK_BACK),
        ("asdfghjkl", Outcome.ASK_BACK),
        ("转人工", Outcome.HAND_OVER),
        ("请问营业时间是几点", Outcome.KEYWORD),
        ("退款 refund возврат 返金", Outcome.ANSWER),
        ("退款" * 4_000, Outcome.ANSWER),
    ],
)
def test_every_kind_of_text_has_its_outcome(text: str, expected: Outcome) -> None:
    assert decided(heard(text), SURE).outcome is expected


def test_signs_a_second_time_in_a_row_are_for_a_person() -> None:
    assert outcome(decided(heard("😭", misses=1))) == (
        Outcome.HAND_OVER,
        (),
        HandoffReason.NO_ANSWER,
    )


def test_a_click_answers_that_entry_and_no_other() -> None:
    found = decided(heard("多久发货", choice="ship"), SURE)

    assert outcome(found) == (Outcome.ANSWER, ("ship",), None)
    assert decided(heard("人工", choice=PERSON)).reason is HandoffReason.ASKED
    assert decided(heard("好", choice=HELPFUL)).outcome is Outcome.THANK


def test_a_click_is_a_persons_whatever_its_label_sounds_like() -> None:
    assert outcome(decided(heard("自动回复", choice="ship"), SURE)) == (
        Outcome.ANSWER,
        ("ship",),
        None,
    )
    assert decided(Heard("x", Intent.QUESTION, "zh", choice="ship", looping=True)).outcome is (
        Outcome.HAND_OVER
    )


def test_a_click_on_what_was_withdrawn_is_looked_for_as_a_text() -> None:
    assert outcome(decided(heard("怎么退款", choice="gone"), SURE)) == (
        Outcome.ANSWER,
        ("refund",),
        None,
    )


def test_two_machines_do_not_go_on_for_ever() -> None:
    assert outcome(decided(heard(looping=True), SURE)) == (
        Outcome.HAND_OVER,
        (),
        HandoffReason.NO_ANSWER,
    )


# --- what is heard --------------------------------------------------------------------------------------


def head(**values: object) -> Head:
    whole = {"seq": 3, "version": 1, "created_at": NOW, "updated_at": NOW, "touched_at": NOW}
    names = {"id": ConversationId("C"), "customer": CustomerId("V"), "customer_name": "李娜"}
    return Head(**{**names, "status": Status.BOT, "locale": "zh", **whole, **values})  # type: ignore[arg-type]


NOTHING = Extra()


def said(seq: int, by: AuthorKind, text: str, extra: Extra = NOTHING, *, ago: int = 300) -> Message:
    at = NOW - timedelta(seconds=ago)
    author, kind = Author(by, "x"), MessageKind.MESSAGE
    ids = MessageId(str(seq)), ConversationId("C")
    return Message(*ids, seq, at, kind, author, text=text, extra=extra)


def hears(messages: list[Message], **values: object) -> Heard | None:
    return hear(head(**values), messages, now=NOW, triage=triage)


CUSTOMER, BOT = AuthorKind.CUSTOMER, AuthorKind.BOT
ASKED_BACK = Extra(tried={"decision": "ask_back", "entries": []})


def test_all_that_was_said_since_the_last_answer_is_heard_at_once() -> None:
    found = hears(
        [said(1, CUSTOMER, "old"), said(2, CUSTOMER, "你好"), said(3, CUSTOMER, "退款")], answered=1
    )

    assert found is not None
    assert (found.text, found.intent) == ("你好\n退款", Intent.QUESTION)
    assert hears([said(1, CUSTOMER, "old")], answered=1) is None


def test_who_asked_for_a_person_in_any_message_asked() -> None:
    found = hears(
        [said(1, CUSTOMER, "人工"), said(2, CUSTOMER, "快点，我的包裹在哪里，已经三天了")]
    )

    assert found is not None
    assert found.intent is Intent.PERSON


FILES = Extra(files=(File("f", "lamp.png", "image/png", 9),))


def test_files_without_a_word_are_for_a_person_at_once() -> None:
    found = hears([said(1, AuthorKind.CUSTOMER, "", FILES)], answered=0)
    assert found is not None
    decision = decided(found, SURE)

    assert outcome(decision) == (Outcome.HAND_OVER, (), HandoffReason.NO_ANSWER)
    assert reply(decision, entries={}, locale="en").text == PHRASES["en"]["file"]


def test_words_beside_a_file_are_answered_and_a_recalled_file_asks_nothing() -> None:
    for messages in (
        [said(1, AuthorKind.CUSTOMER, "怎么退款", FILES)],
        [said(1, AuthorKind.CUSTOMER, "怎么退款"), said(2, AuthorKind.CUSTOMER, "", FILES)],
    ):
        found = hears(messages, answered=0)
        assert found is not None
        assert outcome(decided(found, SURE)) == (Outcome.ANSWER, ("refund",), None)
    assert hears([said(1, AuthorKind.CUSTOMER, "")], answered=0) is None


def test_misses_in_a_row_are_counted() -> None:
    once = [said(1, CUSTOMER, "a"), said(2, BOT, "?", ASKED_BACK), said(3, CUSTOMER, "退款")]
    found, again = (
        hears(once, answered=1),
        hears([*once[:2], said(3, BOT, "answer"), said(4, CUSTOMER, "x")], answered=1),
    )

    assert found is not None
    assert again is not None
    assert (found.misses, again.misses) == (1, 0)


def test_an_echo_of_the_bots_own_words_is_a_machines() -> None:
    found = hears(
        [
            said(1, BOT, "Which of these do you mean?"),
            said(2, CUSTOMER, "which of these do you mean?"),
        ]
    )

    assert found is not None
    assert found.intent is Intent.AUTOMATIC


def test_too_many_or_too_fast_is_a_loop() -> None:
    fast = [said(n, BOT, "…", ago=5) for n in range(1, MOST_A_MINUTE + 1)]
    slow = [said(n, BOT, "…", ago=500) for n in range(1, MOST_A_MINUTE + 1)]
    last = said(30, CUSTOMER, "退款")

    for messages, seq, expected in (
        (fast, 30, True),
        (slow, 30, False),
        (slow, MOST_MESSAGES, True),
    ):
        found = hears([*messages, last], seq=seq)
        assert found is not None
        assert found.looping is expected


# --- in words ---------------------------------------------------------------------------------------------


def entry(body: str = "在订单页申请。", title: str = "怎么退款？") -> SimpleNamespace:
    return SimpleNamespace(title=title, body=body)


ENTRIES = {"refund": entry(), "ship": entry(title="多久发货？"), "far": entry()}


def test_asking_back_offers_the_entries_and_a_person() -> None:
    found = reply(decided(heard(), UNSURE), entries=ENTRIES, locale="zh")

    assert [each for each, _ in found.options] == ["refund", "ship", PERSON]
    assert found.text == PHRASES["zh"]["ask_back"]


def test_agents_see_what_was_tried_and_how_sure_the_bot_was() -> None:
    found = reply(decided(heard(), UNSURE), entries=ENTRIES, locale="zh")
    tried = found.wire()["tried"]

    assert [hit["id"] for hit in tried] == ["refund", "ship", "far"]
    assert 1 >= tried[0]["score"] > tried[1]["score"] > tried[2]["score"] >= 0


def test_whether_it_helped_is_asked_only_where_the_bot_is_not_sure() -> None:
    sure = reply(decided(heard(), SURE), entries=ENTRIES, locale="en")
    clicked = reply(decided(heard("x", choice="ship"), SURE), entries=ENTRIES, locale="en")
    fair = Decision(Outcome.ANSWER, entries=("refund",), sure=0.7)
    asked = reply(fair, entries=ENTRIES, locale="en")

    assert sure.options == clicked.options == ()
    assert [each for each, _ in asked.options] == [HELPFUL, PERSON]


def test_an_articles_answer_is_its_beginning() -> None:
    long = "\n\n".join(["一段文字。" * 60] * 20)
    found = reply(
        Decision(Outcome.ANSWER, entries=("refund",), sure=1.0),
        entries={"refund": entry(long)},
        locale="zh",
    )

    assert len(found.text) <= ANSWER + 3
    assert found.text.endswith("。\n\n…")


def test_both_languages_say_the_same_things_and_every_reason_has_words() -> None:
    assert PHRASES["zh"].keys() == PHRASES["en"].keys()
    assert {str(reason) for reason in HandoffReason} <= PHRASES["zh"].keys()


# --- settings and deadlines ----------------------------------------------------------------------------------


def test_what_is_not_named_stays_as_it_was() -> None:
    after = changed(Settings(), {"welcome": {"en": "Hi"}, "thresholds": {"answer": 0.9}})

    assert after.welcome == {**Settings().welcome, "en": "Hi"}
    assert after.thresholds == Thresholds(0.9, Thresholds().ask)


def test_asking_back_begins_below_answering() -> None:
    with pytest.raises(Invalid):
        changed(Settings(), {"thresholds": {"ask": 0.9, "answer": 0.5}})


def test_notices_come_ever_more_seldom_and_end() -> None:
    deadline, now, told = timedelta(seconds=120), NOW, []
    while (moment := next_notice(NOW, now, deadline)) is not None:
        told.append((moment - NOW).total_seconds())
        now = moment

    assert told == [120, 360, 840, 1800]
    assert len(told) == MOST_NOTICES
