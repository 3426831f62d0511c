"""Everything that a play needs: the stack, windows to open, shops to stand in."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Stage:
    stack: Stack
    windows: Windows
    shops: Shops
    pictures: Path
    sessions: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def desk(self) -> str:
        return self.stack.place.desk_url

    def eyes(self, play: str, lang: Lang) -> Eyes:
        return Eyes(self.pictures / play, lang)

    def console(self, lang: Lang, page: Page | None = None) -> Console:
        return Console(page or self.windows.open(lang), self.desk, lang)

    def visitor(self, lang: Lang, page: Page | None = None) -> Visitor:
        return Visitor(page or self.windows.open(lang), lang)

    # --- the demo merchant, for plays that need no merchant of their own ---------------------------

    @property
    def shop(self) -> str:
        return self.stack.place.shop_url

    def demo_agent(self, lang: Lang, console: Console | None = None) -> Console:
        return self._entered(console or self.console(lang), "agent")

    def demo_owner(self, lang: Lang) -> Console:
        return self._entered(self.console(lang), "owner")

    def _entered(self, console: Console, role: str) -> Console:
        """With the session of an earlier play where that still stands: signing in is counted."""
        context = console.page.context
        context.add_cookies(self.sessions.get(role, []))
        if not console.is_known():
            console.sign_in(self.demo_person(role))
        console.speak()
        self.sessions[role] = list(context.cookies())
        return console

    def demo_visitor(self, lang: Lang) -> Visitor:
        visitor = self.visitor(lang)
        visitor.enter(self.shop)
        return visitor

    def demo_person(self, role: str) -> Person:
        who: dict[str, Any] = self.stack.demo[role]
        return Person(**who)
