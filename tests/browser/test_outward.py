"""What goes out by an inbox as its agent sees it: a time for answers, a letter of unknown fate, two secrets."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import standardwebhooks
from playwright.sync_api import expect

from chalicelib.core.clock import from_wire
from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.hooks import Till, till
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.test_inboxes import make, words
from tests.browser.waiting import until
from tests.stack import cut_off


@pytest.fixture
def shop_till(stage: Stage) -> Iterator[Till]:
    with till(stage.stack.place) as found:
        yield found


def inbox(owner: Console, channel: str, settings: dict[str, Any]) -> dict[str, Any]:
    body = {"channel": channel, "name": unlike(f"{channel} "), "settings": settings}
    made: dict[str, Any] = owner.ask("POST", "/inboxes", body)
    return made


def is_sent(agent: Console, text: str) -> None:
    run = agent.said(text).locator("xpath=ancestor::*[contains(@class, 'run')][1]")
    expect(run.get_by_text(agent.say("delivery.sent"), exact=True).last).to_be_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_when_and_how_often_may_be_answered_is_told_and_held_to(
    stage: Stage, shop_till: Till, lang: Lang
) -> None:
    eyes, window = stage.eyes("outward", lang), {"hours": 1, "messages": 2}
    owner = stage.its_owner(lang)
    made = inbox(owner, "webhook", {"url": shop_till.url, "window": window})
    asked = words(unlike("Ready? "))
    shop_till.send(owner.page, made["url"], made["secret"], asked)
    agent = stage.its_agent(lang)
    agent.row(asked["parts"][0]["text"]).click()
    agent.take()
    foot = agent.page.locator("#write-foot")
    means = agent.ask("GET", f"/conversations/{agent.open_conversation}/means")
    assert means["window"]["left"] == 2
    expect(foot).to_contain_text(agent.say("write.window.left", time="", n=2)[-3:])
    eyes.see(agent.page, "window")

    said = [unlike("One "), unlike("Two ")]
    for text in said:
        agent.write(text)
    until(agent.page, lambda: set(said) <= set(shop_till.texts), "both answers")
    expect(agent.page.get_by_text(agent.say("write.stop.used"))).to_be_visible()
    eyes.see(agent.page, "used-up")

    again = {**words(unlike("Hello? ")), "sender": asked["sender"]}
    shop_till.send(owner.page, made["url"], made["secret"], again)
    expect(agent.composer()).to_be_visible()
    closes = agent.ask("GET", f"/conversations/{agent.open_conversation}/means")["window"]
    agent.page.clock.set_fixed_time(from_wire(closes["closes_at"]) + timedelta(minutes=1))
    ended = agent.say("write.stop.window", time="\0").partition("\0")[0]
    expect(agent.page.locator(".write-bar", has_text=ended)).to_be_visible()
    eyes.see(agent.page, "closed")
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_letter_that_may_have_left_is_sent_again_by_a_person_alone(
    stage: Stage, lang: Lang
) -> None:
    eyes, sender = stage.eyes("outward", lang), f"{unlike('wu')}@corp.example".lower()
    made = inbox(stage.its_owner(lang), "email", {})
    letter, question = EmailMessage(), unlike("Is it green? ")
    letter["From"], letter["To"], letter["Subject"] = sender, made["address"], "Green"
    letter.set_content(question)
    with smtplib.SMTP("127.0.0.1", stage.stack.place.smtp_port, timeout=30) as server:
        server.send_message(letter)
    agent = stage.its_agent(lang)
    agent.row(question).click()
    agent.take()
    agent.write(unlike("It is. "))
    expect(agent.thread.get_by_text(agent.say("delivery.sent"), exact=True)).to_be_visible()
    talk = agent.open_conversation
    said = agent.ask("GET", f"/conversations/{talk}/messages")["items"]
    seq = next(each["seq"] for each in said if each.get("delivery"))

    cut_off.while_sending(stage.stack, stage.at.merchant["merchant_id"], talk, seq)
    reason = agent.say("fail.interrupted")
    stuck = agent.thread.locator(".stuck", has_text=agent.say("delivery.unknown", reason=reason))
    expect(stuck).to_be_visible()
    eyes.see(agent.page, "unknown")
    assert agent.letters(sender) == 1
    stuck.get_by_role("button", name=agent.say("delivery.again.ask"), exact=True).click()
    box = agent.page.get_by_role("dialog")
    expect(box).to_contain_text(agent.say("delivery.again.text"))
    eyes.see(agent.page, "again")
    box.locator(".danger").click()
    expect(stuck).to_have_count(0)
    expect(agent.thread.get_by_text(agent.say("delivery.sent"), exact=True)).to_be_visible()
    until(agent.page, lambda: agent.letters(sender) == 2, "the letter once more")
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_secret_is_renewed_and_both_stand_until_the_old_one_is_ended(
    stage: Stage, shop_till: Till, lang: Lang
) -> None:
    owner, eyes = stage.its_owner(lang), stage.eyes("outward", lang)
    say, page = owner.speech.inboxes, owner.page
    old = make(owner, "webhook", unlike("Till "), eyes)
    page.get_by_label(say("webhook.url"), exact=True).fill(shop_till.url)
    owner.save()
    address = page.get_by_role("textbox", name=say("address"), exact=True).inner_text()

    page.get_by_role("button", name=say("secret.renew"), exact=True).click()
    page.get_by_role("dialog").locator(".danger").click()
    fresh = page.locator(".fresh code")
    expect(fresh).to_contain_text("whsec_")
    new = fresh.inner_text()
    eyes.see(page, "renewed")
    page.get_by_role("button", name=say("secret.kept"), exact=True).click()
    expect(page.locator(".lines code", has_text="whsec_")).to_have_count(2)
    eyes.see(page, "two-secrets")
    page.get_by_role("button", name=say("test.do"), exact=True).click()
    expect(page.locator(".notice.success", has_text="200")).to_be_visible()
    headers, body = shop_till.raw[-1]
    for secret in (old, new):
        standardwebhooks.Webhook(secret).verify(body, headers)
        assert shop_till.send(page, address, secret, words("x")) == 202

    page.get_by_role("button", name=say("secret.end"), exact=True).click()
    page.get_by_role("dialog").locator(".danger").click()
    owner.told(say("secret.ended"))
    expect(page.locator(".lines code", has_text="whsec_")).to_have_count(1)
    answers = [shop_till.send(page, address, each, words("y")) for each in (old, new)]
    assert answers == [401, 202]
    assert eyes.faults == []
