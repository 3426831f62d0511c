"""A customer is away while they are answered: they learn how much, and where it begins, and only once."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import unlike
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.visitor import Visitor

LINES = {
    "zh": ("灯在闪。", "换一根线。", "还在闪吗？"),
    "en": ("The lamp flickers.", "Take another cable.", "Does it still?"),
}


def badge(guest: Visitor, text: str) -> None:
    expect(guest.launcher.locator("i")).to_have_text(text)


@pytest.mark.parametrize("lang", LANGS)
def test_who_comes_back_sees_how_much_has_come_and_where_it_begins(
    stage: Stage, lang: Lang
) -> None:
    guest, agent = stage.its_visitor(lang), stage.its_agent(lang)
    eyes = stage.eyes("offline", lang)
    asked, one, two = (unlike(text) for text in LINES[lang])
    guest.write(asked)
    expect(guest.fate("sent")).to_be_visible()
    context = guest.page.context
    guest.page.goto("about:blank")

    agent.row(asked).click()
    agent.take()
    agent.write(one)
    agent.write(two)
    back, beside = (stage.visitor(lang, context.new_page()) for _ in range(2))
    for tab in (back, beside):
        tab.arrive(stage.shop)
        badge(tab, "2")
    eyes.see(back.page, "launcher")
    back.open()
    line = back.log.locator("#new")
    expect(line).to_be_visible()
    expect(back.said(one)).to_be_in_viewport()
    assert asked in line.evaluate("line => line.previousElementSibling.textContent")
    eyes.see(back.page, "unread")
    badge(beside, "")

    back.page.reload()
    expect(back.launcher).to_be_visible()
    back.open()
    expect(back.said(two)).to_be_visible()
    expect(back.log.locator("#new")).to_have_count(0)
    assert eyes.faults == []
