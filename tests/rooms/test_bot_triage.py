"""What kind of thing was said: nothing that is written is without an outcome."""

import time

import pytest

from chalicelib.bot.model import Intent
from chalicelib.bot.triage import is_keyword, triage


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("", Intent.EMPTY),
        (" \n\u200b ", Intent.SIGNS),
        ("😭😭", Intent.SIGNS),
        ("???", Intent.SIGNS),
        ("asdfghjkl", Intent.GIBBERISH),
        ("hhhhhhh", Intent.GIBBERISH),
        ("啊啊啊啊啊啊", Intent.GIBBERISH),
        ("202403129912", Intent.QUESTION),
        ("你好", Intent.GREETING),
        ("您好，在吗？", Intent.GREETING),
        ("Hello there!", Intent.GREETING),
        ("good morning", Intent.GREETING),
        ("thanks a lot!", Intent.THANKS),
        ("好的，谢谢你！", Intent.THANKS),
        ("謝謝", Intent.THANKS),
        ("OK 👍", Intent.THANKS),
        ("that's all, bye", Intent.THANKS),
        ("你好，我的包裹呢", Intent.QUESTION),
        ("thanks, and when does it ship?", Intent.QUESTION),
        ("好吃吗", Intent.QUESTION),
        ("hello my card is lost", Intent.QUESTION),
        ("WiFi", Intent.QUESTION),
        ("你好，转人工，谢谢", Intent.PERSON),
        ("are you a robot?", Intent.WHO),
        ("你是机器人吗，我要找真人", Intent.PERSON),
        ("自动回复：我现在不在，稍后回复您", Intent.AUTOMATIC),
        ("I am out of the office until Monday.", Intent.AUTOMATIC),
        ("This is an automated message, please do not reply.", Intent.AUTOMATIC),
        ("不要自动回复了，找真人回", Intent.PERSON),
        ("How do I turn on the auto reply?", Intent.QUESTION),
        ("怎么关闭自动回复", Intent.QUESTION),
        ("I am out of the office on Monday, can you deliver on Tuesday?", Intent.QUESTION),
        ("您好，我正在休假，有什么事请留言，回来后尽快回复您", Intent.AUTOMATIC),
        ("转\u200b人\u2060工", Intent.PERSON),
        ("a hu\u00adman please", Intent.PERSON),
    ],
)
def test_the_kind_of_a_text(text: str, intent: Intent) -> None:
    assert triage(text) is intent


@pytest.mark.parametrize(
    "text", ["hi " * 2_600, "好" * 8_000, "thank you " * 800 + "zz", "!" * 8_000, "退款ab" * 2_000]
)
def test_eight_thousand_characters_are_told_apart_at_once(text: str) -> None:
    begun = time.process_time()
    triage(text)

    assert time.process_time() - begun < 0.1


def test_keywords_are_whole_words_in_english_and_parts_in_chinese() -> None:
    assert is_keyword("What's your ADDRESS?", ["address"])
    assert not is_keyword("addressed to me", ["address"])
    assert is_keyword("請問營業時間", ["营业时间"])
    assert not is_keyword("anything", ["", "  "])
