"""The other end of a signed webhook on the local stack: it speaks, listens, fails and hangs as told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import standardwebhooks

from infra.local.place import Place


@dataclass
class Shop:
    """`mode`: 200, an error's status, or 0 to hang. What it took is checked by a foreign library."""

    secret: str
    mode: int = 200
    taken: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    def hears(self, headers: dict[str, str], body: bytes) -> int:
        self.asked += 1
        if self.mode == 0:
            time.sleep(20)
            return 503
        if self.mode != 200:
            return self.mode
        delivery = standardwebhooks.Webhook(self.secret).verify(body, headers)
        if headers["webhook-id"] not in {each["id"] for each in self.taken}:
            self.taken += delivery["events"]
        return 204

    @property
    def texts(self) -> list[str]:
        return [part["text"] for event in self.taken for part in event["parts"]]


@contextmanager
def listening(place: Place, shop: Shop) -> Iterator[str]:
    """Where the local stack may reach it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = shop.hears({k.lower(): v for k, v in self.headers.items()}, body)
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    host, port = place.hook_origin.split(":")
    server = ThreadingHTTPServer((host, int(port)), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{place.hook_origin}/hook"
    finally:
        server.shutdown()
        server.server_close()


def posted(url: str, secret: str, *events: dict[str, Any]) -> int:
    """As a system does that signs with a library of its own."""
    body = json.dumps({"schema": "manydesk.message/1", "events": events}, ensure_ascii=False)
    name, now = f"d-{time.monotonic_ns()}", int(time.time())
    signature = standardwebhooks.Webhook(secret).sign(name, datetime.fromtimestamp(now, UTC), body)
    headers = {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(now),
        "webhook-signature": signature,
    }
    return httpx.post(url, content=body.encode(), headers=headers, timeout=30).status_code


def awaited(found: Callable[[], Any], *, seconds: float = 60) -> Any:
    """What is there by then; asked again and again."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < deadline, "it did not come in time"
        time.sleep(0.2)
    return value
