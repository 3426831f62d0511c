"""A customer whom nobody answers leaves a message, follows the request it became, and rates the end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cast import CASTS
from tests.browser.console import Console
from tests.browser.eyes import Eyes
from tests.browser.speech import LANGS, SPEECH, Lang
from tests.browser.stage import Stage
from tests.browser.visitor import Visitor
from tests.browser.waiting import until

LINK = re.compile(r"http\S+/portal/#\S+")


@pytest.mark.parametrize("lang", LANGS)
def test_a_message_left_becomes_a_request_that_is_followed_to_its_end(
    stage: Stage, lang: Lang
) -> None:
    stage = stage.at_the_tea_shop
    me, eyes = stage.visitor(lang), stage.eyes("customer", lang)
    cast = CASTS[lang]()
    me.enter(stage.shop)
    asks_for_a_person(me, eyes)
    number = leaves_a_message(me, eyes, email=cast.customer.email, words=cast.question)
    agent = stage.its_agent(lang, away=False)
    resolves_request(agent, number, cast.answer)
    follows_it_in_the_chat(me, eyes, number, cast.answer)
    follows_it_by_mail(stage, eyes, lang, email=cast.customer.email, answer=cast.answer)
    has_it(agent, cast.question)
    agent.resolve()
    rates_and_thinks_again(me, eyes, cast.thanks)
    assert eyes.faults == []


def asks_for_a_person(me: Visitor, eyes: Eyes) -> None:
    expect(me.button("person")).to_be_visible()
    eyes.see(me.page, "bot-welcomes")
    me.press("person")
    expect(me.log.get_by_text(me.say("event_handed_over"))).to_be_visible()


def leaves_a_message(me: Visitor, eyes: Eyes, *, email: str, words: str) -> int:
    expect(me.button("leave_title")).to_be_visible()
    eyes.see(me.page, "nobody-is-there")
    me.press("leave_title")
    me.field("leave_email").fill("no address")
    me.press("send")
    expect(me.panel.get_by_text(me.say("leave_email_bad"))).to_be_visible()
    eyes.see(me.page, "no-address")
    me.field("leave_email").fill(email)
    me.field("leave_text").fill(words)
    me.press("send")
    expect(me.heading("leave_sent")).to_be_visible()
    eyes.see(me.page, "message-left")
    me.press("back")
    line = me.log.get_by_text(re.compile(me.say("event_ticket_opened", number=r"\d+"))).last
    expect(line).to_be_visible()
    found = re.search(r"#(\d+)", line.inner_text())
    assert found
    return int(found[1])


def resolves_request(agent: Console, number: int, words: str) -> None:
    tickets = agent.ask("GET", "/tickets?limit=50")["items"]
    ticket = next(each for each in tickets if each["number"] == number)
    path = f"/tickets/{ticket['id']}"
    agent.ask("POST", f"{path}/comments", {"text": words, "public": True})
    until(agent.page, lambda: agent.ask("GET", path)["status"] == "open", "the answer to open it")
    version = agent.ask("GET", path)["version"]
    agent.ask("POST", f"{path}/transition", {"to": "resolved", "version": version})


def has_it(agent: Console, words: str) -> None:
    """It was given to them, or they take it: how it is given has tests of its own."""
    agent.go("/inbox?view=all")
    agent.row(words).first.click()
    take = agent.head.get_by_role("button", name=agent.say("act.take"), exact=True)
    mine = agent.head.get_by_text(agent.say("act.mine"))
    expect(take.or_(mine).first).to_be_visible()
    if take.is_visible():
        agent.take()
    expect(mine).to_be_visible()


def follows_it_in_the_chat(me: Visitor, eyes: Eyes, number: int, answer: str) -> None:
    expect(me.log.get_by_text(re.compile(rf"#{number}\D")).last).to_be_visible()
    me.press("request_see", number=number)
    expect(me.heading("request", number=number)).to_be_visible()
    expect(me.panel.locator(".history").get_by_text(answer)).to_be_visible()
    expect(me.panel.locator('.state[data-state="resolved"]')).to_be_visible()
    eyes.see(me.page, "request")
    me.press("requests_all")
    expect(me.panel.locator(".requests li")).to_have_count(1)
    eyes.see(me.page, "requests")
    me.page.keyboard.press("Escape")
    expect(me.log).to_be_visible()


def follows_it_by_mail(stage: Stage, eyes: Eyes, lang: Lang, *, email: str, answer: str) -> None:
    page, say = stage.windows.open(lang), SPEECH[lang].portal
    address = mailed(page, stage.desk, email)
    page.goto(address)
    open_it = page.get_by_role("button", name=say("open"), exact=True)
    expect(open_it).to_be_visible()
    eyes.see(page, "mailed-link")
    open_it.click()
    expect(page.locator(".history").get_by_text(answer)).to_be_visible()
    assert "token" not in page.url
    eyes.see(page, "request-by-mail")
    page.reload()
    expect(page.locator(".history").get_by_text(answer)).to_be_visible()
    other = stage.windows.open(lang)
    other.goto(address)
    other.get_by_role("button", name=say("open"), exact=True).click()
    expect(other.get_by_role("heading", name=say("spent"))).to_be_visible()
    eyes.see(other, "link-spent")


def mailed(page: Page, desk: str, email: str) -> str:
    """The link of the newest letter to this address: the one that tells of the end."""

    def links() -> list[str]:
        mails = page.request.get(f"{desk}/mailbox.json").json()["mails"]
        texts = [mail["text"] for mail in mails if email in mail["to"]]
        return [link for text in texts for link in LINK.findall(text)]

    until(page, links, f"a link mailed to {email}")
    return links()[0]


def rates_and_thinks_again(me: Visitor, eyes: Eyes, words: str) -> None:
    expect(me.panel.get_by_role("radio").first).to_be_visible()
    eyes.see(me.page, "asked-to-rate")
    me.rate(4, words)
    eyes.see(me.page, "rated")
    me.press("rate_change")
    me.rate(5, words)
    expect(me.log.get_by_text(me.say("event_rated", score=5))).to_be_visible()
