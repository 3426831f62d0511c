"""Words of a text as the bot's engine sees them."""

import pytest

from chalicelib.bot.text import fold, language_of, stem, tokens


def test_width_case_and_traditional_characters_make_no_difference() -> None:
    assert fold("ＷｉＦｉ 轉接客服，頭髮乾了") == "wifi 转接客服,头发干了"


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("refunds", "refund"),
        ("refunded", "refund"),
        ("refunding", "refund"),
        ("cities", "city"),
        ("shipping", "ship"),
        ("shipped", "ship"),
        ("prices", "pric"),
        ("price", "pric"),
        ("king", "king"),
        ("red", "red"),
        ("glass", "glass"),
        ("bus", "bus"),
        ("customer's", "customer"),
        ("über", "über"),
    ],
)
def test_english_words_lose_their_endings_and_no_more(word: str, root: str) -> None:
    assert stem(word) == root


def test_chinese_goes_by_characters_and_their_pairs_words_of_other_scripts_as_they_are() -> None:
    assert list(tokens("iPhone退款")) == ["iphon", "退", "款", "退款"]
    assert list(tokens("возврат 2024")) == ["возврат", "2024"]


def test_what_is_no_word_is_left_out() -> None:
    assert list(tokens("… 😀 _ — !")) == []
    assert list(tokens("x" * 9_000)) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("怎么退款", "zh"), ("where is my order", "en"), ("我的iPhone坏了", "zh"), ("12345", "zh")],
)
def test_the_script_tells_the_language_else_the_customers_own_holds(
    text: str, language: str
) -> None:
    assert language_of(text, "zh") == language
