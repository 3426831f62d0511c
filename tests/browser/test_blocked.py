"""Who is blocked is told so in the chat, stands in a list of their own, and is let in again from there."""

import pytest
from playwright.sync_api import expect

from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage


def customer_of(agent: Console) -> str:
    talk = agent.ask("GET", f"/conversations/{agent.open_conversation}")
    return str(talk["customer"]["id"])


@pytest.mark.parametrize("lang", LANGS)
def test_a_block_is_told_in_the_chat_and_lifted_in_the_list(stage: Stage, lang: Lang) -> None:
    guest, agent = stage.its_visitor(lang), stage.its_agent(lang)
    eyes, page, say = stage.eyes("block-list", lang), agent.page, agent.speech.customers
    before, after = unlike("Anybody there? "), unlike("You are slow! ")
    guest.write(before)
    agent.row(before).click()
    customer = customer_of(agent)
    agent.ask("POST", f"/customers/{customer}/block", {"reason": "Threats"})

    guest.write(after)
    told = guest.log.get_by_role("alert").get_by_text(guest.say("error_blocked"), exact=True)
    expect(told).to_be_visible()
    eyes.see(guest.page, "told")
    expect(guest.bubble(before)).to_be_visible()

    agent.go("/customers")
    page.get_by_role("link", name=say("only.blocked"), exact=True).press("Enter")
    theirs = page.locator(".customer-line", has=page.locator(f"a[href*='{customer}']"))
    expect(theirs).to_be_visible()
    eyes.see(page, "list")
    theirs.get_by_role("button").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(say("unblock.ask"))).to_be_visible()
    eyes.see(page, "asked")
    dialog.locator(".danger").press("Enter")
    agent.told(say("unblocked"))
    expect(theirs).to_have_count(0)
    expect(page.get_by_role("link", name=say("only.blocked"), exact=True)).to_be_focused()
    page.get_by_role("link", name=say("tier.silver"), exact=True).click()
    agent.told(say("none.tier"))
    eyes.see(page, "nobody")

    guest.press("retry")
    expect(told).to_have_count(0)
    agent.go(f"/customers/{customer}?only=blocked")
    page.locator(".talks a", has_text=after).click()
    expect(agent.bubble(after)).to_be_visible()
    assert eyes.faults == []
