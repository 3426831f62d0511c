"""Whoever writes Chinese ends a word with Enter: that must not send half a sentence."""

from playwright.sync_api import CDPSession, Frame, Locator, Page, expect

from tests.browser.stage import Stage

NOTICE = "addEventListener('keydown', (event) => { window.composing = event.isComposing }, true)"
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


def keys_of(place: Page | Frame) -> CDPSession:
    """The chat stands on another site, and so in another process, than the page."""
    place.evaluate(NOTICE)
    page = place if isinstance(place, Page) else place.page
    return page.context.new_cdp_session(place)


def test_enter_that_ends_a_word_sends_nothing_in_the_widget(stage: Stage) -> None:
    visitor = stage.its_visitor("zh")
    panel = visitor.page.frames[-1]
    keys = keys_of(panel)
    compose(keys, visitor.composer, "nihao")
    press_enter(keys)
    assert panel.evaluate("window.composing") is True
    expect(visitor.log.locator(".ours")).to_have_count(0)
    keys.send("Input.insertText", {"text": "你好"})
    expect(visitor.composer).to_have_value("你好")
    expect(visitor.log.locator(".ours")).to_have_count(0)
    press_enter(keys)
    expect(visitor.bubble("你好")).to_be_visible()
    expect(visitor.log.locator(".ours")).to_have_count(1)


def test_enter_that_ends_a_word_sends_nothing_in_the_console(stage: Stage) -> None:
    visitor = stage.its_visitor("zh")
    visitor.write("茶还有吗？")
    agent = stage.its_agent("zh")
    agent.row("茶还有吗？").first.click()
    keys = keys_of(agent.page)
    compose(keys, agent.composer(), "you")
    press_enter(keys, CTRL)
    assert agent.page.evaluate("window.composing") is True
    keys.send("Input.insertText", {"text": "有"})
    expect(agent.composer()).to_have_value("有")
    expect(agent.thread.locator(".ours")).to_have_count(0)
    press_enter(keys, CTRL)
    expect(agent.bubble("有")).to_be_visible()
    expect(visitor.bubble("有")).to_be_visible()
