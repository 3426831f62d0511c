"""A system of the merchant's own: it sends signed messages to an inbox, and takes those of the desk."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from playwright.sync_api import Page

from chalicelib.channels.signatures import secret_of, standard_webhook_headers
from infra.local.place import Place


@dataclass
class Till:
    """`status`: what it answers from now on; `heard`: what it was told."""

    url: str
    status: int = 200
    heard: list[dict[str, Any]] = field(default_factory=list)
    raw: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [part["text"] for event in self.heard for part in event["parts"] if "text" in part]

    def send(self, page: Page, to: str, secret: str, *events: dict[str, Any]) -> int:
        """`page`: anybody's; it lends its way to the desk."""
        body = json.dumps({"schema": "manydesk.message/1", "events": list(events)}).encode()
        key = secret_of(secret)
        assert key
        signed = standard_webhook_headers(events[0]["id"], body, [key], time.time())
        headers = {"content-type": "application/json", **signed}
        return page.request.post(to, data=body, headers=headers).status


@contextmanager
def till(place: Place) -> Iterator[Till]:
    """At the one place of this machine that the stack sends to."""
    host, _, port = place.hook_origin.partition(":")
    found = Till(f"http://{place.hook_origin}/in")

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.raw.append(({k.lower(): v for k, v in self.headers.items()}, body))
            said = json.loads(body)
            if found.status < 300:
                found.heard += said["events"]
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            del format, args

    server = ThreadingHTTPServer((host, int(port)), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()
