"""Everything that a play needs: the stack, windows to open, shops to stand in."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.cast import Person
from tests.browser.console import Console
from tests.browser.eyes import Eyes
from tests.browser.host import Shops
from tests.browser.speech import Lang
from tests.browser.visitor import Visitor
from tests.browser.windows import Windows
from tests.stack.fixtures import Stack

# Nobody is given anything: who is away takes what they want.
AWAY = "try { localStorage.setItem('manydesk.presence', '\"away\"') } catch {}"


@dataclass(frozen=True)
class Shop:
    """A merchant's people and widget, as the seed writes them down, and a page of its shop."""

    merchant: dict[str, Any]
    page: str


@dataclass(frozen=True)
class Stage:
    stack: Stack
    windows: Windows
    shops: Shops
    at: Shop
    pictures: Path
    sessions: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def desk(self) -> str:
        return self.stack.place.desk_url

    def eyes(self, play: str, lang: Lang) -> Eyes:
        return Eyes(self.pictures / play, lang)

    def console(self, lang: Lang, page: Page | None = None, *, away: bool = True) -> Console:
        page = page or self.windows.open(lang)
        if away:
            page.context.add_init_script(AWAY)
        return Console(page, self.desk, lang)

    def visitor(self, lang: Lang, page: Page | None = None) -> Visitor:
        return Visitor(page or self.windows.open(lang), lang)

    @property
    def at_the_tea_shop(self) -> "Stage":
        """The demo merchant, whose bot answers first; else it is the one of quiet.py."""
        return replace(self, at=Shop(self.stack.demo, self.stack.place.shop_url))

    # --- a merchant that stands, for plays that need none of their own ------------------------------

    @property
    def shop(self) -> str:
        return self.at.page

    def its_agent(
        self, lang: Lang, console: Console | None = None, *, away: bool = True
    ) -> Console:
        return self._entered(console or self.console(lang, away=away), "agent")

    def its_owner(self, lang: Lang) -> Console:
        return self._entered(self.console(lang), "owner")

    def _entered(self, console: Console, role: str) -> Console:
        """With the session of an earlier play where that still stands: signing in is counted."""
        context, name = console.page.context, self.its_person(role).email
        context.add_cookies(self.sessions.get(name, []))
        if not console.is_known():
            console.sign_in(self.its_person(role))
        console.speak()
        self.sessions[name] = list(context.cookies())
        return console

    def its_visitor(self, lang: Lang) -> Visitor:
        visitor = self.visitor(lang)
        visitor.enter(self.shop)
        return visitor

    def its_person(self, role: str) -> Person:
        who: dict[str, Any] = self.at.merchant[role]
        return Person(**who)
