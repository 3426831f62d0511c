"""Serves the demo merchants' pages, a tea shop and a clinic, each with its own widget's tag."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from infra.local.place import Place

PAGES = Path(__file__).parent / "shop"
PLACE = web.AppKey("PLACE", Place)


def application(place: Place) -> web.Application:
    app = web.Application()
    app[PLACE] = place
    app.router.add_get("/", shop)
    app.router.add_get("/clinic", clinic)
    app.router.add_static("/", PAGES, show_index=False)
    return app


async def shop(request: web.Request) -> web.Response:
    return page(request, "index.html", lambda demo: str(demo["snippet"]))


async def clinic(request: web.Request) -> web.Response:
    return page(request, "clinic.html", lambda demo: str(demo["clinic"]["snippet"]))


def page(request: web.Request, name: str, tag_of: Callable[[Any], str]) -> web.Response:
    """Read anew at each visit: the key comes with the seed, and the page is there to be edited."""
    place = request.app[PLACE]
    note = place.state / "demo.json"
    if not note.exists():
        return web.Response(status=503, text="The demo merchants are not seeded yet.")
    # The tag as the merchant copies it out of the settings; everything else is the page's own.
    snippet = tag_of(json.loads(note.read_text(encoding="utf-8")))
    text = (PAGES / name).read_text(encoding="utf-8").replace("<!-- the widget's tag -->", snippet)
    return web.Response(text=text, content_type="text/html")
