"""Whoever writes Chinese ends a word with Enter: that must not send half a sentence."""

from playwright.sync_api import CDPSession, Locator, expect

from tests.browser.stage import Stage
from tests.browser.visitor import Visitor

ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
CTRL = 2


def compose(keys: CDPSession, field: Locator, spelt: str) -> None:
    """Begins a word in the browser's own input method, as the system's would."""
    field.focus()
    caret = {"selectionStart": len(spelt), "selectionEnd": len(spelt)}
    keys.send("Input.imeSetComposition", {"text": spelt, **caret})


def press_enter(keys: CDPSession, modifiers: int = 0) -> None:
    for kind in ("rawKeyDown", "keyUp"):
        keys.send("Input.dispatchKeyEvent", {"type": kind, "modifiers": modifiers, **ENTER})


def keys_of_panel(visitor: Visitor) -> CDPSession:
    """The chat stands on another site, and so in another process, than the page."""
    frame = visitor.page.frames[-1]
    return visitor.page.context.new_cdp_session(frame)


def test_enter_that_ends_a_word_sends_nothing_in_the_widget(stage: Stage) -> None:
    visitor = stage.demo_visitor("zh")
    keys = keys_of_panel(visitor)
    compose(keys, visitor.composer, "nihao")
    press_enter(keys)
    expect(visitor.log.locator(".ours")).to_have_count(0)
    keys.send("Input.insertText", {"text": "你好"})
    expect(visitor.composer).to_have_value("你好")
    expect(visitor.log.locator(".ours")).to_have_count(0)
    press_enter(keys)
    expect(visitor.bubble("你好")).to_be_visible()
    expect(visitor.log.locator(".ours")).to_have_count(1)


def test_enter_that_ends_a_word_sends_nothing_in_the_console(stage: Stage) -> None:
    visitor = stage.demo_visitor("zh")
    visitor.write("茶还有吗？")
    agent = stage.demo_agent("zh")
    agent.row("茶还有吗？").first.click()
    keys = agent.page.context.new_cdp_session(agent.page)
    compose(keys, agent.composer(), "you")
    press_enter(keys, CTRL)
    keys.send("Input.insertText", {"text": "有"})
    expect(agent.composer()).to_have_value("有")
    expect(agent.thread.locator(".ours")).to_have_count(0)
    press_enter(keys, CTRL)
    expect(agent.bubble("有")).to_be_visible()
    expect(visitor.bubble("有")).to_be_visible()
