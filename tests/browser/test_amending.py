"""Words are reworded, taken back and answered; whoever looks on sees what is said now."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import unlike
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage

LINES = {
    "zh": ("红色的灯还有吗？", "蓝色的灯还有吗？", "有的，", "写错了", "老客户，", "好，"),
    "en": (
        "Is the red lamp there?",
        "Is the blue lamp there?",
        "It is, ",
        "A slip ",
        "Known ",
        "Good, ",
    ),
}


@pytest.mark.parametrize("lang", LANGS)
def test_words_are_edited_taken_back_and_quoted_on_both_sides(stage: Stage, lang: Lang) -> None:
    guest, agent = stage.its_visitor(lang), stage.its_agent(lang)
    eyes = stage.eyes("amending", lang)
    red, blue, answer, slip, note, thanks = (unlike(text) for text in LINES[lang])
    guest.write(red)
    agent.row(red).click()
    agent.take()

    guest.press("more")
    eyes.see(guest.page, "widget-menu")
    guest.press("about_edit")
    eyes.see(guest.page, "widget-edit")
    guest.panel.locator("#words").fill(blue)
    guest.press("save")
    expect(guest.said(blue)).to_contain_text(guest.say("edited"))
    expect(agent.said(blue)).to_be_visible()
    expect(agent.said(red)).to_have_count(0)
    expect(agent.row(blue)).to_be_visible()

    agent.about(blue)
    eyes.see(agent.page, "console-menu")
    agent.press("about.reply")
    expect(agent.composer()).to_be_focused()
    agent.write(answer)
    expect(agent.said(answer).locator(".quote")).to_contain_text(blue)
    expect(guest.said(answer).locator("q")).to_have_text(blue)

    guest.press("more")
    guest.press("about_reply")
    expect(guest.composer).to_be_focused()
    eyes.see(guest.page, "widget-reply")
    guest.write(thanks)
    expect(agent.said(thanks).locator(".quote")).to_contain_text(answer)

    agent.write(slip)
    expect(guest.said(slip)).to_be_visible()
    agent.about(slip)
    agent.press("about.recall")
    expect(agent.said(agent.say("talk.gone.words"))).to_be_visible()
    expect(guest.said(guest.say("recalled"))).to_be_visible()
    expect(guest.said(slip)).to_have_count(0)
    expect(agent.row(agent.say("list.recalled"))).to_be_visible()

    agent.write(note, mode="note")
    guest.page.reload()
    guest.open()
    expect(guest.said(blue).first).to_be_visible()
    eyes.see(guest.page, "widget-after")
    eyes.see(agent.page, "console-after")
    for words in (red, slip, note):
        expect(guest.said(words)).to_have_count(0)
        assert words not in guest.page.frames[-1].content()
    assert eyes.faults == []


def test_who_supervises_finds_the_former_words_by_keys_alone(stage: Stage) -> None:
    guest, owner = stage.its_visitor("en"), stage.its_owner("en")
    red, blue = (unlike(text) for text in LINES["en"][:2])
    guest.write(red)
    guest.press("more")
    guest.press("about_edit")
    guest.panel.locator("#words").fill(blue)
    guest.press("save")
    owner.row(blue).click()

    more = owner.said(blue).locator("..").get_by_role("button", name=owner.say("about.open"))
    more.focus()
    owner.page.keyboard.press("Enter")
    owner.button("about.versions").focus()
    owner.page.keyboard.press("Enter")
    expect(owner.page.get_by_role("listitem").filter(has_text=red)).to_be_visible()
    owner.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    told = owner.ask("GET", "/audit")["items"][0]
    assert told["action"] == "message.versions_read"
