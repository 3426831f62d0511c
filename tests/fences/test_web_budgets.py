"""Byte budgets of the web apps, as a browser pays them: gzip, at first load; `app/*` is the whole app,
with what it fetches later."""

import gzip
import json
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web"
DIST = WEB / "dist"
BUDGETS: dict[str, int] = json.loads((WEB / "budgets.json").read_text(encoding="utf-8"))


def _gzip(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), compresslevel=9))


def _first_load(page: Path) -> list[Path]:
    """The page, and what its tags load at once; what is imported later is not first load."""
    tags = re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', page.read_text(encoding="utf-8"))
    return [
        page,
        *(DIST / tag.lstrip("/") if tag.startswith("/") else page.parent / tag for tag in tags),
    ]


def _pieces(name: str) -> list[Path]:
    if name.endswith("/*"):
        return [path for path in (DIST / name[:-2]).rglob("*") if path.is_file()]
    single = DIST / name
    return [single] if single.is_file() else _first_load(single / "index.html")


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items())
def test_a_web_app_stays_within_its_bytes(name: str, budget: int) -> None:
    if not DIST.exists():
        pytest.fail("web/dist is missing: `npm run build` in web/ makes it (make test does)")

    pieces = _pieces(name)

    assert pieces
    assert sum(_gzip(piece) for piece in pieces) <= budget
