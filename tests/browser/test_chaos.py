"""Two people, two tabs each, and a connection that breaks all the time: once each, in order, everywhere.

CHAOS_MESSAGES and CHAOS_DROPS make it longer: `make soak` runs 1,000 and 100.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from infra.local import browser
from infra.local.place import ROOT
from tests.browser.cast import unlike
from tests.browser.console import Console
from tests.browser.gale import Gale, blowing
from tests.browser.stage import Stage
from tests.browser.visitor import Visitor
from tests.browser.waiting import until
from tests.browser.windows import FLAGS, Windows

MESSAGES = int(os.environ.get("CHAOS_MESSAGES") or 120)
DROPS = int(os.environ.get("CHAOS_DROPS") or 12)
SEED = int(os.environ.get("CHAOS_SEED") or 1)
LOSING = 0.3
MOST_WAITING = 6
RELOADS = 4
SETTLED = 180
FIGURES = ROOT / "build" / "chaos.json"


@pytest.fixture
def gale() -> Iterator[Gale]:
    with blowing(SEED) as found:
        yield found


@pytest.fixture
def windy(chromium: Browser, stage: Stage, gale: Gale) -> Iterator[Stage]:
    """The same stage, in a browser whose sockets go through the gale."""
    launched = chromium.browser_type.launch(
        executable_path=browser.chromium(), args=[*FLAGS, *gale.flags], timeout=120_000
    )
    windows = Windows(launched)
    yield replace(stage, windows=windows)
    for number, page in enumerate(p for first in windows.pages for p in first.context.pages):
        page.screenshot(path=stage.pictures / "chaos" / f"{number}.png")
    windows.close()
    launched.close()
    assert windows.complaints == []


@dataclass
class Tab:
    """One window of one end. Its words are numbered: they must come in that order."""

    name: str
    end: Visitor | Console
    said: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.end.page

    @property
    def log(self) -> Locator:
        return self.end.log if isinstance(self.end, Visitor) else self.end.thread

    def write(self, stem: str) -> None:
        self.said.append(f"{stem}-{self.name}-{len(self.said):04d}")
        self.end.write(self.said[-1])

    def waiting(self) -> int:
        return self.log.locator(".sending, .waiting").count()

    def shown(self) -> list[str]:
        return self.log.locator(".bubble").all_inner_texts()

    def wait_for(self, room: int) -> None:
        """Until fewer than so many wait to be sent."""
        until(self.page, lambda: self.waiting() < room, f"room in tab {self.name}", SETTLED)

    def shown_up_to(self, last: str) -> list[str]:
        until(self.page, lambda: self.shown()[-1:] == [last], f"the end in tab {self.name}")
        return self.shown()

    def reload(self) -> None:
        self.page.reload()
        if isinstance(self.end, Visitor):
            if not self.end.composer.is_visible():
                self.end.open()
            expect(self.end.composer).to_be_visible()
        else:
            expect(self.end.composer()).to_be_visible()


@dataclass
class Play:
    tabs: list[Tab]
    agent: Console

    def history(self) -> list[str]:
        """What REST says, from the first number to the last."""
        found: list[str] = []
        after, more = 0, True
        while more:
            path = f"/conversations/{self.agent.open_conversation}/messages?after={after}&limit=100"
            page = self.agent.ask("GET", path)
            assert [m["seq"] for m in page["items"]] == list(
                range(after + 1, after + 1 + len(page["items"]))
            )
            found += [m["parts"][0]["text"] for m in page["items"] if m["kind"] == "message"]
            after, more = after + len(page["items"]), page["more"]
        return found


def given(agent: Console, first: str) -> str:
    """The conversation that begins so, once it is the agent's."""
    mine = agent.ask("GET", "/conversations?view=mine")["items"]
    return next((str(c["id"]) for c in mine if c["last"]["preview"] == first), "")


def begun(stage: Stage) -> Play:
    """A visitor with two tabs of the shop, and an agent with two of the console; both in one talk."""
    agent = stage.its_agent("zh", away=False)
    visitor = stage.its_visitor("zh")
    first = unlike("在吗？")
    visitor.write(first)
    until(agent.page, lambda: given(agent, first), "the agent to be given it")
    agent.go(f"/inbox/{given(agent, first)}")
    expect(agent.bubble(first)).to_be_visible()
    other = stage.visitor("zh", visitor.page.context.new_page())
    other.page.goto(stage.shop)
    expect(other.launcher).to_be_visible()
    if not other.composer.is_visible():
        other.open()
    expect(other.bubble(first)).to_be_visible()
    second = stage.console("zh", agent.page.context.new_page(), away=False)
    second.page.goto(agent.page.url)
    expect(second.bubble(first)).to_be_visible()
    ends: list[Visitor | Console] = [visitor, agent, other, second]
    tabs = [Tab(name, end) for name, end in zip("vawb", ends, strict=True)]
    return Play(tabs, agent)


def storm(play: Play, gale: Gale, stem: str) -> None:
    """Everybody writes in turn; the wire is cut now by a reset and now politely, and two tabs reload."""
    every, again = max(1, MESSAGES // DROPS), max(1, MESSAGES // RELOADS)
    gale.losing, drops = LOSING, 0
    for i in range(MESSAGES):
        tab = play.tabs[i % len(play.tabs)]
        tab.write(stem)
        if i % every == every - 1 and drops < DROPS:
            gale.cut(reset=drops % 2 == 0)
            drops += 1
        if i % again == again // 2:
            play.tabs[(i // again) % 2].reload()
        tab.wait_for(MOST_WAITING)
    assert drops == DROPS


def settle(play: Play) -> list[str]:
    for tab in play.tabs:
        tab.wait_for(1)
    return play.history()


def test_a_thousand_messages_in_a_gale_arrive_once_and_in_order(windy: Stage, gale: Gale) -> None:
    play, stem, began = begun(windy), unlike(""), time.monotonic()
    storm(play, gale, stem)
    stored = settle(play)

    ours = [text for text in stored if text.startswith(stem)]
    assert sorted(ours) == sorted(text for tab in play.tabs for text in tab.said)
    for tab in play.tabs:
        assert [text for text in ours if f"-{tab.name}-" in text] == tab.said
    for tab in play.tabs:
        shown = tab.shown_up_to(stored[-1])
        assert shown == stored[-len(shown) :], f"tab {tab.name}"
    # The tabs that nobody loaded again have seen all of it.
    assert [len(tab.shown()) for tab in play.tabs[2:]] == [len(stored)] * 2
    assert (gale.resets > 0, gale.clean > 0, gale.lost > 0) == (True, True, True)
    FIGURES.parent.mkdir(exist_ok=True)
    figures = {
        "messages": len(ours),
        "drops": DROPS,
        "sockets_reset": gale.resets,
        "sockets_closed": gale.clean,
        "acknowledgements_lost": gale.lost,
        "seconds": round(time.monotonic() - began),
    }
    FIGURES.write_text(json.dumps(figures, indent=1))
