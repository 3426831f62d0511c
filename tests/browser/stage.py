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

# Nobody is given anything: who is away takes what they want.
AWAY = "try { localStorage.setItem('manydesk.presence', '\"away\"') } catch {}"


@dataclass(frozen=True)
class Quiet:
    """The merchant without a bot (see quiet.py), and a page of its shop."""

    merchant: dict[str, Any]
    page: str


@dataclass(frozen=True)
class Stage:
    stack: Stack
    windows: Windows
    shops: Shops
    quiet: Quiet
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

    # --- the quiet merchant, for plays that need no merchant of their own --------------------------

    @property
    def shop(self) -> str:
        return self.quiet.page

    def quiet_agent(self, lang: Lang, console: Console | None = None) -> Console:
        return self._entered(console or self.console(lang), "agent")

    def quiet_owner(self, lang: Lang) -> Console:
        return self._entered(self.console(lang), "owner")

    def _entered(self, console: Console, role: str) -> Console:
        """With the session of an earlier play where that still stands: signing in is counted."""
        context = console.page.context
        context.add_cookies(self.sessions.get(role, []))
        if not console.is_known():
            console.sign_in(self.quiet_person(role))
        console.speak()
        self.sessions[role] = list(context.cookies())
        return console

    def quiet_visitor(self, lang: Lang) -> Visitor:
        visitor = self.visitor(lang)
        visitor.enter(self.shop)
        return visitor

    def quiet_person(self, role: str) -> Person:
        who: dict[str, Any] = self.quiet.merchant[role]
        return Person(**who)
