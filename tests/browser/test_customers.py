"""Customers: found, told apart, joined and parted again, blocked; and read by nobody unasked."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from infra.local.client import Caller
from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.eyes import Eyes
from tests.browser.hooks import Till
from tests.browser.speech import LANGS, Lang
from tests.browser.stage import Stage
from tests.browser.tour import broken, slow
from tests.browser.windows import DESKTOP, PHONE

RECORD = re.compile(r"/v1/customers/\w+$")


class Writers:
    """People who write by one inbox of the merchant's own making."""

    def __init__(self, clerk: Caller, page: Page) -> None:
        self.page = page
        wanted = {"channel": "webhook", "name": unlike("Till ")}
        self.inbox: dict[str, Any] = clerk.call("POST", "/v1/inboxes", wanted)

    def write(self, name: str, text: str) -> None:
        event = {
            "type": "message",
            "id": unlike("m-"),
            "sender": {"id": unlike("u-"), "name": name},
            "parts": [{"type": "text", "text": text}],
        }
        door = Till(self.inbox["url"])
        assert door.send(self.page, door.url, self.inbox["secret"], event) == 202


def open_list(agent: Console) -> None:
    agent.go("/customers")
    expect(agent.page.get_by_role("heading", level=1)).to_have_text(
        agent.speech.customers("customers")
    )
    expect(agent.page.locator(".settings .skeleton")).to_have_count(0)


def open_profile(agent: Console, name: str) -> None:
    open_list(agent)
    agent.page.locator("a.who", has_text=name).click()
    expect(agent.page.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(agent.page.locator(".settings .skeleton")).to_have_count(0)


def press(agent: Console, key: str, **filled: object) -> None:
    name = agent.speech.customers(key, **filled)
    agent.page.get_by_role("button", name=name, exact=True).click()


def fill(agent: Console, key: str, text: str, **filled: object) -> None:
    agent.page.get_by_label(agent.speech.customers(key, **filled), exact=True).fill(text)


def find(agent: Console, address: str) -> None:
    """By the keyboard alone."""
    field = agent.page.get_by_role("searchbox").last
    field.fill(address)
    field.press("Enter")


def kept(agent: Console) -> None:
    agent.press("do.save")
    expect(agent.page.locator(".notice.success")).to_be_visible()


@pytest.mark.parametrize("lang", LANGS)
def test_two_records_of_one_person_become_one_customer_and_two_again(
    stage: Stage, clerk: Caller, lang: Lang
) -> None:
    agent, eyes = stage.its_agent(lang), stage.eyes("customers", lang)
    say, page, writers = agent.speech.customers, agent.page, Writers(clerk, agent.page)
    mine, other = unlike("Wu Ming "), unlike("Wu M. ")
    green, red = unlike("Is the green lamp there? "), unlike("Or the red one? ")
    writers.write(other, red)
    expect(agent.row(red)).to_be_visible()
    writers.write(mine, green)
    expect(agent.row(green)).to_be_visible()
    address = f"{unlike('')}@shop.example"
    open_profile(agent, other)
    fill(agent, "email", address)
    kept(agent)

    open_profile(agent, mine)
    describes(agent, eyes)
    press(agent, "merge")
    find(agent, address)
    expect(page.get_by_role("button", name=say("merge.choose.of", name=other))).to_be_visible()
    eyes.see(page, "merge-found")
    press(agent, "merge.choose.of", name=other)
    eyes.see(page, "merge-asked")
    press(agent, "merge.do")
    agent.told(say("merge.done", name=mine, other=other))
    expect(page.locator(".talks a", has_text=red)).to_be_visible()
    expect(page.locator(".block .lines", has_text=address)).to_be_visible()
    eyes.see(page, "merged")
    page.locator(".talks a", has_text=red).click()
    side = page.get_by_role("complementary", name=agent.say("side.label"))
    expect(agent.bubble(red)).to_be_visible()
    expect(side.locator(".talks a", has_text=green)).to_be_visible()
    expect(side.locator(".talks a", has_text=red)).to_have_count(0)
    eyes.see(page, "beside-a-part")
    open_list(agent)
    expect(page.locator("a.who", has_text=other)).to_have_count(0)
    find(agent, address)
    page.locator(".customer-line", has_text=other).locator("a").click()
    page.get_by_role("link", name=say("part.open"), exact=True).click()
    expect(page.get_by_role("heading", level=1, name=mine)).to_be_visible()
    page.get_by_role("button", name=say("unmerge")).click()
    page.get_by_role("dialog").locator(".danger").click()
    agent.told(say("unmerged"))
    expect(page.locator(".talks a", has_text=red)).to_have_count(0)
    expect(page.locator(".talks a", has_text=green)).to_be_visible()
    assert eyes.faults == []


def describes(agent: Console, eyes: Eyes) -> None:
    page, say = agent.page, agent.speech.customers
    fill(agent, "email", "no address")
    agent.press("do.save")
    agent.told(say("fault.email"))
    eyes.see(page, "address-refused")
    fill(agent, "email", "")
    fill(agent, "company", "Lamps & Sons")
    page.get_by_label(say("tier"), exact=True).select_option("vip")
    press(agent, "attribute.add")
    fill(agent, "attribute.name", "Shoe size", n=1)
    fill(agent, "attribute.value", "41", n=1)
    kept(agent)
    eyes.see(page, "profile")


@pytest.mark.parametrize("lang", LANGS)
def test_a_block_is_seen_beside_the_conversation_and_the_record_is_read_when_it_is_opened(
    stage: Stage, clerk: Caller, lang: Lang
) -> None:
    agent, eyes = stage.its_agent(lang), stage.eyes("blocked", lang)
    say, page, writers = agent.speech.customers, agent.page, Writers(clerk, agent.page)
    name, words = unlike("Zhao Rude "), unlike("You again! ")
    writers.write(name, words)
    expect(agent.row(words)).to_be_visible()
    open_profile(agent, name)
    press(agent, "block.do")
    page.get_by_role("dialog").get_by_label(say("block.reason"), exact=True).fill("Threats")
    eyes.see(page, "why")
    page.get_by_role("dialog").locator(".danger").click()
    agent.told(say("blocked"))
    expect(page.locator(".notice.warning", has_text="Threats")).to_be_visible()
    eyes.see(page, "profile")

    read: list[str] = []
    page.on("request", lambda request: note_reading(read, request))
    agent.go("/inbox?view=all")
    page.reload()  # what was read before is kept as long as the page
    agent.row(words).click()
    side = page.get_by_role("complementary", name=agent.say("side.label"))
    expect(side.get_by_text(agent.say("customer.blocked"), exact=True)).to_be_visible()
    eyes.see(page, "beside-closed")
    assert read == []
    agent.press("side.record")
    expect(side.get_by_text("Threats")).to_be_visible()
    expect(side.get_by_text(say("history.others.none"))).to_be_visible()
    eyes.see(page, "beside-open")
    on_a_phone(agent, eyes)
    assert len(read) == 1
    side.get_by_role("link", name=agent.say("side.profile"), exact=True).click()
    press(agent, "unblock")
    page.get_by_role("dialog").locator(".danger").click()
    agent.told(say("unblocked"))
    expect(page.locator(".notice.warning")).to_have_count(0)
    assert eyes.faults == []


def on_a_phone(agent: Console, eyes: Eyes) -> None:
    page = agent.page
    page.set_viewport_size(PHONE)
    agent.press("act.side")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("Threats")).to_be_visible()
    eyes.see(page, "beside-drawer")
    expect(drawer.get_by_text("Threats")).to_be_visible()  # again, after the wide view
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    page.set_viewport_size(DESKTOP)


def note_reading(read: list[str], request: Request) -> None:
    if request.method == "GET" and RECORD.search(request.url):
        read.append(request.url)


@pytest.mark.parametrize("lang", LANGS)
def test_no_state_of_the_list_shuts_anybody_out(stage: Stage, clerk: Caller, lang: Lang) -> None:
    agent, eyes = stage.its_agent(lang), stage.eyes("customer-list", lang)
    say, page, name = agent.speech.customers, agent.page, unlike("Li Na ")
    Writers(clerk, page).write(name, unlike("Anybody there? "))
    with slow(page, "**/v1/customers"):
        agent.go("/customers")
        expect(page.locator(".settings .skeleton")).to_be_visible()
        eyes.see(page, "loading")
    expect(page.locator("a.who", has_text=name)).to_be_visible()
    eyes.see(page, "list")
    find(agent, "Li Na")
    agent.told(say("find.bad"))
    eyes.see(page, "no-address")
    find(agent, f"{unlike('')}@nowhere.example")
    agent.told(say("find.none"))
    eyes.see(page, "nobody")
    with broken(page, "**/v1/customers*"):
        page.reload()
        expect(page.get_by_role("alert")).to_be_visible()
        eyes.see(page, "broken")
    agent.go("/customers/01ARZ3NDEKTSV4RRFFQ69G5FAV")
    agent.told(say("gone"))
    eyes.see(page, "gone")
    assert eyes.faults == []
