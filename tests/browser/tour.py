"""Every view of the console and the widget that the story does not pass."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Route, expect

from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.eyes import Eyes
from tests.browser.stage import Stage
from tests.browser.visitor import Visitor
from tests.browser.waiting import until

SECTIONS = ("profile", "people", "keys", "audit")
SETUP = ("knowledge", "bot", "hours", "targets", "teams")
LISTS = "**/v1/conversations?*"


@contextmanager
def slow(page: Page, address: str) -> Iterator[None]:
    """The desk takes its time: what is asked is answered only when this ends."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(address, hold)
    yield
    for route in held:
        route.continue_()
    page.unroute(address)


@contextmanager
def broken(page: Page, address: str) -> Iterator[None]:
    page.route(address, lambda route: route.abort())
    yield
    page.unroute(address)


def the_doors(stage: Stage, me: Console, eyes: Eyes) -> None:
    """What somebody sees who is not signed in; ends signed in."""
    owner = stage.its_person("owner")
    me.go("/sign-in")
    me.fill("auth.email", owner.email)
    me.fill("auth.password", "not the password")
    me.press("auth.signIn")
    me.told(me.say("auth.wrong"))
    eyes.see(me.page, "wrong-password")
    me.go("/sign-up")
    me.press("auth.signUp")
    expect(me.page.get_by_text(me.say("auth.required")).first).to_be_visible()
    eyes.see(me.page, "sign-up-left-empty")
    me.go("/confirm?token=long-gone")
    me.told(me.say("auth.dead"))
    eyes.see(me.page, "dead-link")
    me.sign_in(owner)
    me.speak()


def _helped(me: Console) -> bool:
    """The keys are the page's again a moment after the bar has closed."""
    me.page.locator("body").press("?")
    return me.page.get_by_text(me.say("keys.title")).is_visible()


def the_inbox(stage: Stage, me: Console, eyes: Eyes) -> None:
    visitor = stage.its_visitor(me.speech.lang)
    words = unlike("Which teapot pours best? ")
    visitor.write(words)
    me.go("/inbox?view=all")
    me.row(words).click()
    expect(me.bubble(words)).to_be_visible()
    eyes.see(me.page, "all")
    me.page.keyboard.press("Control+k")
    expect(me.page.get_by_role("combobox")).to_be_focused()
    eyes.see(me.page, "command-bar")
    me.page.get_by_role("combobox").fill("zzz")
    me.told(me.say("command.none"))
    eyes.see(me.page, "command-bar-finds-nothing")
    me.page.keyboard.press("Escape")
    expect(me.page.get_by_role("dialog")).to_have_count(0)  # keys are its own while it is open
    until(me.page, lambda: _helped(me), "the keys' help")
    eyes.see(me.page, "help")
    me.page.keyboard.press("Escape")
    me.page.get_by_role("button", name=me.say("app.account")).click()
    me.told(me.say("presence.label"))
    eyes.see(me.page, "account")
    me.page.keyboard.press("Escape")


def the_inbox_in_trouble(me: Console, eyes: Eyes) -> None:
    with slow(me.page, LISTS):
        me.page.reload()
        expect(me.page.locator(".list .skeleton")).to_be_visible()
        eyes.see(me.page, "list-loading")
    with broken(me.page, LISTS):
        me.page.reload()
        me.told(me.say("list.broken"))
        eyes.see(me.page, "list-broken")
    me.go("/inbox/01ARZ3NDEKTSV4RRFFQ69G5FAV")
    me.told(me.say("talk.gone"))
    eyes.see(me.page, "no-such-conversation")
    me.go("/nowhere")
    me.told(me.say("app.gone"))
    eyes.see(me.page, "no-such-page")
    me.page.context.set_offline(True)
    me.told(me.say("link.offline"))
    eyes.see(me.page, "offline")
    me.page.context.set_offline(False)
    me.told(me.say("link.back"))


def the_setup(me: Console, eyes: Eyes) -> None:
    """The pages that decide how a day goes, of a merchant who has filled them in."""
    for section in SETUP:
        me.go(f"/settings/{section}")
        expect(me.page.get_by_role("heading", level=1)).to_have_text(me.speech.setup(section))
        expect(me.page.locator(".settings .skeleton")).to_have_count(0)
        eyes.see(me.page, f"settings-{section}")
    me.go("/settings/bot")
    me.page.get_by_label(me.speech.setup("bot.try.text"), exact=True).fill("包邮吗")
    me.press_setup("bot.try.do")
    expect(me.page.locator(".trial")).to_be_visible()
    eyes.see(me.page, "settings-bot-tried")
    me.go("/settings/knowledge")
    me.press_setup("knowledge.new")
    expect(me.page.get_by_role("dialog")).to_be_visible()
    eyes.see(me.page, "settings-entry")
    me.page.keyboard.press("Escape")
    me.page.get_by_role("button", name=me.speech.setup("knowledge.import"), exact=True).click()
    me.page.get_by_role("dialog").locator("input[type=file]").set_input_files(
        {"name": "faq.csv", "mimeType": "text/csv", "buffer": "title,body\n,没有标题\n".encode()}
    )
    me.page.get_by_role("dialog").locator("button[type=submit]").click()
    expect(me.page.locator(".row-errors li")).not_to_have_count(0)
    eyes.see(me.page, "settings-import-refused")
    me.page.keyboard.press("Escape")
    me.go("/settings/people")
    seat = me.page.get_by_role("button", name=me.speech.setup("seat.of", name="May Lin"))
    seat.click()
    expect(me.page.get_by_role("dialog")).to_be_visible()
    eyes.see(me.page, "settings-seat")


def the_settings(me: Console, eyes: Eyes) -> None:
    for section in SECTIONS:
        me.go(f"/settings/{section}")
        expect(me.page.get_by_role("heading", level=1)).to_have_text(me.speech.settings(section))
        expect(me.page.locator(".settings .skeleton")).to_have_count(0)
        eyes.see(me.page, f"settings-{section}")
    me.go("/settings/keys")
    me.setting("keys.name").fill("A till")
    me.press_setting("keys.create")
    expect(me.page.locator(".fresh")).to_be_visible()
    eyes.see(me.page, "settings-key-made")
    me.press_setting("keys.done")
    me.press_setting("keys.revoke.of", name="A till")
    expect(me.page.get_by_role("dialog")).to_be_visible()
    eyes.see(me.page, "settings-are-you-sure")
    me.page.get_by_role("dialog").locator(".danger").click()
    me.told(me.speech.settings("keys.revoked"))


def the_widget(stage: Stage, me: Visitor, eyes: Eyes) -> None:
    with slow(me.page, "**/v1/widgets/*"):
        me.arrive(stage.shop)
        me.open()
        expect(me.panel.locator(".skeleton")).to_be_visible()
        expect(me.panel.get_by_role("button", name=me.say("close"))).to_be_visible()
        eyes.see(me.page, "loading")
    expect(me.composer).to_be_visible()
    eyes.see(me.page, "open")
    me.page.context.set_offline(True)
    expect(me.banner).to_have_text(me.say("banner_offline"))
    me.write(unlike("Written in the lift "))
    expect(me.fate("waiting")).to_be_visible()
    eyes.see(me.page, "offline")
    me.page.context.set_offline(False)
    expect(me.fate("sent")).to_be_visible()
    me.composer.fill("茶" * 8001)
    expect(me.panel.locator(".over")).to_be_visible()
    eyes.see(me.page, "too-long")
    me.composer.fill("")
    me.page.keyboard.press("Escape")
    expect(me.page.locator("iframe")).not_to_be_visible()
    eyes.see(me.page, "closed")
