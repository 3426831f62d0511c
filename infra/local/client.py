"""A small caller of the public REST API and a reader of the local mailbox, for seeding."""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from infra.local.place import Place, Trouble

PATIENCE = 60.0
LINK = re.compile(r"[?&]token=([^\s&\"'<>]+)")


class Refused(Exception):  # noqa: N818 - it names what happened
    """The API's own refusal."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"{status} {body.decode(errors='replace')[:500]}")
        self.status = status


class Caller:
    """One person's browser: it keeps the cookie of whoever signed in with it."""

    def __init__(self, place: Place) -> None:
        self.url = place.desk_url
        self.cookie = ""

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Any:
        sent = {"cookie": self.cookie} if self.cookie else {}
        if body is not None:
            sent["content-type"] = "application/json"
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers=sent | (headers or {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                given = answer.headers.get("set-cookie")
                self.cookie = given.partition(";")[0] if given else self.cookie
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            raise Refused(refused.code, refused.read()) from None

    def change(self, path: str, wanted: dict[str, Any]) -> Any:
        """PATCH what differs, on the version just read."""
        now = self.call("GET", path)
        if all(now.get(name) == value for name, value in wanted.items()):
            return now
        return self.call("PATCH", path, wanted, {"if-match": f'"{now["version"]}"'})


def token_mailed(place: Place, *, to: str, by: Callable[[], Any]) -> str:
    """Does what sends a mail, then waits for that mail and takes the token out of its link."""
    before = len(mails(place, to))
    by()
    deadline = time.monotonic() + PATIENCE
    while len(found := mails(place, to)) <= before:
        if time.monotonic() > deadline:
            raise Trouble(f"No mail to {to} came within {PATIENCE:.0f} s; see functions.log.")
        time.sleep(0.1)
    link = LINK.search(found[0]["text"])
    if not link:
        raise Trouble(f"The mail to {to} carries no link; see {place.desk_url}/mailbox")
    return link[1]


def mails(place: Place, to: str) -> list[dict[str, Any]]:
    """Newest first."""
    with urllib.request.urlopen(f"{place.desk_url}/mailbox.json", timeout=PATIENCE) as answer:
        return [mail for mail in json.load(answer)["mails"] if to in mail["to"]]
