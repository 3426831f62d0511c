"""Inboxes: set up by their owner, talked through by their agents, and honest about what did not arrive."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.eyes import Eyes
from tests.browser.hooks import Till, till
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage

PAGE = re.compile(r"#/settings/inboxes/(\w+)$")


@pytest.fixture
def shop_till(stage: Stage) -> Iterator[Till]:
    with till(stage.stack.place) as found:
        yield found


def open_inboxes(owner: Console) -> None:
    owner.go("/settings/inboxes")
    expect(owner.page.locator(".settings .skeleton")).to_have_count(0)


def make(owner: Console, channel: str, name: str, eyes: Eyes) -> str:
    """Its secret, where it has one. Ends on its page."""
    say, page = owner.speech.inboxes, owner.page
    open_inboxes(owner)
    page.get_by_role("button", name=say("new"), exact=True).click()
    box = page.get_by_role("dialog")
    box.locator(f"input[value={channel}]").check(force=True)
    box.get_by_label(say("name"), exact=True).fill(name)
    eyes.see(page, f"new-{channel}")
    box.get_by_role("button", name=say("create"), exact=True).click()
    secret = ""
    if channel == "webhook":
        secret = box.locator("code").inner_text()
        eyes.see(page, "secret")
        box.get_by_role("button", name=say("secret.kept"), exact=True).click()
    expect(page).to_have_url(PAGE)
    expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()
    return secret


def words(text: str, n: str = "") -> dict[str, Any]:
    """A customer's message, with a place and somebody else's picture."""
    return {
        "type": "message",
        "id": unlike("m-"),
        "sender": {"id": unlike("u-"), "name": "Wu Ming"},
        "subject": f"Order {n}",
        "parts": [
            {"type": "text", "text": text},
            {"type": "link", "url": "https://lamps.example/p/7", "title": "Fish lamp"},
            {"type": "location", "lat": 31.24, "lon": 121.49, "label": "The Bund"},
        ],
    }


@pytest.mark.parametrize("lang", LANGS)
def test_a_webhook_is_set_up_talked_through_and_what_failed_is_sent_again(
    stage: Stage, shop_till: Till, lang: Lang
) -> None:
    owner, eyes = stage.its_owner(lang), stage.eyes("inboxes", lang)
    say, page, name = owner.speech.inboxes, owner.page, unlike("Till ")
    secret = make(owner, "webhook", name, eyes)
    page.get_by_label(say("webhook.url"), exact=True).fill(shop_till.url)
    owner.save()
    page.get_by_role("button", name=say("test.do"), exact=True).click()
    expect(page.locator(".notice.success", has_text="200")).to_be_visible()
    shop_till.status = 404
    page.get_by_role("button", name=say("test.do"), exact=True).click()
    expect(page.locator(".notice.danger", has_text="404")).to_be_visible()
    eyes.see(page, "webhook-tested")
    shop_till.status = 200
    address = page.get_by_role("textbox", name=say("address"), exact=True).inner_text()

    question = unlike("Is the lamp ready? ")
    assert shop_till.send(page, address, secret, words(question, "20418")) == 202
    agent = stage.its_agent(lang)
    expect(agent.row(question).locator(".mark.channel")).to_be_visible()
    agent.row(question).click()
    expect(agent.head).to_contain_text(name)
    expect(agent.head).to_contain_text("Order 20418")
    expect(agent.said(question)).to_contain_text("lamps.example")
    agent.take()
    answer, again = unlike("It is. "), unlike("And packed. ")
    agent.write(answer)
    expect(agent.thread.get_by_text(agent.say("delivery.sent"), exact=True)).to_be_visible()
    eyes.see(agent.page, "sent")
    shop_till.status = 403
    agent.write(again)
    failed = agent.thread.locator(".stuck")
    expect(failed).to_contain_text("403")
    eyes.see(agent.page, "failed")
    shop_till.status = 200
    failed.get_by_role("button", name=agent.say("delivery.again"), exact=True).click()
    expect(failed).to_have_count(0)
    expect(agent.thread.get_by_text(agent.say("delivery.sent"), exact=True).last).to_be_visible()
    assert [text for text in shop_till.texts if text in {answer, again}] == [answer, again]

    page.get_by_role("button", name=say("log.refresh"), exact=True).click()
    expect(page.locator(".log tbody tr", has_text="403")).to_be_visible()
    eyes.see(page, "log")
    page.get_by_role("switch").click()
    expect(page.locator(".inbox-head", has_text=say("state.off"))).to_be_visible()
    agent.page.reload()
    stopped = agent.say("write.stop.off", name=name)
    expect(agent.page.get_by_text(stopped)).to_be_visible()
    eyes.see(agent.page, "switched-off")
    assert eyes.faults == []


@pytest.mark.parametrize("lang", LANGS)
def test_forms_and_mailboxes_are_set_up_and_removed(stage: Stage, lang: Lang) -> None:
    owner, eyes = stage.its_owner(lang), stage.eyes("inboxes", lang)
    say, page = owner.speech.inboxes, owner.page
    for channel in ("email", "form"):
        name = unlike(f"{channel} ")
        make(owner, channel, name, eyes)
        if channel == "form":
            page.get_by_role("button", name=say("form.field.add"), exact=True).click()
            page.get_by_label(say("form.field.label", n=1), exact=True).fill("Order")
            page.get_by_role("button", name=say("form.field.add"), exact=True).click()
            page.get_by_label(say("form.field.label", n=2), exact=True).fill("Photos")
            page.get_by_label(say("form.field.kind", n=2), exact=True).select_option("files")
            page.get_by_label(say("form.field.most_files", n=2), exact=True).select_option("3")
            page.get_by_label(say("form.means.subject"), exact=True).select_option("0")
        owner.save()
        if channel == "form":
            (made,) = [i for i in owner.ask("GET", "/inboxes")["items"] if i["name"] == name]
            order, photos = made["settings"]["fields"]
            assert (order["id"], photos["kind"], photos["most_files"]) == ("subject", "files", 3)
        eyes.see(page, channel)
        page.get_by_role("button", name=say("remove"), exact=True).click()
        page.get_by_role("dialog").locator(".danger").click()
        owner.told(say("removed", name=name))
        expect(page.locator(".inbox-line", has_text=name)).to_have_count(0)
    eyes.see(page, "list")
    assert eyes.faults == []


LETTER: dict[str, Any] = {
    "text": "The lamp is green.",
    "html": '<p id="said" style="color: rgb(0, 128, 0)">The lamp is green.</p>'
    '<script>document.body.dataset.ran = "1"</script><img id="spy" src="https://spy.example/1.png">',
    "headers": {"From": "Wu Ming <wu@shop.example>", "Subject": "Green"},
}


def test_a_letter_keeps_its_looks_runs_nothing_and_asks_nobody_unasked(
    stage: Stage, shop_till: Till
) -> None:
    """The letter itself is told here: its page, its policy and its frames are the stack's own."""
    owner, eyes = stage.its_owner("en"), stage.eyes("inboxes", "en")
    secret = make(owner, "webhook", unlike("Mail "), eyes)
    address = owner.page.get_by_role(
        "textbox", name=owner.speech.inboxes("address"), exact=True
    ).inner_text()
    question = unlike("Green? ")
    shop_till.send(owner.page, address, secret, words(question))
    agent = stage.its_agent("en")
    expect(agent.row(question)).to_be_visible()
    asked: list[str] = []
    told_as_mail(agent.page, asked)
    agent.row(question).click()
    expect(agent.thread.get_by_text(agent.say("source.unproved"))).to_be_visible()
    agent.page.get_by_role("button", name=agent.say("original.open"), exact=True).click()
    letter = agent.page.frame_locator("iframe.letter").frame_locator("iframe")
    expect(letter.locator("#said")).to_have_css("color", "rgb(0, 128, 0)")
    agent.page.screenshot(path=eyes.folder / "letter.png")
    assert asked == []
    held_back(stage)
    agent.press("original.images")
    agent.page.wait_for_timeout(500)
    assert asked == ["https://spy.example/1.png"]
    expect(letter.locator("body[data-ran]")).to_have_count(0)
    # Where no script runs nothing can be looked at by one: the text stands outside of the frames.
    agent.page.get_by_role("radio", name=agent.say("original.text")).check(force=True)
    expect(agent.page.locator(".letter-text")).to_have_text(LETTER["text"])
    eyes.see(agent.page, "letter-text")
    assert eyes.faults == []


def held_back(stage: Stage) -> None:
    """The browser has said of the image that a policy refused it: here that is what was wanted."""
    said = stage.windows.complaints
    assert any("spy.example" in each for each in said)
    said[:] = [each for each in said if "spy.example" not in each]


def told_as_mail(page: Page, asked: list[str]) -> None:
    """The desk tells of a letter where it told of a message of another system."""

    def mail(route: Route) -> None:
        answer = route.fetch()
        found = answer.json()
        for each in found.get("items", [found]):
            if each.get("channel") == "webhook":
                each["channel"] = "email"
            if each.get("source"):
                each["source"] = {"from": "wu@shop.example", "unproved": True}
        route.fulfill(response=answer, json=found)

    def spied(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    def pushed(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda said: socket.send(str(said).replace('"webhook"', '"email"')))

    page.route_web_socket("**/socket?*", pushed)
    page.route("**/v1/conversations/*", mail)
    page.route("**/v1/conversations?*", mail)
    page.route("**/v1/conversations/*/messages?*", mail)
    page.route("**/messages/*/original", lambda route: route.fulfill(json=LETTER))
    page.route("https://spy.example/**", spied)
    page.reload()
