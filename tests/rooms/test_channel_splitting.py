import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.model import Unit, size_of
from chalicelib.channels.splitting import pieces

SIGNS = [
    "👨‍👩‍👧‍👦",
    "🇨🇳",
    "🇺🇸",
    "👍🏽",
    "1️⃣",
    "é",
    "각",
    "茶",
    "a",
    " ",
    "。",
    "\n",
    "؟",
    "\u202e",
    "❤️",
    "\r\n",
]
texts = st.lists(st.sampled_from(SIGNS), max_size=200).map("".join)


@given(text=texts, most=st.integers(26, 80), unit=st.sampled_from(list(Unit)))
def test_pieces_fit_are_whole_and_make_the_text_again(text: str, most: int, unit: Unit) -> None:
    found = pieces(text, most, unit)
    assert "".join(found) == text
    assert all(0 < size_of(each, unit) <= most for each in found)
    whole = regex.findall(r"\X", text)
    assert [sign for each in found for sign in regex.findall(r"\X", each)] == whole


def test_a_text_is_cut_where_a_reader_pauses() -> None:
    assert pieces("one two. three four five", 14) == ["one two. ", "three four ", "five"]
    assert pieces("第一句。第二句话很长", 6) == ["第一句。", "第二句话很长"]


@pytest.mark.parametrize("unit", Unit)
def test_a_sign_beyond_all_measure_is_cut_between_its_characters(unit: Unit) -> None:
    text = "a" + "\u0301" * 100
    found = pieces(text, 10, unit)
    assert "".join(found) == text
    assert all(size_of(each, unit) <= 10 for each in found)


def test_nothing_is_no_piece() -> None:
    assert pieces("", 10) == []
