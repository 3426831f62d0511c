"""What a customer does on a shop's page, and what they see in the chat."""

import json

from playwright.sync_api import FrameLocator, Locator, Page, WebSocket, expect

from tests.browser.speech import SPEECH, Lang


class Visitor:
    def __init__(self, page: Page, lang: Lang) -> None:
        self.page = page
        self.speech = SPEECH[lang]
        self.say = self.speech.panel
        self.sockets: list[WebSocket] = []
        self._frames: list[str] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        self.sockets.append(socket)
        socket.on("framereceived", lambda data: self._frames.append(str(data)))

    def heard(self) -> list[str]:
        """Every frame that came to this page, shown or not, with its escapes undone."""
        return [json.dumps(json.loads(frame), ensure_ascii=False) for frame in self._frames]

    def arrive(self, url: str) -> None:
        self.page.goto(url)
        expect(self.launcher).to_be_visible()

    def open(self) -> None:
        self.launcher.click()

    def enter(self, url: str) -> None:
        """On the page, in the chat, ready to write."""
        self.arrive(url)
        self.open()
        expect(self.composer).to_be_visible()

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name=self.speech.launcher[0])

    @property
    def panel(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    @property
    def composer(self) -> Locator:
        return self.panel.get_by_role("textbox", name=self.say("write"))

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log")

    @property
    def banner(self) -> Locator:
        return self.panel.locator(".banner")

    def bubble(self, text: str) -> Locator:
        return self.log.get_by_text(text, exact=True)

    def said(self, text: str) -> Locator:
        """A bubble with this among its words."""
        return self.log.locator(".bubble", has_text=text)

    def fate(self, key: str) -> Locator:
        """Whether the last words were sent, or seen."""
        return self.panel.locator(".fate").last.get_by_text(self.say(key), exact=True)

    def write(self, text: str) -> None:
        self.composer.fill(text)
        self.composer.press("Enter")
        expect(self.composer).to_have_value("")

    # --- pages over the talk -----------------------------------------------------------------------

    def button(self, key: str, **filled: object) -> Locator:
        return self.panel.get_by_role("button", name=self.say(key, **filled), exact=True)

    def press(self, key: str, **filled: object) -> None:
        self.button(key, **filled).last.click()

    def field(self, key: str) -> Locator:
        return self.panel.get_by_label(self.say(key), exact=True)

    def heading(self, key: str, **filled: object) -> Locator:
        return self.panel.get_by_role("heading", name=self.say(key, **filled), exact=True)

    def rate(self, score: int, words: str) -> None:
        self.panel.get_by_role("radio", name=self.say(f"rate_{score}"), exact=True).check(
            force=True
        )
        self.field("rate_text").fill(words)
        self.press("rate_send")
        thanks = self.say("rate_thanks", score=self.say(f"rate_{score}"))
        expect(self.panel.get_by_text(thanks)).to_be_visible()
