"""A merchant's own sending address: its domains as the console shows them, whatever their state."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.cast import unlike
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.test_inboxes import make

DOMAINS = "**/v1/sending-domains"


def as_if(page: Page, state: str) -> None:
    """No DNS is seen here: what SES would find out is put into the desk's own answer."""

    def tell(route: Route) -> None:
        if route.request.method != "GET":
            route.fallback()
            return
        answer = route.fetch()
        body = answer.json()
        items = [{**each, "state": state} for each in body["items"]]
        route.fulfill(response=answer, body=json.dumps({**body, "items": items}))

    page.unroute(DOMAINS)
    page.route(DOMAINS, tell)
    page.reload()


@pytest.mark.parametrize("lang", LANGS)
def test_a_domain_is_added_looked_at_and_removed_by_its_merchant(stage: Stage, lang: Lang) -> None:
    owner, eyes = stage.its_owner(lang), stage.eyes("senders", lang)
    say, page, name = owner.speech.inboxes, owner.page, f"{unlike('lamps').lower()}.example"
    make(owner, "email", unlike("Help "), eyes)
    field = page.get_by_label(say("domain.name"), exact=True)
    field.fill("qq.com")
    field.press("Enter")
    expect(page.get_by_text(say("domain.bad.public_mail"))).to_be_visible()
    eyes.see(page, "refused")
    field.fill(name)
    field.press("Enter")

    one = page.locator(".domains li", has_text=name)
    expect(one).to_contain_text(say("domain.state.waiting"))
    host = say("domain.record.of", part=say("domain.record.host"), domain=name)
    expect(page.get_by_role("textbox", name=host)).to_contain_text(f"._domainkey.{name}")
    one.get_by_role("button", name=say("domain.check.of", domain=name)).press("Enter")
    state = say("domain.state.waiting")
    owner.told(say("domain.checked", domain=name, state=state))
    eyes.see(page, "waiting")
    for state in ("failed", "lost", "proved"):
        as_if(page, state)
        expect(one).to_contain_text(say(f"domain.state.{state}"))
        field.focus()
        eyes.see(page, state)
    page.get_by_label(say("sender.choose"), exact=True).select_option(name)
    expect(page.get_by_label(say("sender.local"), exact=True)).to_have_value("support")
    page.get_by_label(say("sender.local"), exact=True).focus()
    eyes.see(page, "chosen")

    one.get_by_role("button", name=say("domain.remove.of", domain=name)).press("Enter")
    eyes.see(page, "removing")
    page.get_by_role("dialog").locator(".danger").click()
    owner.told(say("domain.removed", domain=name))
    expect(one).to_have_count(0)
    assert eyes.faults == []
