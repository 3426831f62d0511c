"""Where sockets are blocked both ends talk on by HTTP and say so; what waits, and what was refused, is shown."""

import time
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.visitor import Visitor
from tests.browser.weather import Wall

WORDS: dict[Lang, tuple[str, str, str]] = {
    "zh": ("慢慢说", "慢慢答", "又快了"),
    "en": ("Slowly asked", "Slowly answered", "Fast again"),
}
AGAIN = 60_000  # a socket is tried for at the latest every 30 seconds


def begun(stage: Stage, lang: Lang, wall: Wall) -> tuple[Visitor, Console]:
    """A talk under way, both of its ends behind the wall."""
    visitor, agent = stage.visitor(lang), stage.console(lang)
    wall.stand_between(visitor.page)
    wall.stand_between(agent.page)
    stage.its_agent(lang, agent)
    visitor.enter(stage.shop)
    first = unlike(WORDS[lang][0])
    visitor.write(first)
    agent.row(first).click()
    agent.take()
    return visitor, agent


def banner_of(agent: Console) -> Locator:
    return agent.page.locator(".banner-place")


def messages_of(agent: Console) -> list[dict[str, Any]]:
    path = f"/conversations/{agent.open_conversation}/messages"
    found: list[dict[str, Any]] = agent.ask("GET", path)["items"]
    return found


def within_20_s(said: Locator) -> None:
    began = time.monotonic()
    expect(said).to_be_visible()
    assert time.monotonic() - began <= 20


@pytest.mark.parametrize("lang", LANGS)
def test_r11_without_sockets_both_ends_talk_on_and_nothing_is_shown_twice(
    stage: Stage, lang: Lang
) -> None:
    wall = Wall()
    visitor, agent = begun(stage, lang, wall)
    wall.shut()
    expect(visitor.banner).to_have_text(visitor.say("banner_slow"))
    expect(banner_of(agent)).to_have_text(agent.say("link.slow"))
    asked, answered, after = (unlike(words) for words in WORDS[lang])
    visitor.write(asked)
    within_20_s(agent.bubble(asked))
    agent.write(answered)
    within_20_s(visitor.bubble(answered))
    eyes = stage.eyes("slow", lang)
    eyes.see(visitor.page, "widget")
    eyes.see(agent.page, "console")
    assert eyes.faults == []

    wall.open()
    expect(visitor.banner).to_be_empty(timeout=AGAIN)
    expect(agent.page.locator(".banner.slow")).to_have_count(0, timeout=AGAIN)
    visitor.write(after)
    expect(agent.bubble(after)).to_be_visible()
    for end in (visitor, agent):
        for text in (asked, answered, after):
            expect(end.bubble(text)).to_have_count(1)


@pytest.mark.parametrize("lang", LANGS)
def test_without_sockets_words_are_edited_and_taken_back_and_what_is_too_late_is_refused(
    stage: Stage, lang: Lang
) -> None:
    wall, eyes = Wall(), stage.eyes("amending-slowly", lang)
    visitor, agent = begun(stage, lang, wall)
    asked, other, late, slip = (unlike(WORDS[lang][i]) for i in (0, 2, 1, 1))
    for text in (late, slip):
        agent.write(text)
        expect(visitor.bubble(text)).to_be_visible()
    visitor.write(asked)
    expect(agent.bubble(asked)).to_be_visible()
    wall.shut()
    expect(visitor.banner).to_have_text(visitor.say("banner_slow"))
    expect(banner_of(agent)).to_have_text(agent.say("link.slow"))

    visitor.press("more")
    visitor.press("about_edit")
    visitor.panel.locator("#words").fill(other)
    visitor.press("save")
    expect(visitor.said(other)).to_contain_text(visitor.say("edited"))
    within_20_s(agent.said(other))
    expect(agent.said(asked)).to_have_count(0)

    agent.about(slip)
    agent.press("about.recall")
    expect(agent.said(agent.say("talk.gone.words"))).to_be_visible()
    within_20_s(visitor.said(visitor.say("recalled")))
    expect(visitor.said(slip)).to_have_count(0)

    agent.about(late)
    agent.press("about.edit")
    seq = next(
        m["seq"] for m in messages_of(agent) if m["parts"] == [{"type": "text", "text": late}]
    )
    agent.ask("POST", f"/conversations/{agent.open_conversation}/messages/{seq}/recall", {})
    agent.page.locator("#reword").fill(other)
    agent.press("do.save")
    expect(agent.page.get_by_role("alert")).to_have_text(agent.say("about.late"))
    eyes.see(agent.page, "console")
    eyes.see(visitor.page, "widget")
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_what_waits_and_what_was_refused_can_be_seen_sent_again_and_dropped(
    stage: Stage, lang: Lang
) -> None:
    wall, eyes = Wall(), stage.eyes("outbox", lang)
    visitor, agent = begun(stage, lang, wall)
    ends: list[tuple[Visitor | Console, str, str]] = [
        (visitor, visitor.say("retry"), "widget"),
        (agent, agent.say("talk.resend"), "console"),
    ]
    for end, again, name in ends:
        text, late = unlike(WORDS[lang][0]), unlike(WORDS[lang][1])
        wall.refusing = True
        end.write(text)
        expect(end.bubble(text)).to_be_visible()
        retry = (visitor.panel if end is visitor else agent.page).get_by_role("button", name=again)
        expect(retry).to_be_visible()
        end.page.context.set_offline(True)
        end.write(late)
        waits = end.page.locator(".banner.offline") if end is agent else visitor.banner
        expect(waits).to_be_visible()
        eyes.see(end.page, name)
        wall.refusing = False
        end.page.context.set_offline(False)
        retry.click()
        expect(retry).to_have_count(0)
        other = agent if end is visitor else visitor
        for each in (text, late):
            expect(other.bubble(each)).to_have_count(1)
        expect(waits).not_to_be_visible()
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_is_there_after_the_page_was_loaded_again_until_it_was_sent(
    stage: Stage, lang: Lang
) -> None:
    visitor, text = stage.its_visitor(lang), unlike(WORDS[lang][0])
    visitor.composer.fill(text)
    visitor.enter(stage.shop)
    expect(visitor.composer).to_have_value(text)
    visitor.composer.press("Enter")
    expect(visitor.bubble(text)).to_be_visible()
    visitor.enter(stage.shop)
    expect(visitor.bubble(text)).to_be_visible()
    expect(visitor.composer).to_have_value("")
