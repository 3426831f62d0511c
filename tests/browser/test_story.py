"""The whole story in a real browser, in both languages."""

import pytest

from tests.browser.cast import CASTS
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.story import Story


@pytest.mark.parametrize("lang", LANGS)
def test_a_customer_and_an_agent_really_talk(stage: Stage, lang: Lang) -> None:
    told = Story(stage, CASTS[lang]()).play()
    assert told.eyes.faults == []
