"""The widget's button for a person, pressed before any message, is a message like any other."""

import pytest

from chalicelib.bot.model import Intent
from chalicelib.bot.triage import triage
from tests.browser.speech import LANGS, SPEECH, Lang


@pytest.mark.parametrize("lang", LANGS)
def test_the_bot_understands_what_the_button_says(lang: Lang) -> None:
    assert triage(SPEECH[lang].panel("person_wish")) is Intent.PERSON
