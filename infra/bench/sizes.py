"""Bytes: what Lambda is sent, and what a browser loads."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from infra.bench.rows import Row
from infra.build import build
from infra.parts import ROOT

MB = 1_000_000
MAX_FUNCTION, MAX_LAYER = 1 * MB, 35 * MB
WEB = ROOT / "web"
TITLES = {
    "v1.js": "widget script before the first click",
    "widget": "widget after opening",
    "widget/*": "widget with all that it fetches later",
    "portal": "page behind a mailed link",
    "form": "a form's page",
    "form.js": "script that puts a form into a page",
    "console": "console, first load",
}


def zips(out: Path) -> Iterator[Row]:
    """As the tree stands: a build that lies about may be of another day. The layer is kept by its lock."""
    build(out, target="lambda")
    for path in sorted(out.glob("*.zip")):
        layer = path.stem == "layer"
        name = "runtime layer (arm64), zipped" if layer else f"function zip {path.stem}"
        yield Row(name, path.stat().st_size, "bytes", MAX_LAYER if layer else MAX_FUNCTION)


def gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), compresslevel=9))


def first_load(page: Path, dist: Path) -> list[Path]:
    """The page and what its tags load at once."""
    tags = re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', page.read_text(encoding="utf-8"))
    return [page, *(dist / tag.lstrip("/") if tag[0] == "/" else page.parent / tag for tag in tags)]


def pieces(name: str, dist: Path) -> list[Path]:
    """Of one file, of an app's first load, or, as `app/*`, of the whole app. None: it is not built."""
    page = dist / name / "index.html"
    if name.endswith("/*"):
        return [path for path in (dist / name[:-2]).rglob("*") if path.is_file()]
    if page.is_file():
        return first_load(page, dist)
    return [path for path in (dist / name,) if path.is_file()]


def web() -> Iterator[Row]:
    """Rows for the apps that have been built; make test and make run build them."""
    budgets: dict[str, int] = json.loads((WEB / "budgets.json").read_text(encoding="utf-8"))
    for name, bound in budgets.items():
        if found := pieces(name, WEB / "dist"):
            size = sum(map(gzipped, found))
            yield Row(f"{TITLES.get(name, name)}, gzip", size, "bytes", bound)
