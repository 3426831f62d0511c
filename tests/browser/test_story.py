"""The whole story in a real browser, in both languages, and what it leaves behind."""

import json
import urllib.request

import pytest

from tests.browser.cast import CASTS
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.story import Story, Told
from tests.browser.traces import forms, kept

Tales = dict[Lang, Told]


@pytest.fixture(scope="module")
def tales() -> Tales:
    return {}


def told(stage: Stage, tales: Tales, lang: Lang) -> Told:
    """Each story is played once, by whichever test comes first."""
    if lang not in tales:
        tales[lang] = Story(stage, CASTS[lang]()).play()
    return tales[lang]


@pytest.mark.parametrize("lang", LANGS)
def test_a_customer_and_an_agent_really_talk(stage: Stage, tales: Tales, lang: Lang) -> None:
    assert told(stage, tales, lang).eyes.faults == []


def test_nothing_that_was_said_and_nobodys_name_lies_anywhere_in_clear(
    stage: Stage, tales: Tales
) -> None:
    played = [told(stage, tales, lang) for lang in LANGS]
    traces = kept(stage.stack)
    leaks = [
        f"{tale.cast.lang} {what} in {place}"
        for tale in played
        for what, text in tale.cast.secrets.items()
        for form in forms(text)
        for place, content in traces.items()
        if form in content
    ]
    assert leaks == []
    # It looked where the story left its traces: what may stand in clear was found there.
    desk = traces[f"table {stage.stack.outputs['DeskTable']}"]
    assert all(tale.conversation.encode() in desk for tale in played)
    assert all(f"log file {name}.log" in traces for name in ("functions", "aws", "proxy"))
    assert any(b"INFO" in text for place, text in traces.items() if place.startswith("log group"))


def test_the_mailbox_is_the_one_place_that_holds_an_address(stage: Stage, tales: Tales) -> None:
    """It stands for somebody's own mail; on AWS there is none."""
    with urllib.request.urlopen(f"{stage.desk}/mailbox.json") as answer:  # noqa: S310
        letters = json.load(answer)["mails"]
    for lang in LANGS:
        cast = told(stage, tales, lang).cast
        for who in (cast.owner, cast.agent):
            assert any(who.email in letter["to"] for letter in letters)


@pytest.mark.parametrize("spelling", ["utf-8", "utf-16-le", "json", "base64", "url"])
@pytest.mark.parametrize("before", ["", "x", "xy"])
def test_a_leak_is_found_in_whatever_form_it_has(spelling: str, before: str) -> None:
    import base64
    import urllib.parse

    whole = f"{before}鹓雏 and a word{before}"
    spelt = {
        "utf-8": whole.encode(),
        "utf-16-le": whole.encode("utf-16-le"),
        "json": json.dumps(json.dumps({"text": whole})).encode(),
        "base64": base64.b64encode(whole.encode()),
        "url": urllib.parse.quote(whole).encode(),
    }[spelling]
    assert any(form in spelt for form in forms("鹓雏 and a word"))
    assert not any(form in spelt for form in forms("鹓雏 and another"))
