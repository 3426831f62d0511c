"""An agent can work without a mouse: find, open, take, answer, note, resolve."""

from playwright.sync_api import expect

from tests.browser.cast import unlike
from tests.browser.stage import Stage
from tests.browser.waiting import until


def test_a_conversation_is_found_taken_answered_and_resolved_by_keys_alone(stage: Stage) -> None:
    visitor, agent = stage.its_visitor("zh"), stage.its_agent("zh")
    question, answer, note = unlike("有现货吗？"), unlike("有的，"), unlike("老客户")
    visitor.write(question)
    keys, row = agent.page.keyboard, agent.row(question)
    expect(row).to_be_visible()

    def next_row() -> object:
        keys.press("j")
        return row.evaluate("(row) => row === document.activeElement")

    until(agent.page, next_row, "j leads to the row")
    keys.press("Enter")
    expect(agent.bubble(question)).to_be_visible()
    keys.press("a")
    expect(agent.head.get_by_text(agent.say("act.mine"))).to_be_visible()
    keys.press("r")
    expect(agent.composer()).to_be_focused()
    keys.type(answer)
    keys.press("Control+Enter")
    expect(visitor.bubble(answer)).to_be_visible()
    keys.press("Escape")
    keys.press("n")
    expect(agent.composer("note")).to_be_focused()
    keys.type(note)
    keys.press("Control+Enter")
    expect(agent.bubble(note)).to_be_visible()
    keys.press("Escape")
    keys.press("e")
    expect(agent.status("resolved")).to_be_visible()
    expect(visitor.log.get_by_text(visitor.say("resolved_hint"))).to_be_visible()


def test_escape_closes_the_chat_and_gives_the_focus_back_to_its_button(stage: Stage) -> None:
    visitor = stage.visitor("en")
    visitor.arrive(stage.shop)
    visitor.launcher.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.composer).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("iframe")).not_to_be_visible()
    expect(visitor.launcher).to_be_focused()
