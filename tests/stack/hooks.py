"""The other ends of signed webhooks on the local stack: they speak, listen, fail, hang and babble as told."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import standardwebhooks

from infra.local.place import Place

LONGEST_HANG = 60.0  # far beyond what a sender waits
FLOOD = 256 * 1024 * 1024
DROP = b"x" * 65_536


class Mood(StrEnum):
    """`FAILS` takes nothing. The next two have taken what came, but say so too late or in no words."""

    WELL = "well"
    FAILS = "fails"
    HANGS = "hangs"
    BABBLES = "babbles"
    FLOODS = "floods"


@dataclass
class Shop:
    """One merchant's own system. `moods` by the customer whom a message is for; else it is well."""

    secret: str
    moods: dict[str, Mood] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    poured: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def hears(self, headers: dict[str, str], body: bytes) -> Mood:
        """A foreign library judges whatever comes; what is known by its name is not taken again."""
        delivery = standardwebhooks.Webhook(self.secret).verify(body, headers)
        (event,) = delivery["events"]
        name, to = headers["webhook-id"], event["to"]
        self.asked.append((to, name))
        mood = self.moods.get(to, Mood.WELL)
        if mood is not Mood.FAILS:
            self.taken.setdefault(name, event)
        return mood

    def texts(self, to: str) -> list[str]:
        told = [event for event in self.taken.values() if event["to"] == to]
        return [part["text"] for event in told for part in event["parts"]]

    def asked_for(self, to: str) -> int:
        return sum(each == to for each, _ in self.asked)

    def recovers(self) -> None:
        self.moods.clear()
        self.released.set()


class Door(BaseHTTPRequestHandler):
    shops: Sequence[Shop] = ()

    def do_POST(self) -> None:
        shop = self.shops[int(self.path.rpartition("/")[2])]
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            mood = shop.hears({k.lower(): v for k, v in self.headers.items()}, body)
        except standardwebhooks.WebhookVerificationError:
            self._say(401)
            return
        with suppress(OSError):  # whoever asked has gone
            self._answer(shop, mood)

    def _answer(self, shop: Shop, mood: Mood) -> None:
        match mood:
            case Mood.HANGS:
                shop.released.wait(LONGEST_HANG)
                self._say(204)
            case Mood.BABBLES:
                self.wfile.write("你好，我不会说 HTTP\r\n\r\n".encode())
            case Mood.FLOODS:
                self._flood(shop)
            case _:
                self._say(500 if mood is Mood.FAILS else 204)

    def _flood(self, shop: Shop) -> None:
        self.send_response(200)
        self.send_header("content-length", str(FLOOD))
        self.end_headers()
        while shop.poured < FLOOD:
            shop.poured += self.wfile.write(DROP)

    def _say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        return


@contextmanager
def listening(place: Place, shops: Sequence[Shop]) -> Iterator[list[str]]:
    """Each at an address of its own, where the local stack may reach it."""
    host, port = place.hook_origin.split(":")
    door = type("OpenDoor", (Door,), {"shops": shops})
    server = ThreadingHTTPServer((host, int(port)), door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield [f"http://{place.hook_origin}/hook/{n}" for n in range(len(shops))]
    finally:
        for shop in shops:
            shop.recovers()
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
