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


def web() -> Iterator[Row]:
    """Rows for the apps that have been built; make test and make run build them."""
    budgets: dict[str, int] = json.loads((WEB / "budgets.json").read_text(encoding="utf-8"))
    dist = WEB / "dist"
    for name, bound in budgets.items():
        page = dist / name / "index.html"
        pieces = [dist / name] if (dist / name).is_file() else []
        pieces = first_load(page, dist) if page.is_file() else pieces
        if pieces:
            yield Row(f"{TITLES.get(name, name)}, gzip", sum(map(gzipped, pieces)), "bytes", bound)
