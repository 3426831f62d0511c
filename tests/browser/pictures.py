"""The README's two pictures, taken from the demo merchant's running desk.

    python -m tests.browser.pictures

A stack of its own is started and stopped for it, unless DESK_STATE names one that runs.
"""

from playwright.sync_api import ViewportSize, expect

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
SHARP = "--disable-site-isolation-trials"  # a frame in another process would be drawn unscaled

WAITING: tuple[tuple[Lang, str, str], ...] = (
    ("zh", "林小满", "请问老白茶饼可以先寄一泡样茶吗？"),
    ("zh", "周予安", "盖碗收到了，釉色真好看！想再配两只杯子。"),
    ("en", "Tomás Ferreira", "Do you send to Lisbon, and how long does it take?"),
)
QUESTION = "Hello! My Longjing tin arrived with a dented lid. Is the tea still good?"
ANSWER = "Hello Ines, I am sorry about the lid. Is the foil inside still closed?"
THANKS = "Yes, it is. Smells wonderful, too."
REPLY = "Then the tea is fine. A new tin goes out today, with a little gaiwan brush as an apology."
NOTE = "Third dented lid this month: ask the packers for a firmer box."
DELIGHT = "How kind! I will send you a photo of the first cup."


def arrive(stage: Stage, owner: Console, lang: Lang, name: str, words: str) -> Visitor:
    """A customer who writes, and whose name the shop has written down."""
    visitor = stage.visitor(lang, stage.windows.open(lang, size=SIZE, scale=SCALE))
    visitor.enter(f"{stage.shop}/?lang={lang}")
    visitor.write(words)
    expect(visitor.fate("sent")).to_be_visible()
    newest = owner.ask("GET", "/conversations?view=all&limit=1")["items"][0]
    path = f"/customers/{newest['customer']['id']}"
    known = owner.ask("GET", path)
    owner.ask("PATCH", path, {"name": name, "email": "guest@tea.example"}, known["version"])
    return visitor


def talk(stage: Stage) -> tuple[Visitor, Console]:
    owner = stage.its_owner("en")
    for lang, name, words in WAITING:
        arrive(stage, owner, lang, name, words)
    guest = arrive(stage, owner, "en", "Ines Moreau", QUESTION)
    agent = stage.console("en", stage.windows.open("en", size=SIZE, scale=SCALE))
    stage.its_agent("en", agent)
    agent.row(QUESTION).click()
    agent.take()
    agent.write(ANSWER)
    expect(guest.bubble(ANSWER)).to_be_visible()
    guest.write(THANKS)
    expect(agent.bubble(THANKS)).to_be_visible()
    agent.write(NOTE, "note")
    agent.write(REPLY)
    expect(guest.bubble(REPLY)).to_be_visible()
    guest.write(DELIGHT)
    expect(agent.bubble(DELIGHT)).to_be_visible()
    expect(guest.fate("seen")).to_be_visible()
    return guest, agent


def take(stage: Stage) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    guest, agent = talk(stage)
    guest.page.screenshot(path=FOLDER / "widget.png", animations="disabled")
    id_of_talk = agent.open_conversation
    agent.go(f"/inbox/{id_of_talk}?view=all")
    agent.page.reload()
    expect(agent.row("Ines Moreau")).to_be_visible()
    expect(agent.bubble(DELIGHT)).to_be_visible()
    expect(agent.page.get_by_role("link", name="guest@tea.example")).to_be_visible()
    agent.page.screenshot(path=FOLDER / "console.png", animations="disabled")


def main() -> None:
    stack = started()
    with chromium(SHARP) as browser, shops() as served:
        windows = Windows(browser)
        shop = Shop(stack.demo, stack.place.shop_url)
        take(Stage(stack, windows, served, shop, FOLDER))
        windows.close()


if __name__ == "__main__":
    main()
