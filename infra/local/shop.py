"""Serves the demo merchant's shop page, with its widget key filled in."""

import json
from pathlib import Path

from aiohttp import web

from infra.local.place import Place

PAGE = Path(__file__).parent / "shop" / "index.html"
PLACE = web.AppKey("PLACE", Place)


def application(place: Place) -> web.Application:
    app = web.Application()
    app[PLACE] = place
    app.router.add_get("/", page)
    app.router.add_static("/", PAGE.parent, show_index=False)
    return app


async def page(request: web.Request) -> web.Response:
    """Read anew at each visit: the key comes with the seed, and the page is there to be edited."""
    place = request.app[PLACE]
    note = place.state / "demo.json"
    if not note.exists():
        return web.Response(status=503, text="The demo shop is not seeded yet.")
    # The tag as the merchant copies it out of the settings; everything else is the page's own.
    snippet = json.loads(note.read_text(encoding="utf-8"))["snippet"]
    text = PAGE.read_text(encoding="utf-8").replace("<!-- the widget's tag -->", snippet)
    return web.Response(text=text, content_type="text/html")
