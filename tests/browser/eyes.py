"""Looks at a page as it shows itself in light and dark, wide and narrow: pictures, axe, overflow."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.sync_api import Frame, Page, ViewportSize

from tests.browser.speech import WEB
from tests.browser.windows import DESKTOP, PHONE

Theme = Literal["light", "dark"]
VARIANTS: tuple[tuple[str, ViewportSize, Theme], ...] = (
    ("phone", PHONE, "dark"),
    ("phone", PHONE, "light"),
    ("desktop", DESKTOP, "dark"),
    ("desktop", DESKTOP, "light"),  # last, so that the page is left as it was found
)
# A frame that has just been hidden is not drawn any more: it is not waited for for ever.
SETTLED = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(done))
  setTimeout(done, 1000)
})"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """() => [...document.querySelectorAll('button, h1, label, .button')]
  .filter((el) => el.checkVisibility() && el.clientWidth > 1 && el.scrollWidth > el.clientWidth + 1
    && getComputedStyle(el).textOverflow !== 'ellipsis')
  .map((el) => el.outerHTML.slice(0, 120))"""
AXE = """async () => {
  const found = await axe.run(document, { iframes: false, resultTypes: ['violations'] })
  return found.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.target.join(' ')} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`))
}"""


@cache
def axe_source() -> str:
    return (WEB / "node_modules/axe-core/axe.min.js").read_text("utf-8")


class Eyes:
    """Remembers what is wrong instead of stopping: one look should tell of all of it."""

    def __init__(self, folder: Path, lang: str) -> None:
        self.folder, self.lang = folder, lang
        self.faults: list[str] = []
        self.views: list[str] = []

    def see(self, page: Page, view: str) -> None:
        self.views.append(view)
        before = page.viewport_size
        for width, size, theme in VARIANTS:
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(size)
            for frame in shown(page):
                frame.evaluate(SETTLED)
            name = f"{len(self.views):02}-{view}.{self.lang}.{theme}.{width}"
            page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
            for frame in shown(page):
                self.faults += [f"{name}: {fault}" for fault in faults(frame)]
        page.set_viewport_size(before or DESKTOP)


def shown(page: Page) -> Sequence[Frame]:
    """The page, and the chat in it where it is open."""
    inner = [f for f in page.frames[1:] if f.frame_element().is_visible()]
    return [page.main_frame, *inner]


def faults(frame: Frame) -> list[str]:
    if not frame.evaluate("() => 'axe' in window"):
        frame.evaluate(axe_source())
    wide = frame.evaluate(TOO_WIDE)
    return [
        *frame.evaluate(AXE),
        *([f"{wide} px wider than the screen"] if wide > 0 else []),
        *(f"clipped: {each}" for each in frame.evaluate(CLIPPED)),
    ]
