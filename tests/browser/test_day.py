"""The first working day on the running desk: the tea shop's bot, its people, a ticket and its clock."""

import pytest

from tests.browser.day import Day
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage


@pytest.mark.parametrize("lang", LANGS)
def test_from_the_bots_answer_to_the_rating(stage: Stage, lang: Lang) -> None:
    day = Day(stage, lang)
    day.play()
    assert day.eyes.faults == []
