"""Every view, in both languages, light and dark, wide and narrow: axe finds nothing, nothing is cut."""

import pytest
from playwright.sync_api import expect

from tests.browser import tour
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage


@pytest.mark.parametrize("lang", LANGS)
def test_no_view_of_the_console_shuts_anybody_out(stage: Stage, lang: Lang) -> None:
    me, eyes = stage.console(lang), stage.eyes("console", lang)
    tour.the_doors(stage, me, eyes)
    tour.the_inbox(stage, me, eyes)
    tour.the_inbox_in_trouble(me, eyes)
    tour.the_settings(me, eyes)
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_setting_of_the_working_day_shuts_anybody_out(stage: Stage, lang: Lang) -> None:
    owner, eyes = stage.at_the_tea_shop.its_owner(lang), stage.eyes("setup", lang)
    tour.the_setup(owner, eyes)
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_state_of_the_widget_shuts_anybody_out(stage: Stage, lang: Lang) -> None:
    visitor, eyes = stage.visitor(lang), stage.eyes("widget", lang)
    tour.the_widget(stage, visitor, eyes)
    assert eyes.faults == []


def test_an_answer_that_comes_while_the_chat_is_closed_is_counted_on_the_button(
    stage: Stage,
) -> None:
    visitor, agent = stage.its_visitor("zh"), stage.its_agent("zh")
    visitor.write("有人吗？")
    agent.row("有人吗？").first.click()
    agent.take()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("iframe")).not_to_be_visible()
    agent.write("在的，请说。")
    badge = visitor.page.get_by_role("button", name=visitor.speech.launcher[0])
    expect(badge).to_contain_text("1")
    eyes = stage.eyes("widget", "zh")
    eyes.see(visitor.page, "unread")
    assert eyes.faults == []
    visitor.open()
    expect(visitor.bubble("在的，请说。")).to_be_visible()
    visitor.page.keyboard.press("Escape")
    expect(badge).not_to_contain_text("1")
