"""Waits for what a locator cannot see."""

import time
from collections.abc import Callable

from playwright.sync_api import Page


def until(page: Page, true: Callable[[], object], what: str, seconds: float = 30) -> None:
    """The page lives on while we wait; nothing here depends on how long one round is."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        page.wait_for_timeout(100)
