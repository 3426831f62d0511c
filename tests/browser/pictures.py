"""The README's pictures, taken of a moment in the demo merchant's working day.

    python -m tests.browser.pictures

A stack of its own is started and stopped for it, unless DESK_STATE names one that runs and is fresh.
"""

from playwright.sync_api import Page, ViewportSize, expect

from infra.local.place import ROOT
from tests.browser.console import Console
from tests.browser.host import shops
from tests.browser.speech import Lang
from tests.browser.stage import Shop, Stage
from tests.browser.visitor import Visitor
from tests.browser.windows import Windows, chromium
from tests.stack.fixtures import started

FOLDER = ROOT / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1200, "height": 720}
SCALE = 1.5
WAKING = 120_000  # the first to come waits for functions that have only just been started
SHARP = "--disable-site-isolation-trials"  # a frame in another process would be drawn unscaled

# Who else is there, and whether the bot's answer is enough for them.
OTHERS: tuple[tuple[Lang, str, str, bool], ...] = (
    ("zh", "林小满", "龙井怎么冲泡？", True),
    ("zh", "周予安", "盖碗收到了，釉色真好看！想再配两只杯子。", False),
    ("en", "Tomás Ferreira", "How do I track my parcel?", True),
)
NAME, MAIL = "Ines Moreau", "ines@tea.example"
QUESTION = "My teaware arrived broken. What now?"
DETAIL = "It is the lid of the gaiwan: a crack from the rim to the knob."
ANSWER = "I am sorry, Ines. A new lid goes out today; you need not send the old one back."
NOTE = "Third cracked lid this month: ask the packers for a firmer box."
TITLE = "New lid for a cracked gaiwan"
STORY = "Celadon gaiwan of order 20418. Cracked from the rim to the knob; photos are in the chat."
ASKED = "Shall we send it to the address of the order?"
YES = "Yes, please, the same address."
DELIGHT = "How kind! I will send you a photo of the first cup."


def window(stage: Stage, lang: Lang) -> Page:
    return stage.windows.open(lang, size=SIZE, scale=SCALE)


def arrive(stage: Stage, owner: Console, lang: Lang, name: str, words: str) -> Visitor:
    """A customer whom the bot has answered, and whose name the shop has written down."""
    visitor = stage.visitor(lang, window(stage, lang))
    visitor.enter(f"{stage.shop}/?lang={lang}")
    visitor.write(words)
    heard = visitor.log.locator(".theirs")
    expect(heard).to_have_count(2, timeout=WAKING)  # its welcome, and its answer
    newest = owner.ask("GET", "/conversations?view=all&limit=1")["items"][0]
    path = f"/customers/{newest['customer']['id']}"
    owner.ask("PATCH", path, {"name": name, "email": MAIL}, owner.ask("GET", path)["version"])
    return visitor


def ask_for_a_person(visitor: Visitor) -> None:
    visitor.button("person").last.click()
    told = visitor.log.get_by_text(visitor.say("event_handed_over"))
    expect(told).to_be_visible(timeout=WAKING)


def come_in(stage: Stage, owner: Console) -> Visitor:
    for lang, name, words, content in OTHERS:
        other = arrive(stage, owner, lang, name, words)
        if not content:
            ask_for_a_person(other)
    guest = arrive(stage, owner, "en", NAME, QUESTION)
    ask_for_a_person(guest)
    guest.write(DETAIL)
    return guest


def make_ticket(agent: Console) -> None:
    say = agent.speech.tickets
    agent.unfold(agent.say("act.more"))
    agent.press("act.ticket")
    form = agent.page.get_by_role("dialog")
    form.get_by_label(say("form.title")).fill(TITLE)
    form.get_by_label(say("form.description")).fill(STORY)
    form.get_by_label(say("form.priority")).select_option("high")
    form.get_by_label(say("form.tags")).fill("breakage")
    form.get_by_role("button", name=say("form.submit")).click()
    expect(agent.page.locator(".ticket-chip")).to_be_visible()


def talk(stage: Stage) -> tuple[Visitor, Console]:
    owner = stage.its_owner("en")
    agent = stage.console("en", window(stage, "en"), away=False)
    stage.its_agent("en", agent)
    guest = come_in(stage, owner)
    agent.go("/inbox?view=mine")
    expect(agent.row(DETAIL)).to_be_visible(timeout=WAKING)
    agent.row(DETAIL).click()
    expect(agent.bubble(DETAIL)).to_be_visible()
    agent.write(NOTE, "note")
    agent.write(ANSWER)
    expect(guest.bubble(ANSWER)).to_be_visible()
    make_ticket(agent)
    guest.write(DELIGHT)
    expect(agent.bubble(DELIGHT)).to_be_visible()
    expect(guest.fate("seen")).to_be_visible()
    return guest, agent


def work_on_it(agent: Console, guest: Visitor) -> None:
    """It waits for the customer for a moment, which no clock counts."""
    say = agent.speech.tickets
    status = agent.page.locator(".ticket-head .mark")
    agent.page.get_by_role("textbox", name=say("write.comment"), exact=True).fill(ASKED)
    agent.page.get_by_role("button", name=say("write.send.comment"), exact=True).click()
    expect(agent.page.locator(".said.comment")).to_be_visible()
    agent.unfold(say("fact.status"))
    agent.page.get_by_role("button", name=say("to.pending"), exact=True).click()
    expect(status).to_have_text(say("status.pending"))
    guest.write(YES)
    expect(status).to_have_text(say("status.open"), timeout=WAKING)
    agent.page.reload()  # without what was only said in passing
    expect(agent.page.get_by_text(STORY)).to_be_visible()
    resolution = agent.page.locator(".clock").last
    resolution.locator("summary").click()
    expect(resolution.locator(".uncounted")).to_be_visible()


def picture(page: Page, name: str) -> None:
    expect(page.locator(".banner-place p")).to_have_count(0, timeout=WAKING)
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")


def take(stage: Stage) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    guest, agent = talk(stage)
    picture(guest.page, "widget")
    agent.go(f"/inbox/{agent.open_conversation}?view=all")
    agent.page.reload()
    expect(agent.row(NAME).first).to_be_visible()
    expect(agent.bubble(DELIGHT)).to_be_visible()
    agent.press("side.record")
    expect(agent.page.get_by_role("link", name=MAIL)).to_be_visible()
    chip = agent.page.locator(".ticket-chip")
    expect(chip.locator(".countdown")).to_be_visible()
    picture(agent.page, "console")
    chip.click()
    expect(agent.page.locator(".ticket-head h1")).to_contain_text(TITLE)
    work_on_it(agent, guest)
    picture(agent.page, "ticket")


def main() -> None:
    stack = started()
    with chromium(SHARP) as browser, shops() as served:
        windows = Windows(browser)
        shop = Shop(stack.demo, stack.place.shop_url)
        take(Stage(stack, windows, served, shop, FOLDER))
        windows.close()


if __name__ == "__main__":
    main()
