"""Browser windows, each in a context of its own: another person at another machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from infra.local import browser
from tests.browser.speech import Lang

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 30_000
LOCALES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
ZONE = "Asia/Shanghai"


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=browser.chromium(), args=[*FLAGS, *more], timeout=120_000
        )
        yield started
        started.close()


class Windows:
    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.pages: list[Page] = []
        self.complaints: list[str] = []

    def open(self, lang: Lang, *, size: ViewportSize = DESKTOP, scale: float = 1) -> Page:
        context = self._browser.new_context(
            locale=LOCALES[lang],
            timezone_id=ZONE,
            viewport=size,
            color_scheme="light",
            device_scale_factor=scale,
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", self._crashed)
        page.on("console", self._heard)
        self.pages.append(page)
        return page

    def close(self) -> None:
        for page in self.pages:
            page.context.close()
        self.pages.clear()

    def photograph(self, folder: Path, name: str) -> None:
        """How things stood where a test failed."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(self.pages):
            page.screenshot(path=folder / f"{name}-{number}.png")

    def _crashed(self, error: Error) -> None:
        self.complaints.append(f"uncaught: {error.message}\n{error.stack}")

    def _heard(self, message: ConsoleMessage) -> None:
        """A refused request is logged by the browser itself; a broken policy is a fault of ours."""
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)
