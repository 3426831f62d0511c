"""What a person does in the console, and what they see there."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.cast import Person
from tests.browser.speech import SPEECH, Lang
from tests.browser.waiting import until

ASK = """async ([method, path, body, version]) => {
  const headers = { 'content-type': 'application/json' }
  if (version) headers['if-match'] = `"${version}"`
  const answer = await fetch('/v1' + path, { method, headers, body: body && JSON.stringify(body) })
  return { status: answer.status, body: await answer.json().catch(() => null) }
}"""


class Console:
    def __init__(self, page: Page, origin: str, lang: Lang) -> None:
        self.page, self.origin = page, origin
        self.speech = SPEECH[lang]
        self.say = self.speech.console

    # --- coming in -------------------------------------------------------------------------------

    def go(self, place: str) -> None:
        self.page.goto(f"{self.origin}/console/#{place}")

    def sign_in(self, who: Person) -> None:
        self.go("/sign-in")
        self.fill("auth.email", who.email)
        self.fill("auth.password", who.password)
        self.press("auth.signIn")
        expect(self.page.locator(".list-head")).to_be_visible()

    def is_known(self) -> bool:
        """Whether the console lets us in as we come, or asks who we are."""
        self.go("/inbox")
        inside = self.page.locator(".list-head")
        expect(inside.or_(self.page.locator("form")).first).to_be_visible()
        return inside.is_visible()

    def speak(self) -> None:
        """The console speaks its person's language, whatever the browser's is; make it this one."""
        person = self.ask("GET", "/session")["person"]
        if person["locale"] != self.speech.lang:
            self.ask("PATCH", "/person", {"locale": self.speech.lang}, person["version"])
            self.page.reload()
        self.await_inbox()

    def await_inbox(self) -> None:
        heading = self.page.get_by_role("heading", level=1, name=self.say("app.inbox"))
        expect(heading).to_be_visible()

    def letters(self, email: str) -> int:
        mails = self.page.request.get(f"{self.origin}/mailbox.json").json()["mails"]
        return sum(email in mail["to"] for mail in mails)

    def open_mailed(self, email: str, *, beyond: int = 0) -> None:
        """The link in the newest letter to this address, once there are more of them than this."""
        until(self.page, lambda: self.letters(email) > beyond, f"mail to {email}")
        self.page.goto(f"{self.origin}/mailbox")
        self.page.locator("article", has_text=email).first.get_by_role("link").click()

    def enter_as(self, who: Person) -> None:
        self.fill("auth.yourName", who.name)
        self.fill("auth.password", who.password)

    # --- forms -----------------------------------------------------------------------------------

    def field(self, key: str) -> Locator:
        return self.page.get_by_label(self.say(key), exact=True)

    def fill(self, key: str, text: str) -> None:
        self.field(key).fill(text)

    def setting(self, key: str) -> Locator:
        return self.page.get_by_label(self.speech.settings(key), exact=True)

    def button(self, key: str, **filled: object) -> Locator:
        return self.page.get_by_role("button", name=self.say(key, **filled), exact=True)

    def press(self, key: str) -> None:
        self.button(key).click()

    def unfold(self, label: str) -> None:
        """A menu of more buttons."""
        self.page.locator("summary", has_text=label).click()

    def press_setting(self, key: str, **filled: object) -> None:
        name = self.speech.settings(key, **filled)
        self.page.get_by_role("button", name=name, exact=True).click()

    def press_setup(self, key: str) -> None:
        self.page.get_by_role("button", name=self.speech.setup(key), exact=True).click()

    def save(self) -> None:
        self.press("do.save")
        expect(self.page.get_by_text(self.say("do.saved"), exact=True)).to_be_visible()

    def told(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_be_visible()

    # --- the inbox -------------------------------------------------------------------------------

    def row(self, text: str) -> Locator:
        return self.page.locator("a.row", has_text=text)

    @property
    def thread(self) -> Locator:
        return self.page.get_by_role("log", name=self.say("talk.messages"))

    @property
    def head(self) -> Locator:
        return self.page.locator(".talk-head")

    def bubble(self, text: str) -> Locator:
        return self.thread.get_by_text(text, exact=True)

    def said(self, text: str) -> Locator:
        """A bubble with this among its words."""
        return self.thread.locator(".bubble", has_text=text)

    def about(self, text: str) -> None:
        """Opens what can be done with a message."""
        bubble = self.said(text).last
        bubble.hover()
        bubble.locator("..").get_by_role("button", name=self.say("about.open")).click()

    def composer(self, mode: str = "reply") -> Locator:
        return self.page.get_by_role("textbox", name=self.say(f"write.{mode}"), exact=True)

    def write(self, text: str, mode: str = "reply") -> None:
        self.page.get_by_role("radio", name=self.say(f"write.{mode}")).check(force=True)
        self.composer(mode).fill(text)
        self.composer(mode).press("Control+Enter")
        expect(self.composer(mode)).to_have_value("")

    def status(self, status: str) -> Locator:
        return self.head.get_by_text(self.say(f"status.{status}"), exact=True)

    def take(self) -> None:
        self.head.get_by_role("button", name=self.say("act.take"), exact=True).click()
        expect(self.head.get_by_text(self.say("act.mine"))).to_be_visible()

    def resolve(self) -> None:
        self.head.get_by_role("button", name=self.say("act.resolve"), exact=True).click()

    # --- what no view offers yet -------------------------------------------------------------------

    def ask(self, method: str, path: str, body: object = None, version: int = 0) -> Any:
        """As this person, from this page."""
        answer = self.page.evaluate(ASK, [method, path, body, version])
        assert answer["status"] < 300, answer
        return answer["body"]

    @property
    def open_conversation(self) -> str:
        found = re.search(r"#/inbox/(\w+)", self.page.url)
        assert found, self.page.url
        return found[1]
