"""What looks for faults finds them; else "nothing found" would say nothing."""

from pathlib import Path

from tests.browser.eyes import VARIANTS, Eyes
from tests.browser.windows import Windows

BAD = """<!doctype html><html lang="en"><title>Bad</title><main><h1>Bad</h1>
<p style="color:#999;background:#fff">too pale</p><img src="data:,">
<button style="width:3em;overflow:hidden;white-space:nowrap">cut off in the middle</button>
<div style="width:2000px">too wide</div></main></html>"""


def test_eyes_find_what_is_wrong_in_every_variant(windows: Windows, tmp_path: Path) -> None:
    page = windows.open("en")
    page.set_content(BAD)
    eyes = Eyes(tmp_path, "en")
    eyes.see(page, "bad")
    for fault in ("color-contrast", "image-alt", "clipped", "wider than the screen"):
        assert sum(fault in each for each in eyes.faults) == len(VARIANTS)
    assert len(list(tmp_path.glob("*.png"))) == len(VARIANTS)
