"""What must never be stored or logged in the clear, looked for in everything that the suites write.

Every call that writes to a table, bucket or queue is searched before it is sent, every line as it is
logged: for texts as they are, escaped as JSON does, and in base 64, as bytes travel.
"""

import base64
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import botocore.handlers

from chalicelib.core.observe import logger

# Words of the names and texts of which the suites' merchants, people and customers are made.
PLANTED = (
    *("canary", "青竹里", "13800138000"),
    *("@guest.example", "@shop.example", "@a.example", "@b.example", "@x.example"),
    *("@corp.example", "@else.example", "我的退款呢", "Bamboo Lane"),
)
WRITES = frozenset(
    {
        *("PutItem", "UpdateItem", "TransactWriteItems", "DeleteItem"),
        *("PutObject", "SendMessage", "GenerateDataKey"),
    }
)


def _shapes(text: str) -> Iterator[bytes]:
    raw = text.encode()
    yield raw
    yield json.dumps(text)[1:-1].encode()
    for before in range(3):  # where a text begins among the bytes decides how base 64 writes it
        whole = base64.b64encode(b"\0" * before + raw)
        yield whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]


def _content(body: Any) -> bytes:
    if hasattr(body, "getvalue"):  # of an object
        return bytes(body.getvalue())
    return body.encode() if isinstance(body, str) else bytes(body or b"")


class Watch:
    """`found` are the places where something stood in the clear."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._needles = {text: set(_shapes(text)) for text in PLANTED}

    def plant(self, *texts: str) -> None:
        """Tokens and the like, which are other ones in each run."""
        for text in texts:
            self._needles[text] = {text.encode()}

    def look(self, where: str, content: bytes) -> None:
        for text, needles in self._needles.items():
            if any(needle in content for needle in needles):
                self.found.append(f"{where}: {text}")

    def before_call(self, model: Any, params: Any, **_: Any) -> None:
        if model.name in WRITES:
            self.look(model.name, _content(params["body"]))


WATCH = Watch()
_HOOK = ("before-call.*.*", WATCH.before_call)
if _HOOK not in botocore.handlers.BUILTIN_HANDLERS:
    botocore.handlers.BUILTIN_HANDLERS.append(_HOOK)


class Searched:
    """A log's stream that looks at each line on its way."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        WATCH.look("log", text.encode("utf-8", "backslashreplace"))
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()


@contextmanager
def watched() -> Iterator[None]:
    """Everything stored or logged meanwhile; AssertionError where something stood in the clear."""
    WATCH.found.clear()
    (handler,) = [h for h in logger._logger.handlers if isinstance(h, logging.StreamHandler)][:1]
    before = handler.setStream(Searched(handler.stream))
    try:
        yield
    finally:
        if before is not None:
            handler.setStream(before)
    assert WATCH.found == []
